"""The code that makes things: gappon's modules, the distributions and libraries that they use.

Reading it takes a tenth of a second, so what was read is kept in the cache under the times and
sizes of the files it was read from.
"""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import gappon
from gappon.driver.cache import Cache
from gappon.driver.closure import Module, closure, files_of, read_modules
from gappon.driver.digest import digest_of
from gappon.driver.libraries import (
    USERS_OF_SYSTEM,
    distributions_of,
    files_of_system_libraries,
    system_libraries,
)

PACKAGE = Path(gappon.__file__).parent
Stamp = tuple[str, int, int, int]


@dataclass(frozen=True)
class Code:
    """What is known of the code.

    Attributes:
        modules: gappon's, by name.
        distributions: by the package imported: it and what it requires, as ``name version``.
        system: libraries of the system, as ``name version``.
        system_files: where these are, as they were.
    """

    modules: Mapping[str, Module]
    distributions: Mapping[str, tuple[str, ...]]
    system: tuple[str, ...]
    system_files: tuple[Stamp, ...] = ()

    def modules_of(self, roots: Iterable[str]) -> set[str]:
        """Return the names of some modules and of all that they import."""
        return closure(self.modules, roots)

    def libraries_of(self, roots: Iterable[str]) -> set[str]:
        """Return what some modules use that is not gappon's own, each as ``name version``."""
        packages = {name for each in self.modules_of(roots) for name in self.modules[each].others}
        found = {f"python {platform.python_version()}"}
        found.update(*(self.distributions[package] for package in packages))
        return found.union(self.system) if packages & USERS_OF_SYSTEM else found

    def digest(self, roots: Iterable[str]) -> str:
        """Return the hash of some modules, of all that they import, and of what these use."""
        roots = tuple(roots)
        sources = [(name, self.modules[name].digest) for name in sorted(self.modules_of(roots))]
        return digest_of(sources, sorted(self.libraries_of(roots)))


def load_code(cache: Cache) -> Code:
    """Return what is known of the code, read again when a file of it has changed."""
    key = digest_of("code", platform.python_version(), _stamps_of_sources(), _installed())
    kept = cache.read(key)
    code = _decoded(kept) if kept is not None else None
    if code is None or not _has_same_system(code):
        code = read_code()
        cache.write(key, json.dumps(asdict(code)).encode())
    return code


def read_code() -> Code:
    """Return what is known of the code, read from the files."""
    modules = read_modules(PACKAGE)
    packages = {name for module in modules.values() for name in module.others}
    system = system_libraries()
    files = (_stamp(Path(path)) for path in files_of_system_libraries())
    return Code(
        modules,
        {package: distributions_of(package) for package in sorted(packages)},
        system,
        tuple(files),
    )


def _decoded(data: bytes) -> Code | None:
    try:
        values = json.loads(data)
        return Code(
            {
                name: Module(m["digest"], tuple(m["imports"]), tuple(m["others"]))
                for name, m in values["modules"].items()
            },
            {name: tuple(each) for name, each in values["distributions"].items()},
            tuple(values["system"]),
            tuple((path, *rest) for path, *rest in values["system_files"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _has_same_system(code: Code) -> bool:
    """Say whether the system's libraries are what they were; where they are is not always known."""
    if not code.system_files:
        return system_libraries() == code.system
    return all(_stamp(Path(path)) == (path, *rest) for path, *rest in code.system_files)


def _stamps_of_sources() -> list[Stamp]:
    return [_stamp(Path(entry.path)) for entry in files_of(PACKAGE)]


def _installed() -> list[list[str]]:
    """Return the names under which distributions are installed; versions are in them."""
    return [sorted(path.name for path in Path(place).glob("*.*-info")) for place in sys.path]


def _stamp(path: Path) -> Stamp:
    try:
        state = path.stat()
    except OSError:
        return str(path), 0, 0, 0
    return str(path), state.st_mtime_ns, state.st_ctime_ns, state.st_size
