"""A chapter of an EPUB → a piece of a web page, in its theme's typography."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from urllib.parse import urlsplit

from lxml import etree

from gappon.shelf.epub import XHTML, EpubReader, Item, resolve

EPUB_ATTRIBUTES = "{http://www.idpf.org/2007/ops}"
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
LEFT_OUT = frozenset(
    {"script", "style", "link", "meta", "base", "iframe", "object", "embed", "form"}
)
PICTURE = "picture:"
OUTWARD = frozenset({"http", "https", "mailto", "tel"})
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/svg+xml", "image/webp"})


@dataclass(frozen=True)
class Sample:
    """A chapter for a web page.

    Attributes:
        html: its content, in which pictures have the addresses ``picture:NAME``.
        style_sheet: of its theme, as it is in the EPUB.
        pictures: bytes by file name; they stand beside the page.
        vertical: its lines run from top to bottom.
    """

    html: str
    style_sheet: str
    pictures: Mapping[str, bytes]
    vertical: bool

    def html_with(self, address: Callable[[str], str]) -> str:
        """Return the content with the addresses that its pictures have."""
        html = self.html
        for name in self.pictures:
            html = html.replace(f'src="{PICTURE}{name}"', f'src="{escape(address(name))}"')
        return html


def sample_of(reader: EpubReader, item: Item, articles: frozenset[str], volume: str) -> Sample:
    """Return a chapter for a web page.

    Args:
        reader: the EPUB.
        item: the chapter.
        articles: keys of the volume's articles, which its page has as fragments.
        volume: link to the volume's page.

    Raises:
        DamagedEpub: a part of it cannot be read.
    """
    document = reader.document(item)
    style_sheet = reader.style_sheets(item, document)
    body = document.find(f"{XHTML}body")
    pictures: dict[str, bytes] = {}
    if body is None:
        return Sample("", style_sheet, pictures, reader.vertical)

    def picture(href: str) -> str:
        return _take_picture(reader, resolve(item.path, href), pictures)

    def link(href: str) -> str:
        return _lead(href, item.path, articles, volume)

    _clean(body, picture, link)
    return Sample(_serialised(body), style_sheet, pictures, reader.vertical)


def _take_picture(reader: EpubReader, path: str, pictures: dict[str, bytes]) -> str:
    """Keep a picture of the book; return the name by which the page shows it, or nothing."""
    found = reader.item(path)
    if found is None or found.media_type not in PICTURES:
        return ""
    name = posixpath.basename(path)
    pictures[name] = reader.read(path)
    return name


def _lead(href: str, base: str, articles: frozenset[str], volume: str) -> str:
    """Return where a link leads on the web: out, within the page, or to the volume's contents."""
    parts = urlsplit(href)
    if parts.scheme:
        return href if parts.scheme.lower() in OUTWARD else ""
    if not parts.path:
        return href
    place = resolve(base, href)
    if place == base:
        return f"#{parts.fragment}"
    key = posixpath.splitext(posixpath.basename(place))[0]
    return f"{volume}#{key}" if key in articles else volume


def _clean(body: etree._Element, picture: Callable[[str], str], link: Callable[[str], str]) -> None:
    """Make HTML of XHTML: no namespaces, nothing that a content security policy forbids."""
    for element in list(body.iter()):
        if not isinstance(element.tag, str):
            _remove(element)
            continue
        name = etree.QName(element).localname
        if name in LEFT_OUT or element.get("role") == "doc-pagebreak":
            _remove(element)
            continue
        element.tag = name
        _clean_attributes(element)
        if name == "section":
            _flatten(element)
        if name == "img":
            source = picture(element.get("src", ""))
            if not source:
                _remove(element)
                continue
            element.set("src", PICTURE + source)
            element.set("loading", "lazy")
        elif element.get("href") is not None:
            target = link(element.get("href", ""))
            if target:
                element.set("href", target)
            else:
                del element.attrib["href"]


def _flatten(section: etree._Element) -> None:
    """Make a section a plain division: the page's outline is not that of a book."""
    section.tag = "div"
    if not section.get("role") and (section.get("aria-label") or section.get("aria-labelledby")):
        section.set("role", "group")


def _serialised(body: etree._Element) -> str:
    """Return the content of an element as HTML; moved, so that it leaves its namespaces behind."""
    content = etree.Element("div")
    content.text = body.text
    content.extend(list(body))
    etree.cleanup_namespaces(content)
    html = etree.tostring(content, encoding="unicode", method="html")
    return html.removeprefix("<div>").removesuffix("</div>")


def _clean_attributes(element: etree._Element) -> None:
    for name in list(element.attrib):
        plain = str(name)
        if plain == XML_LANG:
            element.set("lang", element.attrib[name])
        elif plain == XLINK_HREF:
            element.set("href", element.attrib[name])
        if plain.startswith(("{", "on")) or plain in ("style", "srcset", "ping", "formaction"):
            del element.attrib[name]


def _remove(element: etree._Element) -> None:
    """Take an element out, but not the text behind it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)
