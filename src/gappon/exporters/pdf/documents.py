"""The documents that are laid out: a chapter, the cover, contents, heads, folios; or all in one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from itertools import accumulate
from unicodedata import east_asian_width

from gappon.binding import templates
from gappon.exporters.pdf.folios import ALL_DIGITS, SAMPLES
from gappon.exporters.pdf.formulas import draw_formulas
from gappon.publication import (
    Book,
    Chapter,
    Imprint,
    Item,
    Listing,
    Matter,
    NavigationList,
    Part,
    Start,
    Text,
)
from gappon.theme import Theme
from gappon.typesetter.fragment import Document, Grid, Latin

ID = re.compile(r'(<[^<>]*?\s)id="([^"]+)"')
DOTTED = re.compile(r'<em class="dots">([^<>&]*)</em>')
OWN_LINK = re.compile(r'href="#([^"]+)"')
DOCUMENT = (
    '<html lang="{language}"><head><title>{title}</title></head><body>{content}</body></html>'
)
PX = 0.75  # points
HEAD_SIZE = 7  # points
FOLIOS = 100  # pages in a block of folios; even, so that odd pages stay on the right


@dataclass(frozen=True)
class ContentsEntry:
    """A line of the contents pages."""

    title: str
    level: int
    href: str
    page: str


def _document(
    key: str, html: str, css: str, theme: Theme, assets: Mapping[str, bytes] | None = None
) -> Document:
    grid = Grid(theme.geometry.top / PX, theme.geometry.pitch / PX)
    return Document(
        key,
        html,
        css,
        assets or {},
        theme.settings.composition.style(),
        grid if theme.settings.kihon_hanmen.line_grid else None,
        _latin(theme),
    )


def _latin(theme: Theme) -> Latin | None:
    settings = theme.settings.latin
    if settings is None:
        return None
    body = templates.families(theme, templates.PDF_FONTS)["body"].split(",")[0].strip(' "')
    return Latin(settings.family, body, settings.scale, settings.shift)


def _with_dots(match: re.Match[str]) -> str:
    """Return emphasis dots as a reading of each character (JLREQ 3.3.9: dots when horizontal)."""
    dotted = (f"<ruby>{char}<rt>・</rt></ruby>" if char.isalnum() else char for char in match[1])
    return f'<em class="dots">{"".join(dotted)}</em>'


def css_string(text: str) -> str:
    """Return text as a CSS string."""
    escaped = re.sub(r'["\\\n<>]', lambda m: f"\\{ord(m[0]):x} ", text)
    return f'"{escaped}"'


def book_style(theme: Theme, *more: str) -> str:
    """Return the style sheet of a theme for paper, without furniture.

    ``more`` names style sheets that not all pages have, so that a change of them lays out only
    those that do.
    """
    start = "recto" if theme.settings.chapter_start == "recto" else "page"
    return theme.style_sheet(
        "book.css",
        "pdf.css",
        *more,
        font=templates.families(theme, templates.PDF_FONTS),
        line=f"{theme.geometry.pitch}pt",
        vertical=False,
        chapter_start=start,
    )


def _mirrored(theme: Theme) -> str:
    """Return page rules for a document that begins on a left page, though it counts from 1."""
    page = theme.geometry
    return (
        f"\n@page :right {{ margin-left: {page.outer}pt; margin-right: {page.inner}pt; }}"
        f"\n@page :left {{ margin-left: {page.inner}pt; margin-right: {page.outer}pt; }}"
    )


def furniture_style(
    theme: Theme, volume_title: str, *, heads: bool, folios: bool, folio: str = "counter(page)"
) -> str:
    """Return the page rules for running heads and folios; ``folio`` is the number's content."""
    texts = {
        "volume": css_string(head(volume_title, theme)),
        "chapter": "string(chapter-title)",
        "none": '""',
    }
    return theme.style_sheet(
        "furniture.css",
        font=templates.families(theme, templates.PDF_FONTS),
        texts=texts,
        heads=heads,
        folios=folios,
        folio=folio,
        size=HEAD_SIZE,
    )


def head(title: str, theme: Theme) -> str:
    """Return a title as a running head; one that is too long for the type area is cut."""
    page = theme.geometry
    # A folio may stand on the same line.
    room = (page.width - page.inner - page.outer) / HEAD_SIZE - 4
    widths = [1.0 if east_asian_width(char) in "WFA" else 0.6 for char in title]
    if sum(widths) <= room:
        return title
    fitting = sum(reached <= room - 1 for reached in accumulate(widths))
    return title[:fitting].rstrip() + "…"


def chapter_section(
    chapter: Chapter, theme: Theme, imprint: Imprint
) -> tuple[str, dict[str, bytes]]:
    """Return a chapter's section, its ids made the book's, and its images.

    Links to posts are still ``post:KEY#fragment``.
    """
    body, formulas = _for_print(chapter.body, theme)
    html = templates.chapter_html(chapter, theme, imprint, body)
    assets = {asset.name: asset.data for asset in chapter.assets} | formulas
    language = chapter.post.language or imprint.language
    return (
        f'<section class="chapter" id="{chapter.key}" lang="{escape(language)}" '
        f'data-head="{escape(head(chapter.title, theme))}">{_ids_of_book(chapter.key, html)}'
        "</section>",
        assets,
    )


