"""The content documents of an EPUB: one for each item of the book."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from gappon import trees
from gappon.binding import templates
from gappon.binding.links import Address, settle_links
from gappon.exporters.epub import package, xhtml
from gappon.exporters.epub.pagelist import mark_pages
from gappon.exporters.epub.reflow import HORIZONTAL, VERTICAL, Pass, reflow
from gappon.exporters.epub.vertical import set_upright
from gappon.markup import EPUB_NAMESPACE, EPUB_TYPE, TITLE_ID
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
from gappon.trees import Element

COVERS = {"image/png": "images/cover.png", "image/jpeg": "images/cover.jpg"}
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
        cover: the cover image in the container.
        series: links to the posts before and after in a series, by key.
    """

    book: Book
    theme: Theme
    address: Address
    web: Mapping[str, str]
    pagination: Pagination | None = None
    cover: str = ""
    series: Mapping[str, str] = field(default_factory=dict)

    @property
    def passes(self) -> Sequence[Pass]:
        """What makes texts fit any screen."""
        return VERTICAL if self.theme.vertical else HORIZONTAL


def documents_of(
    item: Item, bodies: Mapping[str, Element], setting: Setting
) -> Iterator[package.Document]:
    """Yield the documents of an item; the list of items is the navigation document's.

    Args:
        item: matter, part or chapter.
        bodies: text of chapters by key; it is moved to the documents.
        setting: what all documents have in common.
    """
    match item:
        case Chapter():
            yield _chapter(item, bodies[item.key], setting)
        case Part():
            if item.body:
                root = trees.parse(item.body)
                yield _matter(item.key, "part", item.title, root, setting)
            for chapter in item.chapters:
                yield _chapter(chapter, bodies[chapter.key], setting)
        case Matter(content=Text() as text):
            root = trees.parse(text.body)
            if text.page is not None:
                _adapt(root, item.key, setting)
            yield _matter(item.key, item.role, item.title, root, setting, text.page)
        case Matter(content=Picture() as picture):
            yield _picture(item, picture, setting)
        case Matter(content=NavigationList()):
            pass


def _chapter(chapter: Chapter, body: Element, setting: Setting) -> package.Document:
    root = templates.chapter_tree(chapter, setting.theme, setting.book.imprint, body)
    _adapt(root, chapter.key, setting)
    settle_links(root, setting.address, setting.web)
    series = trees.parse(setting.series.get(chapter.key, ""))
    section = etree.Element("section", _semantics("chapter") | {"aria-labelledby": TITLE_ID})
    section.text = "\n" + (root.text or "")
    section.extend([*root, *series])
    section[-1].tail = (section[-1].tail or "") + "\n"
    post_language = chapter.post.language
    book_language = setting.book.imprint.language
    language = post_language if post_language and post_language.isascii() else book_language
    holder = etree.Element("div", nsmap={"epub": EPUB_NAMESPACE})
    holder.append(section)
    reflow(holder, setting.passes)
    return package.Document(
        chapter.key,
        xhtml.file_of(chapter.key),
        chapter.title,
        xhtml.document(chapter.title, xhtml.content_of(holder), language),
        ("mathml",) if chapter.has_mathml else (),
    )


def _adapt(root: Element, key: str, setting: Setting) -> None:
    """Make converted text what reading systems want it to be."""
    xhtml.place_images(root)
    if setting.pagination is not None:
        mark_pages(root, setting.pagination.items[key])
    if setting.theme.vertical:
        set_upright(root, setting.theme.settings.writing)


def _matter(
    key: str,
    role: str,
    title: str,
    root: Element,
    setting: Setting,
    page: Chapter | None = None,
) -> package.Document:
    settle_links(root, setting.address, setting.web)
    reflow(root, setting.passes)
    section = root.find(".//section")
    if section is not None:
        trees.set_first(section, _semantics(role))
    return package.Document(
        key,
        xhtml.file_of(key),
        title,
        xhtml.document(title, xhtml.content_of(root), setting.book.imprint.language),
        ("mathml",) if page is not None and page.has_mathml else (),
    )


def _picture(matter: Matter, picture: Picture, setting: Setting) -> package.Document:
    attributes = {"class": matter.key, "aria-label": matter.title}
    holder = etree.Element("div", nsmap={"epub": EPUB_NAMESPACE})
    section = etree.SubElement(holder, "section", _semantics(matter.role) | attributes)
    role = f"doc-{matter.role}"
    etree.SubElement(
        section, "img", {"src": f"../{setting.cover}", "alt": picture.alt, "role": role}
    )
    language = setting.book.imprint.language
    content = xhtml.content_of(holder)
    document = xhtml.document(matter.title, content, language, kind=matter.key)
    return package.Document(matter.key, xhtml.file_of(matter.key), matter.title, document)


def _semantics(role: str) -> dict[str, str]:
    """Return the attributes that say what a section is."""
    return {EPUB_TYPE: role} | ({"role": ARIA_ROLES[role]} if role in ARIA_ROLES else {})
