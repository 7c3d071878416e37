"""The files of a theme: regular ones, in its folder, of a size that themes have."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gappon.errors import ThemeError

MAX_TEXT = 2**20  # bytes of a style sheet or template; gappon's own have 10,000
MAX_FOLDER = 64 * 2**20


@dataclass(frozen=True)
class ThemeFolder:
    """Where a theme lies.

    Attributes:
        name: of the theme: that of its folder, without any path.
        path: the folder.
        within: the folder that its symbolic links must not lead out of; None for gappon's own
            themes, which an installer may have linked from anywhere.
    """

    name: str
    path: Path
    within: Path | None = None


def files_of(folder: ThemeFolder) -> dict[str, Path]:
    """Return a theme's regular files by their paths below its folder (with ``/``), in order.

    Raises:
        ThemeError: a symbolic link leads out, or the files are too large.
    """
    found = {path.relative_to(folder.path).as_posix(): path for path in _walk(folder)}
    size = sum(path.stat().st_size for path in found.values())
    if folder.within is not None and size > MAX_FOLDER:
        raise ThemeError(
            f"{folder.path}: the theme's files have {size // 2**20} MB, and {MAX_FOLDER // 2**20} "
            "are allowed; take out what is no style sheet or template"
        )
    return dict(sorted(found.items()))


def _walk(folder: ThemeFolder) -> Iterator[Path]:
    _confine(folder.path, folder)
    for base, folders, names in os.walk(folder.path):
        for name in folders:
            _confine(Path(base, name), folder)
        for name in names:
            path = Path(base, name)
            _confine(path, folder)
            if path.is_file():
                yield path


def _confine(path: Path, folder: ThemeFolder) -> None:
    if folder.within is None or path.resolve().is_relative_to(folder.within.resolve()):
        return
    raise ThemeError(
        f"{path}: this symbolic link leads out of {folder.within}, where themes must not read; "
        "put a copy in its place"
    )


def read_text(path: Path) -> str:
    """Return a style sheet or template.

    Raises:
        ThemeError: it is no text in UTF-8, or larger than a theme's text can be.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_TEXT + 1)
    except OSError as error:
        raise ThemeError(f"{path}: cannot be read ({error.strerror})") from error
    if len(data) > MAX_TEXT:
        raise ThemeError(f"{path}: is larger than {MAX_TEXT // 2**10} KB; shorten it")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ThemeError(f"{path}:{line}: this is not UTF-8; save the file as UTF-8") from error
