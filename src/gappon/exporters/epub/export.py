"""A book and a theme → the bytes of an EPUB."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from html import escape
from typing import NamedTuple

from ebooklib import epub

from gappon.binding import templates as dress
from gappon.config import EpubSettings
from gappon.exporters.epub import metadata, navigation, package, xhtml
from gappon.exporters.epub.fonts import EmbeddedFont, embedded_fonts
from gappon.exporters.epub.indexes import index_html
from gappon.exporters.epub.pagelist import Pagination, mark_pages, page_list
from gappon.exporters.epub.vertical import set_upright
from gappon.fonts import Font
from gappon.publication import Book, Chapter
from gappon.theme import Theme

Address = Callable[[str, str], str | None]


@dataclass(frozen=True)
class Extras:
    """What a book has besides its posts.

    Attributes:
        web: addresses of all posts of the site by key, for links out of the volume.
        cover: the cover image, a PNG.
        readings: kana by name, for sorting.
        pagination: page numbers of the PDF of the same volume.
        fonts: that may be embedded.
    """

    web: Mapping[str, str]
    cover: bytes
    readings: Mapping[str, str] = field(default_factory=dict)
    pagination: Pagination | None = None
    fonts: Sequence[Font] = ()


class Exported(NamedTuple):
    """An EPUB, and how much of it is fonts, in bytes."""

    data: bytes
    font_bytes: int


def export_epub(book: Book, theme: Theme, settings: EpubSettings, extras: Extras) -> Exported:
    """Return the EPUB of a book.

    Args:
        book: the volume with its chapters.
        theme: how it looks.
        settings: what it has besides the posts.
        extras: what the settings ask for.
    """
    language = book.imprint.language
    document = partial(xhtml.document, language=language)
    words = navigation.labels(language)
    target = package.new_book(book.volume.identifier, book.title, language)
    target.set_direction("rtl" if theme.vertical else "ltr")
    fonts = embedded_fonts(
        (chapter.body for chapter in book.chapters),
        extras.fonts,
        theme,
        settings.embed_fonts,
        settings.font_format,
    )
    for font in fonts:
        target.add_item(package.font(font.name, font.media_type, font.data))

    css = theme.style_sheet(
        "book.css",
        "epub.css",
        font=_families(theme, fonts),
        line="1.75",
        vertical=theme.vertical,
    )
    css = "".join(f"{font.rule}\n" for font in fonts) + css
    target.add_item(package.stylesheet("style", "style.css", css))
    target.add_item(
        package.image("cover-image", "images/cover.png", "image/png", extras.cover, cover=True)
    )
    alt = f"{book.title}　表紙" if language.startswith("ja") else f"Cover of {book.title}"
    cover = package.Document(
        "cover",
        "text/cover.xhtml",
        words["cover"],
        document(
            words["cover"],
            f'<section epub:type="cover" class="cover" aria-label="{words["cover"]}">'
            f'<img src="../images/cover.png" alt="{escape(alt)}" role="doc-cover"/>'
            "</section>",
        ),
    )
    title_page = package.Document(
        "title-page",
        "text/title-page.xhtml",
        book.title,
        document(book.title, _typed(dress.title_page_html(book, theme), "titlepage")),
    )
    address = dress.addresses(book, xhtml.beside)
    series = navigation.series_links(book) if settings.series_links else {}
    chapters = [
        _chapter(chapter, book, theme, address, extras, series.get(chapter.key, ""))
        for chapter in book.chapters
    ]
    indexes = [
        package.Document(
            f"index-{kind}",
            xhtml.file_of(f"index-{kind}"),
            words[f"index-{kind}"],
            document(words[f"index-{kind}"], html),
        )
        for kind in settings.indexes
        if (html := index_html(kind, book, extras.readings))
    ]
    metadata.add_metadata(
        target, book, settings, extras.readings, extras.pagination, has_index=bool(indexes)
    )
    colophon = package.Document(
        "colophon",
        "text/colophon.xhtml",
        words["colophon"],
        document(
            words["colophon"], _typed(dress.colophon_html(book, theme), "colophon", "doc-colophon")
        ),
    )

    entries = (
        *(_contents(chapter, settings.contents_depth) for chapter in book.chapters),
        *(navigation.Entry(index.title, index.file_name) for index in indexes),
        navigation.Entry(words["colophon"], "text/colophon.xhtml"),
    )
    landmarks = [
        ("cover", "text/cover.xhtml", words["cover"]),
        ("titlepage", "text/title-page.xhtml", words["title-page"]),
        ("toc", "nav.xhtml#toc", words["contents"]),
    ]
    if book.chapters:
        landmarks.append(("bodymatter", xhtml.file_of(book.chapters[0].key), words["body"]))
    if indexes:
        landmarks.append(("index", indexes[0].file_name, words["index"]))
    listing = navigation.navigation_html(entries, landmarks, language)
    if extras.pagination is not None:
        listing += "\n" + page_list(_places(book, extras.pagination), words["pages"])
    nav = package.Document(
        "nav",
        "nav.xhtml",
        words["contents"],
        document(words["contents"], listing, up=""),
        ("nav",),
    )
    target.toc = navigation.ncx_tree(entries)
    target.add_item(epub.EpubNcx())
    for asset in book.assets.values():
        target.add_item(
            package.image(
                asset.name.split(".")[0], f"images/{asset.name}", asset.media_type, asset.data
            )
        )
    spine = [cover, title_page, nav, *chapters, *indexes, colophon]
    for item in spine:
        target.add_item(item)
    target.spine = spine
    data = package.write_package(target, book.volume.newest)
    return Exported(data, sum(len(font.data) for font in fonts))


def _families(theme: Theme, fonts: Iterable[EmbeddedFont]) -> dict[str, str]:
    """Return the font families by use, embedded ones first."""
    families = dress.families(theme, dress.EPUB_FONTS)
    for font in fonts:
        name = f'"{font.family}"'
        for use in families if font.use == "gaiji" else (font.use,):
            if not families[use].startswith(name):
                families[use] = f"{name}, {families[use]}"
    return families


def _places(book: Book, pagination: Pagination) -> list[tuple[int, str]]:
    return [
        (number, xhtml.file_of(chapter.key))
        for chapter in book.chapters
        for number in pagination.chapters[chapter.key].numbers
    ]


def _chapter(
    chapter: Chapter, book: Book, theme: Theme, address: Address, extras: Extras, series: str
) -> package.Document:
    content = xhtml.with_images(dress.chapter_html(chapter, theme, book.imprint))
    if extras.pagination is not None:
        content = mark_pages(content, extras.pagination.chapters[chapter.key])
    if theme.vertical:
        content = set_upright(content, theme.settings.writing)
    content = dress.settle_links(content, address, extras.web) + series
    post_language = chapter.post.language
    language = post_language if post_language and post_language.isascii() else book.imprint.language
    section = (
        f'<section epub:type="chapter" role="doc-chapter" '
        f'aria-labelledby="{dress.TITLE_ID}">\n{content}\n</section>'
    )
    return package.Document(
        chapter.key,
        xhtml.file_of(chapter.key),
        chapter.title,
        xhtml.document(chapter.title, section, language),
        ("mathml",) if chapter.has_mathml else (),
    )


def _contents(chapter: Chapter, depth: int) -> navigation.Entry:
    base = xhtml.file_of(chapter.key)
    children = navigation.nest(
        (heading.level, heading.text, f"{base}#{heading.anchor}")
        for heading in chapter.headings
        if 2 <= heading.level <= depth
    )
    return navigation.Entry(chapter.title, base, children)


def _typed(html: str, epub_type: str, role: str = "") -> str:
    """Give a template's outer section its type and role."""
    attributes = f' epub:type="{epub_type}"' + (f' role="{role}"' if role else "")
    return html.replace("<section ", f"<section{attributes} ", 1)
