"""The content documents of an EPUB: one for each item of the book."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape

from gappon.binding import templates
from gappon.exporters.epub import package, xhtml
from gappon.exporters.epub.pagelist import mark_pages
from gappon.exporters.epub.vertical import set_upright
from gappon.publication import (
    Book,
    Chapter,
    Item,
    Matter,
    NavigationList,
    Pagination,
    Part,
    Picture,
    Text,
)
from gappon.theme import Theme

COVER = "images/cover.png"
# DPUB-ARIA 1.1 roles of sections by their epub:type; other types have none.
ARIA_ROLES = {
    "afterword": "doc-afterword",
    "chapter": "doc-chapter",
    "colophon": "doc-colophon",
    "foreword": "doc-foreword",
    "index": "doc-index",
    "part": "doc-part",
    "preface": "doc-preface",
}


@dataclass(frozen=True)
class Setting:
    """What the documents of a book have in common.

    Attributes:
        book: the book.
        theme: how it looks.
        address: says where in the book a post and a fragment of it are.
        web: addresses of posts on the web, by key.
        pagination: page numbers of the PDF of the same volume.
        series: links to the posts before and after in a series, by key.
    """

    book: Book
    theme: Theme
    address: Callable[[str, str], str | None]
    web: Mapping[str, str]
    pagination: Pagination | None = None
    series: Mapping[str, str] = field(default_factory=dict)


def documents_of(item: Item, setting: Setting) -> Iterator[package.Document]:
    """Yield the documents of an item; the list of items is the navigation document's."""
    match item:
        case Chapter():
            yield _chapter(item, setting)
        case Part():
            if item.body:
                yield _matter(item.key, "part", item.title, item.body, setting)
            for chapter in item.chapters:
                yield _chapter(chapter, setting)
        case Matter(content=Text(page=None) as text):
            yield _matter(item.key, item.role, item.title, text.body, setting)
        case Matter(content=Text() as text):
            body = _converted(item.key, text.body, setting)
            yield _matter(item.key, item.role, item.title, body, setting)
        case Matter(content=Picture() as picture):
            yield _picture(item, picture, setting)
        case Matter(content=NavigationList()):
            pass


def _chapter(chapter: Chapter, setting: Setting) -> package.Document:
    html = templates.chapter_html(chapter, setting.theme, setting.book.imprint)
    content = _converted(chapter.key, html, setting)
    content = templates.settle_links(content, setting.address, setting.web)
    content += setting.series.get(chapter.key, "")
    section = f'<section aria-labelledby="{templates.TITLE_ID}">\n{content}\n</section>'
    post_language = chapter.post.language
    book_language = setting.book.imprint.language
    language = post_language if post_language and post_language.isascii() else book_language
    return package.Document(
        chapter.key,
        xhtml.file_of(chapter.key),
        chapter.title,
        xhtml.document(chapter.title, _typed(section, "chapter"), language),
        ("mathml",) if chapter.has_mathml else (),
    )


def _converted(key: str, html: str, setting: Setting) -> str:
    """Return text of posts and pages as reading systems want it."""
    content = xhtml.with_images(html)
    if setting.pagination is not None:
        content = mark_pages(content, setting.pagination.items[key])
    if setting.theme.vertical:
        content = set_upright(content, setting.theme.settings.writing)
    return content


def _matter(key: str, role: str, title: str, body: str, setting: Setting) -> package.Document:
    content = templates.settle_links(body, setting.address, setting.web)
    language = setting.book.imprint.language
    return package.Document(
        key, xhtml.file_of(key), title, xhtml.document(title, _typed(content, role), language)
    )


def _picture(matter: Matter, picture: Picture, setting: Setting) -> package.Document:
    content = (
        f'<section class="{matter.key}" aria-label="{escape(matter.title)}">'
        f'<img src="../{COVER}" alt="{escape(picture.alt)}" role="doc-{matter.role}"/>'
        "</section>"
    )
    return _matter(matter.key, matter.role, matter.title, content, setting)


def _typed(html: str, epub_type: str) -> str:
    """Give a template's outer section its type and role."""
    attributes = f' epub:type="{epub_type}"'
    if epub_type in ARIA_ROLES:
        attributes += f' role="{ARIA_ROLES[epub_type]}"'
    return html.replace("<section ", f"<section{attributes} ", 1)
