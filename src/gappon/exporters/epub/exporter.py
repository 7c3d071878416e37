"""EPUBs, as the driver asks for them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gappon.exporters.base import Artifacts, Edition, Job, Orders, Workshop
from gappon.publication import (
    Artifact,
    Book,
    Chapter,
    CoverImage,
    Pagination,
)


@dataclass(frozen=True)
class EpubExporter:
    """Writes EPUBs."""

    edition: Edition
    name = "epub"
    step = "epub"
    reads_text = True
    modules = ("gappon.exporters.epub.export",)
    shared_styles: tuple[str, ...] = ()

    @property
    def needs(self) -> tuple[type[Artifact], ...]:
        """The cover; the pages of the PDF, if these are to be carried."""
        paged = self.edition.settings.epub.page_list
        return (CoverImage, Pagination) if paged else (CoverImage,)

    def prepare(self, book: Book) -> Orders:
        """Return nothing: reading systems lay out the pages."""
        return Orders()

    def prepare_chapter(self, chapter: Chapter) -> None:
        """Return nothing, as for books."""

    def key(self, job: Job) -> tuple[object, ...]:
        """Return the values that an EPUB depends on."""
        book, settings = job.book.for_format(self.name), self.edition.settings
        return (
            book,
            settings.epub,
            settings.all_readings,
            self.edition.fonts,
            self.edition.addresses_for(book),
        )

    def write(
        self, job: Job, artifacts: Artifacts, workshop: Workshop, target: Path
    ) -> dict[str, int]:
        """Write an EPUB and return how many ``font_bytes`` it has."""
        from gappon.exporters.epub.export import export_epub  # not imported when nothing changed

        exported = export_epub(
            job.book, self.edition, artifacts.get(CoverImage), artifacts.get(Pagination)
        )
        target.write_bytes(exported.data)
        return {"font_bytes": exported.font_bytes}
