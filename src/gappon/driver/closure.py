"""Which code makes a thing: modules by what they import, and the distributions these come from.

Imports are read from the source, those within functions too.
"""

from __future__ import annotations

import ast
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

STANDARD = sys.stdlib_module_names
TYPES_ONLY = re.compile(r"^if TYPE_CHECKING:\n(?:[ \t]+.*\n|[ \t]*\n)*", re.MULTILINE)
STATEMENT = re.compile(
    r"^[ \t]*((?:from[ \t]+[\w.]+[ \t]+)?import[ \t]+(?:\([^)]*\)|[^\n(]+))", re.MULTILINE
)

WITHIN_A_LINE = re.compile(r"[;:][ \t]*(?:from[ \t]+[\w.]+[ \t]+)?import[ \t]")


@dataclass(frozen=True)
class Module:
    """A module of a package.

    Attributes:
        digest: SHA-256 of its source.
        imports: modules of the same package.
        others: top-level names of other packages, the standard library left out.
    """

    digest: str
    imports: tuple[str, ...]
    others: tuple[str, ...]


def files_of(package: Path) -> Iterator[os.DirEntry[str]]:
    """Yield the source files of a package folder, those of its subpackages too."""
    with os.scandir(package) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.is_dir() and entry.name != "__pycache__":
                yield from files_of(Path(entry.path))
            elif entry.name.endswith(".py"):
                yield entry


def read_modules(package: Path) -> dict[str, Module]:
    """Return the modules of a package by name."""
    sources = {
        _name_of(Path(f.path), package): Path(f.path).read_bytes() for f in files_of(package)
    }
    return {name: _module(source, sources.keys(), name) for name, source in sources.items()}


def closure(modules: Mapping[str, Module], roots: Iterable[str]) -> set[str]:
    """Return the names of modules that are imported when some are, these among them."""
    reached: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += modules[name].imports
            waiting += filter(None, (name.rpartition(".")[0],))
    return reached


def imports_in(source: str) -> set[str]:
    """Return the names that a module imports, dotted; those for type checkers alone left out.

    Of ``from a import b``, ``a`` and ``a.b``: it cannot be seen here whether ``b`` is a module.
    """
    source = TYPES_ONLY.sub("", source)
    found: set[str] = set()
    for node in ast.walk(_statements(source)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def _statements(source: str) -> ast.Module:
    """Return a tree that has all imports; parsing the whole source takes fifteen times as long."""
    if not WITHIN_A_LINE.search(source):
        try:
            return ast.parse("\n".join(STATEMENT.findall(source)))
        except SyntaxError:  # text that looks like a statement, or one in several lines
            pass
    return ast.parse(source)


def _module(source: bytes, known: Iterable[str], name: str) -> Module:
    top = name.partition(".")[0]
    found = imports_in(source.decode())
    others = {each.partition(".")[0] for each in found} - {top, "__future__"}
    return Module(
        digest=sha256(source).hexdigest(),
        imports=tuple(sorted(found.intersection(known))),
        others=tuple(sorted(others - STANDARD)),
    )


def _name_of(path: Path, package: Path) -> str:
    parts = (package.name, *path.relative_to(package).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
