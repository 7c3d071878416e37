"""Matter that is a page of the site, set like a chapter: what forewords and afterwords share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gappon.binding.materials import Materials
from gappon.binding.templates import fill_in
from gappon.markup import TITLE_ID
from gappon.publication import Book, Listing, Matter, Text


@dataclass(frozen=True)
class PageMatter:
    """Makes matter of a page that the configuration names (``pages``).

    Attributes:
        kind: its key there, and its role: a term of the EPUB Structural Semantics Vocabulary 1.1.
        template: of the theme; it is given ``page`` and its ``body``.
    """

    kind: str
    template: str

    def __call__(self, book: Book, materials: Materials) -> Iterator[Matter]:
        """Yield the matter, when there is a page for it."""
        page = materials.pages.get(self.kind)
        if page is None:
            return
        values = {"page": page, "body": page.body, "title_id": TITLE_ID}
        yield Matter(
            key=page.key,
            role=self.kind,
            title=page.title,
            content=Text(fill_in(self.template, book, materials.theme, **values), page),
            start=book.chapter_start,
            head=page.title,
            listed=(Listing.CONTENTS, Listing.NAVIGATION, Listing.OUTLINE),
            landmark=page.title,
        )
