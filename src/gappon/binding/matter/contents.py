"""The contents (目次)."""

from __future__ import annotations

from collections.abc import Iterator

from gappon.binding.labels import labels
from gappon.binding.materials import Materials
from gappon.publication import Book, Listing, Matter, NavigationList, Start


def make(book: Book, materials: Materials) -> Iterator[Matter]:
    """Yield the contents; in print they begin behind the title page, on the left."""
    title = labels(book.imprint.language)["contents"]
    yield Matter(
        key="contents",
        role="toc",
        title=title,
        content=NavigationList("contents.html.j2"),
        start=Start.VERSO,
        listed=(Listing.OUTLINE,),
        landmark=title,
    )
