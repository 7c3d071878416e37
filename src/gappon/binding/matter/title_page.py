"""The title page (本扉)."""

from __future__ import annotations

from collections.abc import Iterator

from gappon.binding.labels import labels
from gappon.binding.materials import Materials
from gappon.binding.templates import fill_in
from gappon.publication import Book, Matter, Start, Text


def make(book: Book, materials: Materials) -> Iterator[Matter]:
    """Yield the title page; it begins on the right."""
    yield Matter(
        key="title-page",
        role="titlepage",
        title=book.title,
        content=Text(fill_in("title-page.html.j2", book, materials.theme)),
        start=Start.RECTO,
        numbered=False,
        landmark=labels(book.imprint.language)["title-page"],
    )
