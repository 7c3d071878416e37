"""The documents that are laid out: one for each chapter, part page and kind of matter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape

from gappon.binding import templates
from gappon.exporters.pdf.formulas import draw_formulas
from gappon.exporters.pdf.styles import book_style, head, mirrored
from gappon.publication import (
    Book,
    Chapter,
    Imprint,
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
    document = page(_linked(_with_geta(html, geta)), chapter.title, imprint.language)
    return _document(chapter.key, document, book_style(theme), theme, assets)


def matter_document(matter: Matter, book: Book, theme: Theme, geta: str = "") -> Document:
    """Return the document of matter that is no list.

    For each character in ``geta``, which no font has, 〓 is set.
    """
    html, assets = matter_section(matter, theme)
    document = page(_linked(_with_geta(html, geta)), matter.title, book.imprint.language)
    return _document(matter.key, document, _matter_style(matter, theme), theme, assets)


def list_document(
    matter: Matter, book: Book, theme: Theme, entries: Iterable[ContentsEntry]
) -> Document:
    """Return the document of a list of the book's items."""
    assert isinstance(matter.content, NavigationList), f"{matter.key} is no list"
    html = theme.render(matter.content.template, entries=list(entries))
    html = re.sub(r'href="#([^"]+)"', r'href="gappon:\1"', html)
    document = page(html, matter.title, book.imprint.language)
    return _document(matter.key, document, _matter_style(matter, theme), theme)


def part_document(part: Part, book: Book, theme: Theme) -> Document:
    """Return the title page of a part."""
    html = _ids_of_book(part.key, part.body).replace("<section ", f'<section id="{part.key}" ', 1)
    document = page(html, part.title, book.imprint.language)
    return _document(part.key, document, book_style(theme), theme)


def failure_document(chapter: Chapter, imprint: Imprint, theme: Theme, reason: str) -> Document:
    """Return a page that stands for a chapter that could not be laid out, and says so."""
    html = (
        f'<section class="chapter" id="{chapter.key}"><h1 class="chapter-title">'
        f'{escape(chapter.title)}</h1><p class="failed">'
        f"この記事は組めませんでした（{escape(reason)}）。"
        f"原稿: {escape(chapter.post.source)}</p></section>"
    )
    document = page(html, chapter.title, imprint.language)
    return _document(chapter.key, document, book_style(theme), theme)


def _matter_style(matter: Matter, theme: Theme) -> str:
    style = book_style(theme, *matter.style_sheets)
    return style + mirrored(theme) if matter.start is Start.VERSO else style


def _with_geta(html: str, geta: str) -> str:
    return html.translate(dict.fromkeys(map(ord, geta), "〓")) if geta else html


def page(content: str, title: str, language: str) -> str:
    """Return a whole XHTML document with a content."""
    return DOCUMENT.format(
        language=escape(language), title=escape(title), content=content.replace("&nbsp;", "\u00a0")
    )
