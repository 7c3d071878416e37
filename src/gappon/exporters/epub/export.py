"""A book and a theme → the bytes of an EPUB."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape

from ebooklib import epub

from gappon.config import EpubSettings
from gappon.exporters import dress
from gappon.exporters.epub import metadata, navigation, package, xhtml
from gappon.publication import Book, Chapter
from gappon.theme import Theme

Address = Callable[[str, str], str | None]


def export_epub(
    book: Book,
    theme: Theme,
    settings: EpubSettings,
    posts: dict[str, str],
    cover_png: bytes,
    author_kana: str = "",
) -> bytes:
    """Return the EPUB of a book.

    Args:
        book: the volume with its chapters.
        theme: how it looks.
        settings: what it has besides the posts.
        posts: web addresses of all posts of the site by key, for links out of the volume.
        cover_png: the cover image.
        author_kana: reading of the publication's author.
    """
    language = book.imprint.language
    document = partial(xhtml.document, language=language)
    words = navigation.labels(language)
    target = package.new_book(book.volume.identifier, book.title, language)
    metadata.add_metadata(target, book, settings, author_kana)
    target.set_direction("rtl" if theme.vertical else "ltr")

    css = theme.style_sheet(
        "book.css",
        "epub.css",
        font=dress.families(theme, dress.EPUB_FONTS),
        line="1.75",
        vertical=theme.vertical,
    )
    target.add_item(package.stylesheet("style", "style.css", css))
    target.add_item(
        package.image("cover-image", "images/cover.png", "image/png", cover_png, cover=True)
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
    address = dress.addresses(
        book, lambda key, anchor: f"{key}.xhtml#{anchor}" if anchor else f"{key}.xhtml"
    )
    chapters = [_chapter(chapter, book, theme, address, posts) for chapter in book.chapters]
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
        navigation.Entry(words["colophon"], "text/colophon.xhtml"),
    )
    landmarks = [
        ("cover", "text/cover.xhtml", words["cover"]),
        ("titlepage", "text/title-page.xhtml", words["title-page"]),
        ("toc", "nav.xhtml#toc", words["contents"]),
    ]
    if book.chapters:
        landmarks.append(("bodymatter", file_of(book.chapters[0].key), words["body"]))
    nav = package.Document(
        "nav",
        "nav.xhtml",
        words["contents"],
        document(
            words["contents"], navigation.navigation_html(entries, landmarks, language), up=""
        ),
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
    for item in (cover, title_page, nav, *chapters, colophon):
        target.add_item(item)
    target.spine = [cover, title_page, nav, *chapters, colophon]
    return package.write_package(target, book.volume.newest)


def file_of(key: str) -> str:
    """Return the name of a chapter's document in the container."""
    return f"text/{key}.xhtml"


def _chapter(
    chapter: Chapter, book: Book, theme: Theme, address: Address, posts: dict[str, str]
) -> package.Document:
    content = dress.settle_links(
        xhtml.with_images(dress.chapter_html(chapter, theme, book.imprint)), address, posts
    )
    post_language = chapter.post.language
    language = post_language if post_language and post_language.isascii() else book.imprint.language
    section = (
        f'<section epub:type="chapter" role="doc-chapter" '
        f'aria-labelledby="{dress.TITLE_ID}">\n{content}\n</section>'
    )
    return package.Document(
        chapter.key,
        file_of(chapter.key),
        chapter.title,
        xhtml.document(chapter.title, section, language),
        ("mathml",) if chapter.has_mathml else (),
    )


def _contents(chapter: Chapter, depth: int) -> navigation.Entry:
    base = file_of(chapter.key)
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
