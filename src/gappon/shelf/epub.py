"""Reads what the shelf shows of an EPUB: its cover and a chapter with style sheet and pictures."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

OPF = "{http://www.idpf.org/2007/opf}"
CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
XHTML = "{http://www.w3.org/1999/xhtml}"
LARGEST_ENTRY = 64 * 2**20
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, KeyError)


class DamagedEpub(ValueError):
    """A file is no EPUB that can be read; the text says why."""


@dataclass(frozen=True)
class Item:
    """An entry of the manifest: its place in the container and its media type."""

    path: str
    media_type: str


class EpubReader:
    """An EPUB that is open for reading."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        root = _parse(self.read("META-INF/container.xml"))
        rootfile = root.find(f".//{CONTAINER}rootfile")
        if rootfile is None or not rootfile.get("full-path"):
            raise DamagedEpub("its container names no package")
        self.package = str(rootfile.get("full-path"))
        self._opf = _parse(self.read(self.package))
        self._items = dict(self._manifest())

    def _manifest(self) -> Iterator[tuple[str, Item]]:
        for item in self._opf.iter(f"{OPF}item"):
            path = resolve(self.package, item.get("href", ""))
            yield path, Item(path, item.get("media-type", ""))

    def read(self, path: str) -> bytes:
        """Return an entry's bytes.

        Raises:
            DamagedEpub: it is missing, broken, or too large.
        """
        try:
            info = self._archive.getinfo(path)
            if info.file_size > LARGEST_ENTRY:
                raise DamagedEpub(f"{path} is larger than {LARGEST_ENTRY >> 20} MB")
            return self._archive.read(info)
        except BROKEN as error:
            raise DamagedEpub(f"{path} cannot be read") from error

    def item(self, path: str) -> Item | None:
        """Return the manifest's entry for a place in the container."""
        return self._items.get(path)

    @property
    def cover(self) -> Item | None:
        """The cover image (EPUB 3.3 §5.6.3.1)."""
        for item in self._opf.iter(f"{OPF}item"):
            if "cover-image" in item.get("properties", "").split():
                return self.item(resolve(self.package, item.get("href", "")))
        return None

    @property
    def vertical(self) -> bool:
        """Pages are turned from right to left."""
        spine = self._opf.find(f"{OPF}spine")
        return spine is not None and spine.get("page-progression-direction") == "rtl"

    def chapter(self, keys: Iterable[str]) -> Item | None:
        """Return the document of the first of some chapters that is there."""
        by_name = {
            posixpath.splitext(posixpath.basename(path))[0]: item
            for path, item in self._items.items()
            if item.media_type == "application/xhtml+xml"
        }
        return next((by_name[key] for key in keys if key in by_name), None)

    def document(self, item: Item) -> etree._Element:
        """Return a content document's root.

        Raises:
            DamagedEpub: it is not well-formed.
        """
        return _parse(self.read(item.path))

    def style_sheets(self, item: Item, document: etree._Element) -> str:
        """Return the style sheets of a content document, in order."""
        paths = [
            resolve(item.path, link.get("href", ""))
            for link in document.iter(f"{XHTML}link")
            if "stylesheet" in link.get("rel", "").split()
        ]
        return "\n".join(self.read(path).decode("utf-8", "replace") for path in paths)


@contextmanager
def open_epub(path: Path) -> Iterator[EpubReader]:
    """Open an EPUB.

    Raises:
        DamagedEpub: it cannot be read.
        OSError: the file cannot be.
    """
    try:
        archive = zipfile.ZipFile(path)
    except BROKEN as error:
        raise DamagedEpub("it is no zip file") from error
    with archive:
        yield EpubReader(archive)


def check_epub(path: Path) -> None:
    """Read the whole of an EPUB.

    Raises:
        DamagedEpub: a part of it is broken.
    """
    with open_epub(path) as reader:
        reader.cover  # noqa: B018 (the package can be read)
    with zipfile.ZipFile(path) as archive:
        try:
            broken = archive.testzip()
        except BROKEN as error:
            raise DamagedEpub("a part of it is broken") from error
    if broken:
        raise DamagedEpub(f"{broken} is broken")


def resolve(base: str, href: str) -> str:
    """Return the place in the container that a document's link leads to, without fragment."""
    path = unquote(href.partition("#")[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), path)).lstrip("/")


def _parse(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DamagedEpub("a document of it is not well-formed") from error
