"""Which files of a folder may be posts, and what a file's name and place say of the post in it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from gappon.sources import dates

MARKDOWN = frozenset({".md", ".markdown", ".mkd", ".mkdn", ".mkdown", ".mdown"})
# What generators write, and what other people wrote.
FOREIGN_FOLDERS = frozenset({"node_modules", "vendor", "themes", "dist", "_site", "public"})
POST_FOLDERS = ("_posts", "_drafts")
FILE_DATE = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})-(.+)$")


@dataclass(frozen=True)
class PostFile:
    """A file that may hold a post, and what its name and place say of it.

    Attributes:
        path: the file.
        inner: its path in the folder where the site begins, with ``/``.
        slug: its name without date and suffix.
        written_date: the date in its name, as it is written there.
        section: the folder of posts in which it lies, as addresses name it.
        is_draft: it lies where drafts do.
        is_page: it is a page of the site, not a post.
    """

    path: Path
    inner: str
    slug: str
    written_date: str = ""
    section: str = ""
    is_draft: bool = False
    is_page: bool = False


def post_file(path: Path, base: Path) -> PostFile:
    """Return what the name of a file says: ``2025-11-01-slug.md``, ``slug/index.md`` …"""
    stem = path.stem
    if stem in ("index", "_index") and path.parent != base:
        stem = path.parent.name
    named = FILE_DATE.match(stem)
    dated = named if named and dates.parse(named[1], UTC) else None
    inner = path.relative_to(base)
    return PostFile(
        path,
        inner.as_posix(),
        slug=dated[2] if dated else stem,
        written_date=dated[1] if dated else "",
        is_draft="_drafts" in inner.parts,
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
