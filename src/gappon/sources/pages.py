"""Pages of a site that stand in each of its books: a foreword, an afterword."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from gappon.config import Config
from gappon.diagnostics import Notice, Severity
from gappon.publication import Post
from gappon.sources.base import Source
from gappon.sources.files import FileError, read_bytes
from gappon.sources.post import read_post

NOT_OF_PAGES = ("no-date",)  # what is told of posts alone


@dataclass(frozen=True)
class Pages:
    """Pages that were read.

    Attributes:
        by_kind: what each is in a book → the page, read as a post.
        notices: why others are in no book.
    """

    by_kind: dict[str, Post] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()


def read_pages(root: Path, source: Source, config: Config, now: datetime) -> Pages:
    """Read the pages that a configuration names.

    Args:
        root: the site folder, absolute.
        source: the site in it.
        config: its resolved configuration.
        now: the moment after which a page is in the future, aware.
    """
    found: dict[str, Post] = {}
    notices: list[Notice] = []
    for kind, name in config.pages.items():
        try:
            page = _read(root / name, root, source, config, now)
        except FileError as error:
            notices.append(Notice(name, 0, Severity.ERROR, error.code, str(error)))
            continue
        if isinstance(page, Post):
            found[kind] = page
        else:
            message = f"the page is not public ({page}), so no book has it as its {kind}"
            notices.append(Notice(name, 1, Severity.WARNING, "page-left-out", message))
    return Pages(found, tuple(notices))


def _read(path: Path, root: Path, source: Source, config: Config, now: datetime) -> Post | str:
    """Return a page, or why it is in no book."""
    name = path.relative_to(root).as_posix()
    place = replace(source.place(path), reason=None)  # that it is a page is what is wanted
    page = read_post(read_bytes(path, root), name, place, source, config, now)
    if not isinstance(page, Post):
        return str(page.reason)
    kept = tuple(notice for notice in page.notices if notice.code not in NOT_OF_PAGES)
    return replace(page, notices=kept)
