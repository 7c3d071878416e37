"""The pages of a volume's PDF, for other formats to refer to."""

from __future__ import annotations

from dataclasses import dataclass

from gappon.exporters.base import Edition, Job, Orders, Workshop
from gappon.exporters.pdf import impose, volume
from gappon.publication import Book, ItemPages, Pagination, Text


@dataclass(frozen=True)
class Paginator:
    """Says on which pages of its PDF a volume's text stands."""

    edition: Edition
    makes = Pagination
    format = volume.FORMAT

    def prepare(self, book: Book) -> Orders:
        """Return nothing: the PDF has ordered all."""
        return Orders()

    def key(self, job: Job) -> tuple[object, ...] | None:
        """Return nothing besides what the PDF is made of; None: text is missing in that."""
        return None if job.failures else ()

    def make(self, job: Job, workshop: Workshop) -> Pagination:
        """Return the pages of chapters, and of matter made from pages of the site."""
        book = job.book.for_format(self.format)
        fragments = volume.fragments_of(job, book, self.edition, workshop)
        pages = {key: fragment.pages for key, fragment in fragments.items()}
        while True:
            layout = impose.lay_out(impose.sections_of(book), pages)
            late = volume.late_documents(book, self.edition, fragments, layout)
            taken = {key: made.pages for key, made in workshop.fragments(late).items()}
            room = impose.room_for(taken, pages)
            if room == pages:
                break
            pages = room
        return Pagination(
            f"{book.title}（PDF版 {book.volume.file_name}.pdf）",
            {
                key: ItemPages(layout.starts[key] + 1, fragments[key].characters)
                for key in _with_text(book)
            },
        )


def _with_text(book: Book) -> list[str]:
    """Return the keys of chapters, and of matter made from pages of the site."""
    pages = (m.key for m in book.matter if isinstance(m.content, Text) and m.content.page)
    return [*(chapter.key for chapter in book.chapters), *pages]
