"""A book as one document for plain WeasyPrint, which the linked file is compared with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gappon.binding import templates
from gappon.exporters.pdf.documents import (
    ContentsEntry,
    chapter_section,
    matter_section,
    page,
)
from gappon.exporters.pdf.styles import book_style, furniture_style
from gappon.publication import Book, Chapter, Imprint, Item, Matter, NavigationList, Part
from gappon.theme import Theme
from gappon.typesetter.fragment import Document


def whole_document(book: Book, theme: Theme, posts: Mapping[str, str]) -> Document:
    """Return the whole book as one document, cover to colophon."""
    address = templates.addresses(
        book, lambda key, anchor: f"#{key}--{anchor}" if anchor else f"#{key}"
    )
    entries = [ContentsEntry(c.title, 1, f"#{c.key}", "") for c in book.chapters]
    sections: list[str] = []
    assets: dict[str, bytes] = {}
    styles: list[str] = []
    for item in book.for_format("pdf").items:
        for html, images in _sections(item, theme, book.imprint, entries):
            sections.append(templates.settle_links(html, address, posts))
            assets.update(images)
        styles += item.style_sheets if isinstance(item, Matter) else ()
    css = book_style(theme, *styles) + furniture_style(theme, book.title, heads=True, folios=True)
    css += '\n.contents a::after { content: leader(". ") target-counter(attr(href), page); }'
    return Document(
        "whole", page("".join(sections), book.title, book.imprint.language), css, assets
    )


def _sections(
    item: Item, theme: Theme, imprint: Imprint, entries: list[ContentsEntry]
) -> Iterator[tuple[str, dict[str, bytes]]]:
    match item:
        case Chapter():
            yield chapter_section(item, theme, imprint)
        case Part():
            yield item.body, {}
            for chapter in item.chapters:
                yield chapter_section(chapter, theme, imprint)
        case Matter(content=NavigationList() as content):
            yield theme.render(content.template, entries=entries), {}
        case Matter():
            yield matter_section(item, theme)
