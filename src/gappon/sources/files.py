"""Which files of a folder may be posts, and what a file's name and place say of the post in it."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gappon.publication import Reason
from gappon.sources import dates

MDX = frozenset({".mdx"})
MARKDOWN = frozenset({".md", ".markdown", ".mkd", ".mkdn", ".mkdown", ".mdown"}) | MDX
# What generators write, and what other people wrote.
FOREIGN_FOLDERS = frozenset({"node_modules", "vendor", "themes", "dist", "_site", "public"})
POST_FOLDERS = ("_posts", "_drafts")
SMALL = 64 * 2**10
MAX_BYTES = 32 * 2**20
FILE_DATE = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})(?:-(.+))?$")


class FileError(Exception):
    """A file cannot be read as a post.

    Attributes:
        code: short name of the reason, for a notice.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class PostFile:
    """A file that may hold a post, and what its name and place say of it.

    Attributes:
        path: the file.
        inner: its path in the folder where the site begins, with ``/``.
        slug: its name without date and suffix.
        written_date: the date in its name, as it is written there.
        section: the folder of posts in which it lies, as addresses name it.
        categories: that its folders say.
        language: that its name or its folders say.
        volume: title of the book that the site itself makes of it and others.
        weight: its place in that book, from 1 on.
        committed: when it came into the repository; None when that is not asked for, or not known.
        reason: why it is no post by its place: it lies among drafts, or is a page of the site.
    """

    path: Path
    inner: str
    slug: str
    written_date: str = ""
    section: str = ""
    categories: tuple[str, ...] = ()
    language: str = ""
    volume: str = ""
    weight: int = 0
    committed: datetime | None = None
    reason: Reason | None = None


def post_file(path: Path, base: Path) -> PostFile:
    """Return what the name of a file says: ``2025-11-01-slug.md``, ``slug/index.md`` …"""
    inner = path.relative_to(base) if path.is_relative_to(base) else Path(path.name)
    name = (
        inner.parent.name if path.stem in ("index", "_index") and inner.parent.name else path.stem
    )
    named = FILE_DATE.match(name)
    dated = named if named and dates.is_date(named[1]) else None
    return PostFile(
        path,
        inner.as_posix(),
        slug=(dated[2] or name) if dated else name,
        written_date=dated[1] if dated else "",
        reason=Reason.DRAFT if "_drafts" in inner.parts else None,
    )


def walk(
    base: Path, enter: Callable[[str], bool], suffixes: frozenset[str] = MARKDOWN
) -> Iterator[Path]:
    """Yield the files of a folder and of those below it, in the order of their paths.

    Hidden files and folders are left out; links to folders are not followed.

    Args:
        base: the folder.
        enter: says by its name whether a folder is looked into.
        suffixes: of the files, in small letters.
    """
    found = []
    for folder, names, files in os.walk(base):
        names[:] = [name for name in names if not name.startswith(".") and enter(name)]
        found += [
            Path(folder, name)
            for name in files
            if Path(name).suffix.lower() in suffixes and not name.startswith(".")
        ]
    yield from sorted(found)


def any_folder(name: str) -> bool:
    """Look into every folder."""
    return True


def own_folder(name: str) -> bool:
    """Look into folders that hold what the site's people wrote."""
    return name not in FOREIGN_FOLDERS and (not name.startswith("_") or name in POST_FOLDERS)


def folders_called(base: Path, wanted: tuple[str, ...]) -> list[Path]:
    """Return the folders of some names below a folder, in the order of their paths."""
    found = []
    for folder, names, _ in os.walk(base):
        found += [Path(folder, name) for name in names if name in wanted]
        names[:] = [n for n in names if n not in FOREIGN_FOLDERS and n not in wanted]
    return sorted(found)


def read_small(path: Path) -> bytes:
    """Return the beginning of a file, up to 64 KiB; nothing when it cannot be read."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return b""
        with path.open("rb") as file:
            return file.read(SMALL)
    except OSError:
        return b""


def mentions(path: Path, words: bytes) -> bool:
    """Say whether the beginning of a file has some words in it."""
    return words in read_small(path)


def inside(root: Path, path: Path) -> bool:
    """Say whether ``path``, symbolic links followed, lies in ``root`` (a resolved folder)."""
    try:
        return path.resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError, ValueError):
        return False


def read_bytes(path: Path, root: Path) -> bytes:
    """Return what a file of a site holds.

    Raises:
        FileError: it is no ordinary file in the site folder, too large, or cannot be read.
    """
    if not inside(root, path):
        raise FileError("outside-site", "a link out of the site folder, or to nothing; not read")
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):  # to open a pipe would be to wait for ever
            raise FileError("not-a-file", "this is a device or a pipe, no file; not read")
        if state.st_size > MAX_BYTES:
            raise FileError("too-large", f"over {MAX_BYTES >> 20} MiB; it is no post, not read")
        with path.open("rb") as file:
            return file.read(MAX_BYTES)
    except OSError as error:
        message = f"the file cannot be read ({error.strerror}); it was left out"
        raise FileError("unreadable", message) from error
