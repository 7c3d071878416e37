"""The documents of a volume, and the fragments made of them.

Chapters are the same in all volumes that have them; here is what a volume has of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gappon.exporters.base import Edition, Job, Workshop
from gappon.exporters.pdf import impose
from gappon.exporters.pdf.documents import (
    ContentsEntry,
    chapter_document,
    failure_document,
    list_document,
    matter_document,
    part_document,
)
from gappon.exporters.pdf.furniture import folio_samples_document, heads_document
from gappon.publication import Book, Chapter, Item, Matter, Part
from gappon.typesetter.fragment import Document, Fragment

FORMAT = "pdf"


def document_of_chapter(chapter: Chapter, edition: Edition) -> Document:
    """Return the document of a chapter."""
    document = chapter_document(chapter, edition.theme, edition.imprint, edition.geta)
    return _tagged(document, edition)


def documents_of(book: Book, edition: Edition) -> tuple[Document, ...]:
    """Return the documents of a volume's own pages; its lists are without page numbers.

    Lists that show headings are left out as long as chapters have no text.
    """
    depth = edition.settings.pdf.contents_depth
    drafts = draft_documents(book, edition) if book.has_text or depth == 1 else ()
    return (
        heads_document(book, edition.theme, impose.heads_of(book)),
        *early_documents(book, edition),
        folio_samples_document(edition.theme, book.imprint.language),
        *drafts,
    )


def early_documents(book: Book, edition: Edition) -> tuple[Document, ...]:
    """Return the documents that no page number stands in: matter and title pages of parts."""
    made = (_early_document(item, book, edition) for item in book.items)
    return tuple(_tagged(document, edition) for document in made if document is not None)


def draft_documents(book: Book, edition: Edition) -> tuple[Document, ...]:
    """Return the lists of a volume before pages are known: to see how many pages they take."""
    entries = impose.draft_entries(book, edition.settings.pdf.contents_depth)
    return _lists(book, edition, entries)


def late_documents(
    book: Book, edition: Edition, fragments: Mapping[str, Fragment], layout: impose.Layout
) -> tuple[Document, ...]:
    """Return the lists of a volume with page numbers."""
    depth = edition.settings.pdf.contents_depth
    return _lists(book, edition, impose.contents_entries(book, fragments, layout, depth))


def stand_ins(job: Job, edition: Edition) -> tuple[Document, ...]:
    """Return pages that stand for the chapters and pages that could not be laid out."""
    return tuple(
        _tagged(failure_document(text, edition.imprint, edition.theme, reason), edition)
        for text in job.book.converted
        if (reason := job.failures.get(text.key))
    )


def fragments_of(job: Job, book: Book, edition: Edition, workshop: Workshop) -> dict[str, Fragment]:
    """Return the fragments of a volume's sections by key, in order; drafts of its lists.

    Args:
        job: the volume.
        book: with the items of this format.
        edition: what all volumes have in common.
        workshop: lays out what is not laid out yet.
    """
    own = (*early_documents(book, edition), *draft_documents(book, edition))
    own = tuple(document for document in own if document.key not in job.failures)
    made = workshop.fragments((*own, *stand_ins(job, edition)))
    found = {**job.chapters, **made}
    return {section.key: found[section.key] for section in impose.sections_of(book)}


def _early_document(item: Item, book: Book, edition: Edition) -> Document | None:
    match item:
        case Matter(late=False):
            return matter_document(item, book, edition.theme, edition.geta)
        case Part() if item.body:
            return part_document(item, book, edition.theme)
        case _:
            return None


def _lists(book: Book, edition: Edition, entries: Iterable[ContentsEntry]) -> tuple[Document, ...]:
    lines = list(entries)
    return tuple(
        _tagged(list_document(matter, book, edition.theme, lines), edition)
        for matter in book.matter
        if matter.late
    )


def _tagged(document: Document, edition: Edition) -> Document:
    """Return a document, to be tagged if that is asked for."""
    return document.with_tags() if edition.settings.pdf.tags else document
