"""Finished volumes for tests of the shelf, made in milliseconds: small EPUBs, PDFs of one page."""

from __future__ import annotations

import hashlib
import io
import uuid
import zipfile
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image

from gappon import catalogue
from gappon.catalogue import (
    MEDIA_TYPES,
    Article,
    BookFile,
    Catalogue,
    Person,
    Publication,
    Section,
    VolumeRecord,
)

PUBLICATION = Publication(
    title="月刊みなと",
    publisher="みなと出版",
    description="港と船の月刊誌。",
    url="https://minato.example",
    rights="© みなと出版",
)
STYLE = """@font-face { font-family: "X"; src: url(fonts/x.woff2); }
html { font-size: 1em; }
body { color: #1a1a1a; }
p { text-indent: 1em; }
"""


def article(number: int, title: str = "", **values: Any) -> Article:
    """An article with what every article has."""
    given = {
        "key": f"p{number:010d}",
        "title": title or f"記事その{number}",
        "authors": (Person("海野 渚", "うんのなぎさ"),),
        "excerpt": f"これは{number}番目の記事です。",
        "date": f"2025-11-{number % 28 + 1:02d}T09:00:00+09:00",
        "path": f"/2025/11/{number:02d}/",
        "url": f"https://minato.example/2025/11/{number:02d}/",
    }
    return Article(**(given | values))


def volume(name: str = "港-2025-11", **values: Any) -> VolumeRecord:
    """A volume of two articles, without files."""
    given = {
        "identifier": str(uuid.uuid5(uuid.NAMESPACE_URL, name)),
        "name": name,
        "title": name.replace("-", " "),
        "publication": PUBLICATION.title,
        "publisher": PUBLICATION.publisher,
        "description": PUBLICATION.description,
        "group": {"category": "港", "month": "2025年11月"},
        "month": "2025-11",
        "authors": (Person("海野 渚", "うんのなぎさ"),),
        "subjects": ("港",),
        "issued": "2025-11-20T09:00:00+09:00",
        "modified": "2025-11-21T09:00:00+09:00",
        "sections": (Section("", (article(1), article(2))),),
    }
    return VolumeRecord(**(given | values))


class Dist:
    """An output folder of a build."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.catalogue = Catalogue(PUBLICATION)
        folder.mkdir(parents=True, exist_ok=True)

    def add(self, record: VolumeRecord, *, body: str = "", style: str = STYLE) -> VolumeRecord:
        """Write a volume's files, and what the catalogue says of it."""
        epub = epub_of(record, body, style)
        files = (
            self._file(f"{record.name}.epub", "epub", epub, 0),
            self._file(f"{record.name}.pdf", "pdf", pdf_of(record), 12),
        )
        made = replace(record, files=files)
        self.write(*self.catalogue.volumes, made)
        return made

    def write(self, *volumes: VolumeRecord) -> None:
        """Write a catalogue of these volumes alone."""
        self.catalogue = replace(self.catalogue, volumes=volumes)
        catalogue.write(self.folder, self.catalogue)

    def _file(self, name: str, kind: str, data: bytes, pages: int) -> BookFile:
        (self.folder / name).write_bytes(data)
        digest = hashlib.sha256(data).hexdigest()
        return BookFile(name, MEDIA_TYPES[kind], len(data), digest, pages)


def epub_of(record: VolumeRecord, body: str = "", style: str = STYLE) -> bytes:
    """An EPUB with a cover and one document an article."""
    manifest, spine = [], []
    entries: dict[str, bytes] = {"EPUB/style.css": style.encode(), "EPUB/images/cover.png": cover()}
    for one in record.articles:
        text = body or f"<p>{escape(one.excerpt)}</p>"
        entries[f"EPUB/text/{one.key}.xhtml"] = document(one.title, text).encode()
        manifest.append(
            f'<item id="{one.key}" href="text/{one.key}.xhtml" media-type="application/xhtml+xml"/>'
        )
        spine.append(f'<itemref idref="{one.key}"/>')
    entries["EPUB/nav.xhtml"] = navigation(record).encode()
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:identifier id="id">urn:uuid:{record.identifier}</dc:identifier>'
        f"<dc:title>{escape(record.full_title)}</dc:title><dc:language>ja</dc:language></metadata>"
        '<manifest><item id="nav" href="nav.xhtml" properties="nav"'
        ' media-type="application/xhtml+xml"/>'
        '<item id="style" href="style.css" media-type="text/css"/>'
        '<item id="cover" href="images/cover.png" properties="cover-image" media-type="image/png"/>'
        f"{''.join(manifest)}</manifest><spine>{''.join(spine)}</spine></package>"
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">'
        '<rootfiles><rootfile full-path="EPUB/content.opf"'
        ' media-type="application/oebps-package+xml"/></rootfiles></container>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        archive.writestr("META-INF/container.xml", container)
        archive.writestr("EPUB/content.opf", opf)
        for name, data in entries.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def document(title: str, body: str) -> str:
    """A content document."""
    return (
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
        f"<head><title>{escape(title)}</title>"
        '<link rel="stylesheet" href="../style.css"/></head>'
        f'<body><section epub:type="chapter"><h1>{escape(title)}</h1>{body}</section></body></html>'
    )


def navigation(record: VolumeRecord) -> str:
    """A navigation document."""
    items = "".join(
        f'<li><a href="text/{one.key}.xhtml">{escape(one.title)}</a></li>'
        for one in record.articles
    )
    return (
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
        f'<head><title>目次</title></head><body><nav epub:type="toc"><ol>{items}</ol></nav></body>'
        "</html>"
    )


def cover(width: int = 300, height: int = 424) -> bytes:
    """A cover of one colour."""
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), (31, 58, 95)).save(buffer, "PNG")
    return buffer.getvalue()


def pdf_of(record: VolumeRecord) -> bytes:
    """A PDF of one page."""
    buffer = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(420, 595))
        pdf.docinfo["/Title"] = record.full_title
        pdf.save(buffer, deterministic_id=True)
    return buffer.getvalue()
