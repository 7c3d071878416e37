"""The documents of what stands around the type area: running heads and folios."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from gappon.exporters.pdf.documents import page
from gappon.exporters.pdf.folios import ALL_DIGITS, SAMPLES
from gappon.exporters.pdf.styles import book_style, furniture_style, head
from gappon.publication import Book
from gappon.theme import Theme
from gappon.typesetter.fragment import Document

FOLIOS = 100  # pages in a block of folios; even, so that odd pages stay on the right


def heads_document(book: Book, theme: Theme, heads: Iterable[str]) -> Document:
    """Return two pages for each running head that hold nothing but it: recto, then verso."""
    style = furniture_style(theme, book.title, heads=True, folios=False)
    titles = (head(text, theme) for text in heads for _ in range(2))
    return _empty_pages("heads", theme, style, "chapter-title", titles, book.imprint.language)


def folios_document(theme: Theme, block: int, language: str) -> Document:
    """Return a block of pages that hold nothing but their numbers, ``block * FOLIOS + 1`` on."""
    first = block * FOLIOS + 1
    return _numbers_document(f"folios-{block}", range(first, first + FOLIOS), theme, language)


def blocks_of_folios(pages: int) -> range:
    """Return the blocks of folios that so many pages need."""
    return range((pages + FOLIOS - 1) // FOLIOS)


def folio_samples_document(theme: Theme, language: str) -> Document:
    """Return pages that hold nothing but certain numbers; see :mod:`folios`."""
    return _numbers_document("folio-samples", (*SAMPLES, ALL_DIGITS), theme, language)


def _numbers_document(key: str, numbers: Iterable[int], theme: Theme, language: str) -> Document:
    style = furniture_style(theme, "", heads=False, folios=True, folio="string(folio)")
    return _empty_pages(key, theme, style, "folio", map(str, numbers), language)


def _empty_pages(
    key: str, theme: Theme, style: str, name: str, texts: Iterable[str], language: str
) -> Document:
    """Return a page for each text, with nothing on it but furniture that shows ``string(name)``."""
    content = "".join(f'<div class="sheet" data-text="{escape(text)}"></div>' for text in texts)
    css = (
        f"{book_style(theme)}{style}\n.sheet {{ page: chapter; break-before: page; height: 1pt; "
        f"string-set: {name} attr(data-text); }}"
    )
    return Document(key, page(content, key, language), css, {}, furniture=True)
