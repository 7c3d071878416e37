"""The cover as an image, for whoever needs one."""

from __future__ import annotations

from dataclasses import dataclass

from gappon.exporters.base import Edition, Job, Orders, Workshop
from gappon.exporters.pdf.documents import matter_document
from gappon.publication import Book, CoverImage, Picture
from gappon.typesetter.fragment import Document


@dataclass(frozen=True)
class CoverPainter:
    """Draws the cover that the theme has for print."""

    edition: Edition
    makes = CoverImage
    format = ""

    def prepare(self, book: Book) -> Orders:
        """Return the cover, to be drawn."""
        return Orders(images=self._covers(book))

    def key(self, job: Job) -> tuple[object, ...] | None:
        """Return nothing besides the page that is ordered; None: the book has no cover."""
        return () if self._covers(job.book) else None

    def make(self, job: Job, workshop: Workshop) -> CoverImage:
        """Return the cover of a book that has one."""
        (document,) = self._covers(job.book)
        return CoverImage(workshop.image(document))

    def _covers(self, book: Book) -> tuple[Document, ...]:
        covers = (m for m in book.matter if isinstance(m.content, Picture) and m.role == "cover")
        return tuple(
            matter_document(cover, book, self.edition.theme, self.edition.geta) for cover in covers
        )
