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
    Item,
    Matter,
    Pagination,
    Part,
    Picture,
    Text,
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
        volume = book.volume
        return (
            settings.epub.model_dump_json(),
            settings.all_readings,
            (volume.identifier, volume.title, volume.subtitle, volume.number, volume.title_kana),
            book.imprint,
            tuple(_state(item) for item in book.items),
            tuple((key, self.edition.web.get(key, "")) for c in book.converted for key in c.links),
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


def _state(item: Item) -> tuple[object, ...]:
    """Return all of an item that an EPUB shows; assets are named by the hash of what they hold."""
    match item:
        case Chapter():
            names = tuple(asset.name for asset in item.assets)
            return (item.post, item.body, item.hero and item.hero.name, names)
        case Part():
            chapters = tuple(map(_state, item.chapters))
            return (item.key, item.title, item.number, item.lead, item.body, chapters)
        case Matter(content=Text() | Picture() as content):
            return (item, content.body)
        case Matter():
            return (item,)