def matter_section(matter: Matter, theme: Theme) -> tuple[str, dict[str, bytes]]:
    """Return the section of matter that is no list, as :func:`chapter_section` does."""
    content = matter.content
    assert not isinstance(content, NavigationList), f"{matter.key} has no content of its own"
    body, assets = content.body, {}
    if isinstance(content, Text) and content.page is not None:
        body, formulas = _for_print(body, theme)
        assets = {asset.name: asset.data for asset in content.page.assets} | formulas
    html = _ids_of_book(matter.key, body)
    if Listing.CONTENTS in matter.listed:
        attributes = f'id="{matter.key}" data-head="{escape(head(matter.head, theme))}"'
        html = html.replace("<section ", f"<section {attributes} ", 1)
    return html, assets


def _for_print(html: str, theme: Theme) -> tuple[str, dict[str, bytes]]:
    """Return converted text with its formulas and emphasis dots drawn, and the images of these."""
    html, formulas = draw_formulas(html, theme.geometry.size)
    return DOTTED.sub(_with_dots, html), formulas


def _ids_of_book(key: str, html: str) -> str:
    """Return an item's text with ids that are the item's in the whole book."""
    html = ID.sub(lambda m: f'{m[1]}id="{key}--{m[2]}"', html)
    return OWN_LINK.sub(lambda m: f'href="#{key}--{m[1]}"', html)


def _linked(html: str) -> str:
    """Return text with links to posts in the form that the linker resolves.

    WeasyPrint keeps only addresses that have a scheme and no spaces.
    """
    return templates.POST_LINK.sub(
        lambda m: f'href="gappon:{m[1]}{"--" + m[2][1:] if m[2] else ""}"', html
    )


def chapter_document(chapter: Chapter, theme: Theme, imprint: Imprint, geta: str = "") -> Document:
    """Return the document of one chapter; it does not depend on the volume.

    For each character in ``geta``, which no font has, 〓 is set.
    """
    html, assets = chapter_section(chapter, theme, imprint)
    document = _page(_linked(_with_geta(html, geta)), chapter.title, imprint.language)
    return _document(chapter.key, document, book_style(theme), theme, assets)


def matter_document(matter: Matter, book: Book, theme: Theme, geta: str = "") -> Document:
    """Return the document of matter that is no list.

    For each character in ``geta``, which no font has, 〓 is set.
    """
    html, assets = matter_section(matter, theme)
    document = _page(_linked(_with_geta(html, geta)), matter.title, book.imprint.language)
    return _document(matter.key, document, _matter_style(matter, theme), theme, assets)


def list_document(
    matter: Matter, book: Book, theme: Theme, entries: Iterable[ContentsEntry]
) -> Document:
    """Return the document of a list of the book's items."""
    assert isinstance(matter.content, NavigationList), f"{matter.key} is no list"
    html = theme.render(matter.content.template, entries=list(entries))
    html = re.sub(r'href="#([^"]+)"', r'href="gappon:\1"', html)
    document = _page(html, matter.title, book.imprint.language)
    return _document(matter.key, document, _matter_style(matter, theme), theme)


def part_document(part: Part, book: Book, theme: Theme) -> Document:
    """Return the title page of a part."""
    html = _ids_of_book(part.key, part.body).replace("<section ", f'<section id="{part.key}" ', 1)
    document = _page(html, part.title, book.imprint.language)
    return _document(part.key, document, book_style(theme), theme)


def failure_document(chapter: Chapter, imprint: Imprint, theme: Theme, reason: str) -> Document:
    """Return a page that stands for a chapter that could not be laid out, and says so."""
    html = (
        f'<section class="chapter" id="{chapter.key}"><h1 class="chapter-title">'
        f'{escape(chapter.title)}</h1><p class="failed">'
        f"この記事は組めませんでした（{escape(reason)}）。"
        f"原稿: {escape(chapter.post.source)}</p></section>"
    )
    document = _page(html, chapter.title, imprint.language)
    return _document(chapter.key, document, book_style(theme), theme)


def _matter_style(matter: Matter, theme: Theme) -> str:
    style = book_style(theme, *matter.style_sheets)
    return style + _mirrored(theme) if matter.start is Start.VERSO else style


def _with_geta(html: str, geta: str) -> str:
    return html.translate(dict.fromkeys(map(ord, geta), "〓")) if geta else html


def heads_document(book: Book, theme: Theme, heads: Iterable[str]) -> Document:
    """Return two pages for each running head that hold nothing but it: recto, then verso."""
    style = furniture_style(theme, book.title, heads=True, folios=False)
    titles = (head(text, theme) for text in heads for _ in range(2))
    return _empty_pages("heads", theme, style, "chapter-title", titles, book.imprint.language)


def folios_document(theme: Theme, block: int, language: str) -> Document:
    """Return a block of pages that hold nothing but their numbers, ``block * FOLIOS + 1`` on."""
    first = block * FOLIOS + 1
    return _numbers_document(f"folios-{block}", range(first, first + FOLIOS), theme, language)


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
    return Document(key, _page(content, key, language), css, {}, furniture=True)


def whole_document(book: Book, theme: Theme, posts: Mapping[str, str]) -> Document:
    """Return the book as one document for plain WeasyPrint, to compare and measure against."""
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
        "whole", _page("".join(sections), book.title, book.imprint.language), css, assets
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


def _page(content: str, title: str, language: str) -> str:
    return DOCUMENT.format(
        language=escape(language), title=escape(title), content=content.replace("&nbsp;", "\u00a0")
    )
