"""The container: ebooklib's writer, made exact.

What ebooklib 0.20 does otherwise, and why it is not wanted here:

* ``EpubHtml.get_content`` parses and writes every document again with an HTML parser: slow, and
  it loses namespaces. :class:`Document` gives the bytes that were made.
* ``EpubWriter.write`` stamps the current time on every zip entry. :class:`ExactZip` does not.
* The package document does not say its language (``xml:lang``).
* A generator element without text and with a ``name`` is written into the metadata.
* Two points of the NCX with one target get two places in the reading order; DAISY Z39.86-2005
  (§8.4.3) gives them the same.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

from ebooklib import epub
from lxml import etree

STORED = {".png", ".jpg", ".gif", ".woff2"}  # compressed already
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that zip can hold


class Document(epub.EpubHtml):  # type: ignore[misc]
    """An XHTML document whose bytes are final."""

    def __init__(
        self, uid: str, file_name: str, title: str, content: bytes, properties: tuple[str, ...] = ()
    ) -> None:
        super().__init__(uid=uid, file_name=file_name, title=title)
        self.content = content
        self.properties = list(properties)

    def get_content(self, default: object = None) -> bytes:
        """Return the bytes as they are."""
        content: bytes = self.content
        return content


class ExactZip(zipfile.ZipFile):
    """A zip file whose bytes depend on nothing but its content."""

    def writestr(  # type: ignore[override]
        self,
        name: str,
        data: str | bytes,
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        """Write an entry with a fixed time and mode."""
        info = zipfile.ZipInfo(name, date_time=EPOCH)
        info.create_system = 3
        info.external_attr = 0o644 << 16
        stored = name == "mimetype" or name[name.rfind(".") :] in STORED
        info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        super().writestr(info, data, compresslevel=None if stored else 6)


class Writer(epub.EpubWriter):  # type: ignore[misc]
    """ebooklib's writer over an :class:`ExactZip` in memory."""

    def _write_opf_file(self, root: Any) -> None:
        root.set("{http://www.w3.org/XML/1998/namespace}lang", self.book.language)
        super()._write_opf_file(root)

    def _get_ncx(self) -> bytes:
        ncx: bytes = super()._get_ncx()
        root = etree.fromstring(ncx)
        points = list(root.iter("{*}navPoint"))
        places: dict[str, str] = {}
        for point in points:
            target = "".join(str(content.get("src")) for content in point.findall("{*}content"))
            places.setdefault(target, str(len(places) + 1))
            point.set("playOrder", places[target])
        if len(places) == len(points):
            return ncx
        return etree.tostring(root, encoding="utf-8", xml_declaration=True)

    def write(self) -> None:
        """Write the container; ``mimetype`` first and stored (EPUB 3.3 §4.2.2)."""
        with ExactZip(self.file_name, "w", zipfile.ZIP_DEFLATED) as self.out:
            self.out.writestr("mimetype", "application/epub+zip")
            self._write_container()
            self._write_opf()
            self._write_items()


# ``dcterms:modified`` must be there (EPUB 3.3 §5.5.3.1.4), also when nothing in the book has a
# date; the first day that a ZIP archive can name says that it is not known.
EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)


def write_package(book: epub.EpubBook, modified: datetime) -> bytes:
    """Return the finished EPUB.

    Args:
        book: filled by the other modules.
        modified: for ``dcterms:modified``, aware.
    """
    buffer = io.BytesIO()
    options: dict[str, Any] = {
        "mtime": modified.astimezone(UTC),
        "epub2_guide": False,
        "epub3_landmark": False,
        "epub3_pages": False,
        "play_order": {"enabled": True, "start_from": 1},
    }
    writer = Writer(buffer, book, options)
    writer.process()
    writer.write()
    return buffer.getvalue()


def new_book(identifier: str, title: str, language: str) -> epub.EpubBook:
    """Return an empty ebooklib book with its required metadata (EPUB 3.3 §5.5.3.1)."""
    book = epub.EpubBook()
    book.metadata.clear()  # ebooklib's generator entry and random identifier
    book.FOLDER_NAME = "EPUB"
    book.IDENTIFIER_ID = "pub-id"
    book.set_identifier(f"urn:uuid:{identifier}")
    book.title = title
    book.add_metadata("DC", "title", title, {"id": "title"})
    book.set_language(language)
    return book


def stylesheet(uid: str, file_name: str, text: str) -> epub.EpubItem:
    """Return a style sheet."""
    return epub.EpubItem(uid=uid, file_name=file_name, media_type="text/css", content=text.encode())


def font(file_name: str, media_type: str, data: bytes) -> epub.EpubItem:
    """Return a font."""
    uid = "font-" + file_name.partition(".")[0]
    return epub.EpubItem(
        uid=uid, file_name=f"fonts/{file_name}", media_type=media_type, content=data
    )


def image(uid: str, file_name: str, media_type: str, data: bytes, *, cover: bool = False) -> Any:
    """Return an image; the cover's carries ``cover-image``."""
    item = (
        epub.EpubCover(uid=uid, file_name=file_name)
        if cover
        else epub.EpubItem(uid=uid, file_name=file_name)
    )
    item.media_type = media_type
    item.content = data
    return item
