"""Versions of what is not gappon's own: distributions of Python, and libraries of the system."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

# Distributions that are not called as what they are imported by; of others, metadata is asked.
CALLED = {
    "PIL": "pillow",
    "fontTools": "fonttools",
    "markdown_it": "markdown-it-py",
    "mdit_py_plugins": "mdit-py-plugins",
    "yaml": "pyyaml",
}
# What distributions use when it is there, and do not require.
USED_TOO = {"fonttools": ("brotli", "lxml", "uharfbuzz"), "markdown-it-py": ("linkify-it-py",)}
REQUIREMENT = re.compile(r"([\w.-]+)\s*(?:\[([^\]]*)\])?[^;]*;?(.*)")
FOR_EXTRA = re.compile(r"""\bextra\s*==\s*['"]([^'"]+)""")


def distributions_of(package: str) -> tuple[str, ...]:
    """Return the distribution that a top-level package comes from, and all that it requires.

    Each is ``name version``. Requirements are named whether they are of use or not: which of them
    decide what comes out cannot be seen from outside.
    """
    found: dict[str, str] = {}
    waiting: list[tuple[str, frozenset[str]]] = [(name, frozenset()) for name in _names(package)]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        asked = waiting.pop()
        if asked in seen:
            continue
        seen.add(asked)
        try:
            distribution = metadata.distribution(asked[0])
        except metadata.PackageNotFoundError:
            continue  # for another platform or version of Python
        name = _normal(asked[0])
        found[name] = distribution.version
        waiting += ((each, frozenset()) for each in USED_TOO.get(name, ()))
        waiting += _required(distribution.requires or (), asked[1])
    return tuple(f"{name} {version}" for name, version in sorted(found.items()))


def _names(package: str) -> list[str]:
    name = CALLED.get(package, package)
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return _by_package().get(package, [])
    return [name]


@cache
def _by_package() -> dict[str, list[str]]:
    """Return the distributions of each package; that takes long, for all have to be read."""
    return dict(metadata.packages_distributions())


def _required(lines: Iterable[str], extras: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    for line in lines:
        match = REQUIREMENT.match(line)
        if match:
            name, wanted, condition = match.groups()
            for_extra = FOR_EXTRA.search(condition)
            if for_extra is None or for_extra[1] in extras:
                yield name, frozenset(re.findall(r"[\w.-]+", wanted or ""))


def _normal(name: str) -> str:
    """Return a distribution's name in its normal form (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _pango(library: ctypes.CDLL) -> str:
    library.pango_version_string.restype = ctypes.c_char_p
    return str(library.pango_version_string().decode())


def _harfbuzz(library: ctypes.CDLL) -> str:
    library.hb_version_string.restype = ctypes.c_char_p
    return str(library.hb_version_string().decode())


def _fontconfig(library: ctypes.CDLL) -> str:
    return str(library.FcGetVersion())


# What WeasyPrint loads from the system and lets decide where glyphs stand: name and ABI.
SYSTEM: dict[tuple[str, str], Callable[[ctypes.CDLL], str]] = {
    ("pango-1.0", "0"): _pango,
    ("harfbuzz", "0"): _harfbuzz,
    ("fontconfig", "1"): _fontconfig,
}
USERS_OF_SYSTEM = frozenset({"weasyprint"})


def system_libraries() -> tuple[str, ...]:
    """Return the system's libraries that lay out pages, each as ``name version``.

    One that cannot be found has no version.
    """
    return tuple(f"{name} {_version(name, abi, ask)}" for (name, abi), ask in SYSTEM.items())


def _version(name: str, abi: str, ask: Callable[[ctypes.CDLL], str]) -> str:
    for file in (f"lib{name}.so.{abi}", f"lib{name}.{abi}.dylib", f"lib{name}-{abi}.dll"):
        try:
            return ask(ctypes.CDLL(file))
        except (OSError, AttributeError):
            continue
    return "unknown"


def files_of_system_libraries() -> tuple[str, ...]:
    """Return the files from which this process has them; none where the system does not say."""
    try:
        maps = Path("/proc/self/maps").read_text("utf-8", "surrogateescape")
    except OSError:
        return ()
    paths = {line.partition("/")[2] for line in maps.splitlines()}
    names = tuple(f"lib{name}." for name, _ in SYSTEM)
    return tuple(sorted(f"/{path}" for path in paths if Path(path).name.startswith(names)))
