"""Finished books as their readers have them: EPUB through zip and XML, PDF through PDFium."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote

import pypdfium2
from lxml import etree

NAMESPACES = {
    "h": "http://www.w3.org/1999/xhtml",
    "epub": "http://www.idpf.org/2007/ops",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "m": "http://www.w3.org/1998/Math/MathML",
}
HYPHEN_OF_PDFIUM = "\x02"  # what it gives for a hyphen at the end of a line


def solid(text: str) -> str:
    """Return text without its white space; in Japanese it says where lines end, and little else."""
    return "".join(text.split())


@dataclass(frozen=True)
class Entry:
    """A line of a table of contents or of an outline; ``target`` is an address or a page number."""

    depth: int
    title: str
    target: str | int


@dataclass(frozen=True)
class Document:
    """An XHTML document of an EPUB."""

    name: str
    root: etree._Element

    @property
    def title(self) -> str:
        """The first heading, readings of ruby left out; else the document's title."""
        headings = self.find("//h:h1") or self.find("/h:html/h:head/h:title")
        return "".join(_base_text(headings[0])).strip()

    @property
    def text(self) -> str:
        """What stands in the body, readings and all, without white space."""
        (body,) = self.find("/h:html/h:body")
        return solid("".join(body.itertext()))

    @property
    def base_text(self) -> str:
        """What stands in the body, readings of ruby left out, without white space."""
        (body,) = self.find("/h:html/h:body")
        return solid("".join(_base_text(body)))

    @property
    def readings(self) -> list[str]:
        """The readings of ruby."""
        return self.texts("//h:rt")

    def find(self, xpath: str) -> list[etree._Element]:
        """Return elements: ``find("//h:p[@class='x']")``; see :data:`NAMESPACES`."""
        found = self.root.xpath(xpath, namespaces=NAMESPACES)
        assert isinstance(found, list)
        return found

    def texts(self, xpath: str) -> list[str]:
        """Return the text of each element that is found."""
        return ["".join(element.itertext()) for element in self.find(xpath)]


class Epub:
    """An EPUB, read without what wrote it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with zipfile.ZipFile(path) as archive:
            self.files = {name: archive.read(name) for name in archive.namelist()}
        container = etree.fromstring(self.files["META-INF/container.xml"])
        self._package_name = container.find(".//{*}rootfile").get("full-path")
        self.package = etree.fromstring(self.files[self._package_name])

    @cached_property
    def documents(self) -> list[Document]:
        """The documents in reading order."""
        items = {i.get("id"): i.get("href") for i in self.package.iter("{*}item")}
        return [self._read(items[i.get("idref")]) for i in self.package.iter("{*}itemref")]

    @property
    def chapters(self) -> list[Document]:
        """The documents that posts have become, in reading order."""
        return [d for d in self.documents if d.find("//h:section[@role='doc-chapter']")]

    def document(self, title: str) -> Document:
        """Return the document with a title."""
        (found,) = (document for document in self.documents if document.title == title)
        return found

    @property
    def text(self) -> str:
        """What stands in all documents in reading order, without white space."""
        return "".join(document.text for document in self.documents)

    def metadata(self, name: str) -> list[str]:
        """Return the values of a metadata element: ``metadata("dc:title")``."""
        return self.package.xpath(f"//opf:metadata/{name}/text()", namespaces=NAMESPACES)

    @cached_property
    def contents(self) -> list[Entry]:
        """The table of contents in the navigation document."""
        (name,) = (
            item.get("href")
            for item in self.package.iter("{*}item")
            if "nav" in item.get("properties", "").split()
        )
        nav = self._read(name)
        (top,) = nav.find("//h:nav[@epub:type='toc']/h:ol")
        return list(_entries(top, 1))

    def _read(self, href: str) -> Document:
        folder = posixpath.dirname(self._package_name)
        name = posixpath.normpath(posixpath.join(folder, unquote(href)))
        return Document(href, etree.fromstring(self.files[name]))


class Pdf:
    """A PDF, read by PDFium."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def pages(self) -> list[str]:
        """The text of each page, line by line; words divided at a line's end are put together."""
        with pypdfium2.PdfDocument(self.path) as document:
            found = [page.get_textpage().get_text_range() for page in document]
        return [text.replace("\r\n", "\n").replace(f"{HYPHEN_OF_PDFIUM}\n", "") for text in found]

    @property
    def text(self) -> str:
        """What stands on all pages, without white space."""
        return solid("".join(self.pages))

    def pages_with(self, text: str) -> list[int]:
        """Return the numbers of the pages on which a text stands, the cover being page 1."""
        wanted = solid(text)
        return [number for number, page in enumerate(self.pages, 1) if wanted in solid(page)]

    def chapters(self, titles: Iterable[str]) -> list[range]:
        """Return the numbers of each chapter's pages, as the outline has them, by titles in order."""
        entries = [entry for entry in self.outline if entry.depth == 1]
        starts, place = [], 0
        for title in titles:
            place = next(i for i in range(place, len(entries)) if entries[i].title == title) + 1
            starts.append(place - 1)
        ends = [entry.target for entry in entries[1:]] + [len(self.pages) + 1]
        return [range(int(entries[i].target), int(ends[i])) for i in starts]

    @cached_property
    def outline(self) -> list[Entry]:
        """The outline; targets are page numbers, the cover being page 1."""
        with pypdfium2.PdfDocument(self.path) as document:
            return [
                Entry(item.level + 1, item.get_title(), item.get_dest().get_index() + 1)
                for item in document.get_toc()
            ]


def _base_text(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and etree.QName(child).localname not in ("rt", "rp"):
            yield from _base_text(child)
        yield child.tail or ""


def _entries(items: etree._Element, depth: int) -> Iterator[Entry]:
    for item in items.findall("{*}li"):
        label = item.find("{*}a")
        label = item.find("{*}span") if label is None else label
        yield Entry(depth, "".join(label.itertext()), label.get("href", ""))
        for inner in item.findall("{*}ol"):
            yield from _entries(inner, depth + 1)
