"""The PDF of a volume in stages: documents → fragments → page plan → file.

Chapters are laid out once for all volumes, as soon as they are converted, and a volume's own pages
along with them. Of its contents a draft is, which says how many pages they take; with page numbers
they are laid out while all others are joined.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gappon.errors import ExportError
from gappon.exporters.base import Artifacts, Edition, Job, Orders, Workshop
from gappon.exporters.pdf import impose, volume
from gappon.exporters.pdf.folios import MOST_DIGITS, Folios, read_folios
from gappon.exporters.pdf.furniture import (
    blocks_of_folios,
    folio_samples_document,
    folios_document,
    heads_document,
)
from gappon.exporters.pdf.styles import book_style
from gappon.publication import Artifact, Book, Chapter
from gappon.typesetter.fragment import Document, Fragment

NOT_LAID_OUT = "could not be laid out"
FAILURES = (
    "the PDF was not built, because {} chapter(s) could not be laid out; "
    "posts.failed: page builds it with pages that say so"
)


@dataclass(frozen=True)
class PdfExporter:
    """Writes PDFs."""

    edition: Edition
    name = volume.FORMAT
    needs: tuple[type[Artifact], ...] = ()
    step = "link"
    reads_text = False
    modules = ("gappon.exporters.pdf.link",)

    @property
    def shared_styles(self) -> tuple[str, ...]:
        """The style sheet of chapters."""
        return (book_style(self.edition.theme),)

    def prepare(self, book: Book) -> Orders:
        """Return the documents of a volume's own pages."""
        return Orders(volume.documents_of(book.for_format(self.name), self.edition))

    def prepare_chapter(self, chapter: Chapter) -> Document:
        """Return the document of a chapter."""
        return volume.document_of_chapter(chapter, self.edition)

    def key(self, job: Job) -> tuple[object, ...]:
        """Return the values that a PDF depends on.

        Raises:
            ExportError: a page could not be laid out, and nothing is to stand in its place.
        """
        book = job.book.for_format(self.name)
        self._require_all(job, book)
        return (
            book,
            self.edition.settings.pdf,
            self.edition.producer,
            self.edition.fonts,
            self.edition.addresses_for(book),
            job.failures,
            {key: fragment.stored_as for key, fragment in job.chapters.items()},
        )

    def write(
        self, job: Job, artifacts: Artifacts, workshop: Workshop, target: Path
    ) -> dict[str, int]:
        """Write a PDF and return how many ``pages`` it has."""
        from gappon.exporters.pdf.link import link  # not imported when nothing changed

        book = job.book.for_format(self.name)
        fragments = volume.fragments_of(job, book, self.edition, workshop)
        samples, folios = self._folios(book, workshop)
        pages = {key: fragment.pages for key, fragment in fragments.items()}
        while True:
            layout = impose.lay_out(impose.sections_of(book), pages)
            documents = volume.late_documents(book, self.edition, fragments, layout)
            late = {document.key: workshop.begin(document) for document in documents}
            drawn = folios if layout.total < 10**MOST_DIGITS else None
            around = self._furniture(book, layout, drawn, workshop) | samples
            plan = impose.link_plan(book, self.edition, layout, fragments, around, drawn)
            link(plan, self.edition.fonts, workshop, target, late)
            taken = {key: ordered.result().pages for key, ordered in late.items()}
            room = impose.room_for(taken, pages)
            if room == pages:
                return {"pages": len(plan.pages)}
            pages = room  # the contents have outgrown their draft: all is joined again

    def _require_all(self, job: Job, book: Book) -> None:
        """Do nothing when all of a volume was laid out, or pages are to stand for what was not.

        Raises:
            ExportError: something is missing.
        """
        texts = {text.key for text in book.converted}
        missing = [name for name in job.failures if name in texts]
        if missing and self.edition.settings.posts.failed == "stop":
            raise ExportError(FAILURES.format(len(missing)))
        for name, reason in job.failures.items():
            if name not in texts:
                raise ExportError(f"the PDF was not built: its {name} {NOT_LAID_OUT}: {reason}")

    def _folios(self, book: Book, workshop: Workshop) -> tuple[dict[str, Fragment], Folios | None]:
        """Return the fragment with samples of page numbers, and what draws all others from it."""
        document = folio_samples_document(self.edition.theme, book.imprint.language)
        fragments = workshop.fragments([document])
        sample = fragments[document.key]
        widths = {glyph: width for font in sample.fonts for glyph, width in font.widths.items()}
        return fragments, read_folios(workshop.pages_of(sample), widths, sample.pages)

    def _furniture(
        self, book: Book, layout: impose.Layout, folios: Folios | None, workshop: Workshop
    ) -> dict[str, Fragment]:
        """Return running heads, and page numbers that cannot be drawn from samples."""
        theme, language = self.edition.theme, book.imprint.language
        blocks = blocks_of_folios(layout.total) if folios is None else ()
        return workshop.fragments(
            (
                *(folios_document(theme, block, language) for block in blocks),
                heads_document(book, theme, impose.heads_of(book)),
            )
        )
