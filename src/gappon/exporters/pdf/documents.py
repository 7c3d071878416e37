"""The documents that are laid out: one for each chapter, part page and kind of matter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape

from lxml import etree

from gappon import trees
from gappon.binding import templates
from gappon.binding.links import leave_own_links_to_linker, leave_to_linker, make_ids_of_book
from gappon.exporters.pdf.dots import draw_dots
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
from gappon.trees import Element
from gappon.typesetter.fragment import Document, Grid, Latin

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


def chapter_section(
    chapter: Chapter, theme: Theme, imprint: Imprint
) -> tuple[Element, dict[str, bytes]]:
    """Return what holds a chapter's section, its ids made the book's; and its images.

    Links to posts are as in chapters.
    """
    body = trees.parse(chapter.body)
    assets = {asset.name: asset.data for asset in chapter.assets} | _draw(body, theme)
    root = templates.chapter_tree(chapter, theme, imprint, body)
    make_ids_of_book(root, chapter.key)
    section = etree.Element(
        "section",
        {
            "class": "chapter",
            "id": chapter.key,
            "lang": chapter.post.language or imprint.language,
            "data-head": head(chapter.title, theme),
        },
    )
    section.text, root.text = root.text, None
    section.extend(root)
    root.append(section)
    return root, assets


def matter_section(matter: Matter, theme: Theme) -> tuple[Element, dict[str, bytes]]:
    """Return the section of matter that is no list, as :func:`chapter_section` does."""
    content = matter.content
    assert not isinstance(content, NavigationList), f"{matter.key} has no content of its own"
    root, assets = trees.parse(content.body), {}
    if isinstance(content, Text) and content.page is not None:
        drawn = _draw(root, theme)
        assets = {asset.name: asset.data for asset in content.page.assets} | drawn
    make_ids_of_book(root, matter.key)
    section = root.find(".//section")
    if Listing.CONTENTS in matter.listed and section is not None:
        section.set("id", matter.key)
        section.set("data-head", head(matter.head, theme))
    return root, assets


def part_section(part: Part) -> Element:
    """Return the section of a part's title page, as :func:`chapter_section` does."""
    root = trees.parse(part.body)
    make_ids_of_book(root, part.key)
    section = root.find(".//section")
    if section is not None:
        section.set("id", part.key)
    return root


def _draw(root: Element, theme: Theme) -> dict[str, bytes]:
    """Draw what reading systems draw themselves, formulas and dots; return new images."""
    draw_dots(root)
    return draw_formulas(root, theme.geometry.size)


def chapter_document(chapter: Chapter, theme: Theme, imprint: Imprint, geta: str = "") -> Document:
    """Return the document of one chapter; it does not depend on the volume.

    For each character in ``geta``, which no font has, 〓 is set.
    """
    root, assets = chapter_section(chapter, theme, imprint)
    leave_to_linker(root)
    document = page(_with_geta(trees.serialise(root), geta), chapter.title, imprint.language)
    return _document(chapter.key, document, book_style(theme), theme, assets)


def matter_document(matter: Matter, book: Book, theme: Theme, geta: str = "") -> Document:
    """Return the document of matter that is no list.

    For each character in ``geta``, which no font has, 〓 is set.
    """
    root, assets = matter_section(matter, theme)
    leave_to_linker(root)
    language = book.imprint.language
    document = page(_with_geta(trees.serialise(root), geta), matter.title, language)
    return _document(matter.key, document, _matter_style(matter, theme), theme, assets)


def list_document(
    matter: Matter, book: Book, theme: Theme, entries: Iterable[ContentsEntry]
) -> Document:
    """Return the document of a list of the book's items."""
    assert isinstance(matter.content, NavigationList), f"{matter.key} is no list"
    root = list_section(matter.content, theme, entries)
    leave_own_links_to_linker(root)
    document = page(trees.serialise(root), matter.title, book.imprint.language)
    return _document(matter.key, document, _matter_style(matter, theme), theme)


def list_section(
    content: NavigationList, theme: Theme, entries: Iterable[ContentsEntry]
) -> Element:
    """Return the section of a list; its links lead to the ids of items."""
    html = theme.render(content.template, entries=list(entries))
    return templates.parse_page(html, theme, content.template)


def part_document(part: Part, book: Book, theme: Theme) -> Document:
    """Return the title page of a part."""
    document = page(trees.serialise(part_section(part)), part.title, book.imprint.language)
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
    return DOCUMENT.format(language=escape(language), title=escape(title), content=content)
