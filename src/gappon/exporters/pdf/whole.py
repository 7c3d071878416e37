"""A book as one document for plain WeasyPrint, which the linked file is compared with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gappon import trees
from gappon.binding.links import addresses_in, anchors_of, settle_links
from gappon.exporters.pdf.documents import (
    ContentsEntry,
    chapter_section,
    list_section,
    matter_section,
    page,
    part_section,
)
from gappon.exporters.pdf.styles import book_style, furniture_style
from gappon.markup import id_in_book
from gappon.publication import Book, Chapter, Imprint, Item, Matter, NavigationList, Part
from gappon.theme import Theme
from gappon.trees import Element
from gappon.typesetter.fragment import Document


def whole_document(book: Book, theme: Theme, posts: Mapping[str, str]) -> Document:
    """Return the whole book as one document, cover to colophon."""
    anchors = {c.key: anchors_of(trees.parse(c.body)) for c in book.converted}
    address = addresses_in(anchors, lambda key, anchor: f"#{id_in_book(key, anchor)}")
    entries = [ContentsEntry(c.title, 1, f"#{c.key}", "") for c in book.chapters]
    sections: list[str] = []
    assets: dict[str, bytes] = {}
    styles: list[str] = []
    for item in book.for_format("pdf").items:
        for root, images in _sections(item, theme, book.imprint, entries):
            settle_links(root, address, posts)
            sections.append(trees.serialise(root))
            assets.update(images)
        styles += item.style_sheets if isinstance(item, Matter) else ()
    css = book_style(theme, *styles) + furniture_style(theme, book.title, heads=True, folios=True)
    css += '\n.contents a::after { content: leader(". ") target-counter(attr(href), page); }'
    return Document(
        "whole", page("".join(sections), book.title, book.imprint.language), css, assets
    )


def _sections(
    item: Item, theme: Theme, imprint: Imprint, entries: list[ContentsEntry]
) -> Iterator[tuple[Element, dict[str, bytes]]]:
    match item:
        case Chapter():
            yield chapter_section(item, theme, imprint)
        case Part():
            if item.body:
                yield part_section(item), {}
            for chapter in item.chapters:
                yield chapter_section(chapter, theme, imprint)
        case Matter(content=NavigationList() as content):
            yield list_section(content, theme, entries), {}
        case Matter():
            yield matter_section(item, theme)
