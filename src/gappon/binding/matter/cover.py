"""The cover (表紙)."""

from __future__ import annotations

from collections.abc import Iterator

from gappon.binding.labels import labels
from gappon.binding.materials import Materials
from gappon.binding.templates import fill_in
from gappon.publication import Book, Matter, Picture, Start


def make(book: Book, materials: Materials) -> Iterator[Matter]:
    """Yield the cover."""
    words = labels(book.imprint.language)
    yield Matter(
        key="cover",
        role="cover",
        title=words["cover"],
        content=Picture(
            fill_in("cover.html.j2", book, materials.theme),
            words["cover-of"].format(title=book.title),
        ),
        start=Start.RECTO,
        numbered=False,
        page_label=words["cover"],
        landmark=words["cover"],
        style_sheets=("cover.css",),
    )
