"""The documents that are laid out: a chapter, the cover, contents, heads, folios; or all in one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from itertools import accumulate
from unicodedata import east_asian_width

from gappon.binding import templates as dress
from gappon.exporters.pdf.folios import ALL_DIGITS, SAMPLES
from gappon.exporters.pdf.formulas import draw_formulas
from gappon.publication import Book, Chapter, Imprint
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


def _sheet(
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
    body = dress.families(theme, dress.PDF_FONTS)["body"].split(",")[0].strip(' "')
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
        font=dress.families(theme, dress.PDF_FONTS),
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
        font=dress.families(theme, dress.PDF_FONTS),
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
    body, formulas = draw_formulas(chapter.body, theme.geometry.size)
    html = dress.chapter_html(chapter, theme, imprint, DOTTED.sub(_with_dots, body))
    html = ID.sub(lambda m: f'{m[1]}id="{chapter.key}--{m[2]}"', html)
    html = OWN_LINK.sub(lambda m: f'href="#{chapter.key}--{m[1]}"', html)
    assets = {asset.name: asset.data for asset in chapter.assets} | formulas
    language = chapter.post.language or imprint.language
    return (
        f'<section class="chapter" id="{chapter.key}" lang="{escape(language)}" '
        f'data-head="{escape(head(chapter.title, theme))}">{html}</section>',
        assets,
    )


def chapter_sheet(chapter: Chapter, theme: Theme, imprint: Imprint, geta: str = "") -> Document:
    """Return the document of one chapter; it does not depend on the volume.

    For each character in ``geta``, which no font has, 〓 is set.
    """
    html, assets = chapter_section(chapter, theme, imprint)
    if geta:
        html = html.translate(dict.fromkeys(map(ord, geta), "〓"))
    # WeasyPrint keeps only addresses that have a scheme and no spaces.
    html = dress.POST_LINK.sub(
        lambda m: f'href="gappon:{m[1]}{"--" + m[2][1:] if m[2] else ""}"', html
    )
    document = _document(html, chapter.title, imprint.language)
    return _sheet(chapter.key, document, book_style(theme), theme, assets)


def failure_sheet(chapter: Chapter, book: Book, theme: Theme, reason: str) -> Document:
    """Return a page that stands for a chapter that could not be laid out, and says so."""
    html = (
        f'<section class="chapter" id="{chapter.key}"><h1 class="chapter-title">'
        f'{escape(chapter.title)}</h1><p class="failed">'
        f"この記事は組めませんでした（{escape(reason)}）。"
        f"原稿: {escape(chapter.post.source)}</p></section>"
    )
    document = _document(html, chapter.title, book.imprint.language)
    return _sheet(chapter.key, document, book_style(theme), theme)


def cover_sheet(book: Book, theme: Theme) -> Document:
    """Return the cover."""
    html = dress.cover_html(book, theme)
    document = _document(html, book.title, book.imprint.language)
    return _sheet("cover", document, book_style(theme, "cover.css"), theme)


def title_sheet(book: Book, theme: Theme) -> Document:
    """Return the title page."""
    html = dress.title_page_html(book, theme)
    document = _document(html, book.title, book.imprint.language)
    return _sheet("title-page", document, book_style(theme), theme)


def colophon_sheet(book: Book, theme: Theme) -> Document:
    """Return the colophon; it begins where chapters may begin."""
    html = dress.colophon_html(book, theme)
    document = _document(html, book.title, book.imprint.language)
    return _sheet("colophon", document, book_style(theme), theme)


def contents_sheet(
    book: Book, theme: Theme, entries: Iterable[ContentsEntry], key: str = "contents"
) -> Document:
    """Return the contents pages; they begin behind the title page, on the left."""
    html = theme.render("contents.html.j2", entries=list(entries))
    html = re.sub(r'href="#([^"]+)"', r'href="gappon:\1"', html)
    css = book_style(theme) + _mirrored(theme)
    return _sheet(key, _document(html, "目次", book.imprint.language), css, theme)


def heads_sheet(book: Book, theme: Theme) -> Document:
    """Return two pages a chapter that hold nothing but its running heads: recto, then verso."""
    style = furniture_style(theme, book.title, heads=True, folios=False)
    titles = (head(chapter.title, theme) for chapter in book.chapters for _ in range(2))
    return _empty_pages("heads", theme, style, "chapter-title", titles, book.imprint.language)


def folios_sheet(theme: Theme, block: int, language: str) -> Document:
    """Return a block of pages that hold nothing but their numbers, ``block * FOLIOS + 1`` on."""
    first = block * FOLIOS + 1
    return _numbers_sheet(f"folios-{block}", range(first, first + FOLIOS), theme, language)


def folio_samples_sheet(theme: Theme, language: str) -> Document:
    """Return pages that hold nothing but certain numbers; see :mod:`folios`."""
    return _numbers_sheet("folio-samples", (*SAMPLES, ALL_DIGITS), theme, language)


def _numbers_sheet(key: str, numbers: Iterable[int], theme: Theme, language: str) -> Document:
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
    return Document(key, _document(content, key, language), css, {}, furniture=True)


def whole_sheet(book: Book, theme: Theme, posts: dict[str, str]) -> Document:
    """Return the book as one document for plain WeasyPrint, to compare and measure against."""
    address = dress.addresses(
        book, lambda key, anchor: f"#{key}--{anchor}" if anchor else f"#{key}"
    )
    parts, assets = [], {}
    for chapter in book.chapters:
        html, images = chapter_section(chapter, theme, book.imprint)
        parts.append(dress.settle_links(html, address, posts))
        assets.update(images)
    entries = [ContentsEntry(c.title, 1, f"#{c.key}", "") for c in book.chapters]
    contents = theme.render("contents.html.j2", entries=entries)
    html = "".join(
        (
            dress.cover_html(book, theme),
            dress.title_page_html(book, theme),
            contents,
            *parts,
            dress.colophon_html(book, theme),
        )
    )
    css = book_style(theme, "cover.css") + furniture_style(
        theme, book.title, heads=True, folios=True
    )
    css += '\n.contents a::after { content: leader(". ") target-counter(attr(href), page); }'
    return Document("whole", _document(html, book.title, book.imprint.language), css, assets)


def _document(content: str, title: str, language: str) -> str:
    return DOCUMENT.format(
        language=escape(language), title=escape(title), content=content.replace("&nbsp;", "\u00a0")
    )
