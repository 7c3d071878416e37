"""All that leans on WeasyPrint's inside (tested with 70): nothing else in gappon does.

``tests/exporters/test_weasy.py`` says clearly what moved when a new version moves it. Import this
module only after :func:`gappon.fonts.use_fonts`, because WeasyPrint reads fontconfig's
configuration when it is imported.
"""

from __future__ import annotations

import gc
import hashlib
import logging
import mimetypes
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

import cssselect2
import pydyf
import weasyprint
import weasyprint.pdf
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

LOGGER = logging.getLogger("weasyprint")
LOGGER.setLevel(logging.WARNING)
LOGGER.propagate = False
HEAD_BYTES = 65536  # enough of a font file to tell it from the others


@dataclass(frozen=True)
class UsedFont:
    """A font as WeasyPrint would have embedded it, without its program.

    Attributes:
        name: resource name in the pages (``/Font << /NAME … >>``), the same in every fragment.
        base_font: PostScript-like name with prefix.
        identity: what :func:`identify` says of the file's bytes.
        widths: glyph id → advance in thousandths of an em.
        to_unicode: glyph id → text.
        missing: code point → the unused glyph id that stands for it.
    """

    name: str
    base_font: str
    family: str
    identity: str
    flags: int
    ascent: int
    descent: int
    widths: dict[int, int]
    to_unicode: dict[int, str]
    missing: dict[int, int]


@dataclass(frozen=True)
class Rendered:
    """What WeasyPrint made of a document.

    Attributes:
        pdf: a PDF without fonts; every ``/Font`` dictionary in it is empty.
        bookmarks: ``(page index, level, label, x, y)`` in points from the lower left corner.
        warnings: what WeasyPrint logged.
    """

    pdf: bytes
    pages: int
    fonts: tuple[UsedFont, ...]
    bookmarks: tuple[tuple[int, int, str, float, float], ...]
    warnings: tuple[str, ...]


class BookFetcher(URLFetcher):  # type: ignore[misc]
    """Gives WeasyPrint the book's own assets; files and the network do not exist for it."""

    def __init__(self, assets: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=("asset", "data"))
        self.assets = assets

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Return the bytes of ``asset:NAME`` or of a ``data:`` address."""
        if url.startswith("data:"):
            return super().fetch(url, headers)
        name = url.partition(":")[2]
        if not url.startswith("asset:") or name not in self.assets:
            raise ValueError(f"nothing is fetched from outside the book: {url[:80]}")
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, self.assets[name], {"Content-Type": kind})


def identify(data: bytes) -> str:
    """Return a short name for a font file's bytes."""
    return f"{len(data)}-{hashlib.sha256(data[:HEAD_BYTES]).hexdigest()[:16]}"


@lru_cache(maxsize=1)
def font_configuration() -> FontConfiguration:
    """Return the process's fonts; made once, because every chapter uses the same."""
    return FontConfiguration()


@lru_cache(maxsize=8)
def parsed_style_sheet(css: str) -> weasyprint.CSS:
    """Return a parsed style sheet; chapters of a theme share it."""
    return weasyprint.CSS(
        string=css, font_config=font_configuration(), url_fetcher=BookFetcher({}))


def render(html: str, css: str, assets: Mapping[str, bytes]) -> Rendered:
    """Lay out a document and draw it into a PDF without fonts.

    Args:
        html: an XHTML document without namespaces.
        css: one style sheet.
        assets: images by name.
    """
    with _collecting_warnings() as warnings, _no_garbage_collection(), _fonts_left_out() as fonts:
        document = _html(html, assets).render(
            font_config=font_configuration(), stylesheets=[parsed_style_sheet(css)])
        pdf = document.write_pdf(pdf_identifier=b"gappon", pdf_version="1.7")
    return Rendered(
        pdf=pdf,
        pages=len(document.pages),
        fonts=tuple(_used(font) for font in fonts),
        bookmarks=tuple(_bookmarks(document)),
        warnings=tuple(dict.fromkeys(warnings)),
    )


def render_whole(html: str, css: str, assets: Mapping[str, bytes]) -> tuple[bytes, int]:
    """Return what plain WeasyPrint makes of a document, fonts and all, and its page count."""
    with _collecting_warnings():
        document = weasyprint.HTML(string=html, url_fetcher=BookFetcher(assets)).render(
            font_config=font_configuration(), stylesheets=[parsed_style_sheet(css)])
        pdf = document.write_pdf(pdf_identifier=b"gappon", pdf_version="1.7")
    return pdf, len(document.pages)


def _html(source: str, assets: Mapping[str, bytes]) -> weasyprint.HTML:
    """Return WeasyPrint's document for well-formed XHTML, without its (slow) HTML parser."""
    document = weasyprint.HTML.__new__(weasyprint.HTML)
    document.base_url = None
    document.url_fetcher = BookFetcher(assets)
    document.media_type = "print"
    document.wrapper_element = cssselect2.ElementWrapper.from_html_root(
        ElementTree.fromstring(source), content_language=None)
    document.etree_element = document.wrapper_element.etree_element
    return document


def _used(font: Any) -> UsedFont:
    return UsedFont(
        name=font.hash, base_font=font.name.decode().lstrip("/"), family=font.family,
        identity=identify(font.file_content), flags=font.flags, ascent=font.ascent,
        descent=font.descent, widths=dict(font.widths), to_unicode=dict(font.to_unicode),
        missing=dict(font.missing))


def _bookmarks(document: Any) -> Iterator[tuple[int, int, str, float, float]]:
    for index, page in enumerate(document.pages):
        for level, label, (x, y), _state in page.bookmarks:
            yield index, level, label, x * 0.75, (page.height - y) * 0.75


@contextmanager
def _fonts_left_out() -> Iterator[list[Any]]:
    """Let WeasyPrint write no font programs; yields the fonts that it would have written."""
    kept: list[Any] = []
    original = weasyprint.pdf.build_fonts_dictionary

    def nothing(pdf: Any, fonts: Mapping[Any, Any], *_: Any) -> Any:
        kept.extend(fonts.values())
        return pydyf.Dictionary()

    weasyprint.pdf.build_fonts_dictionary = nothing
    try:
        yield kept
    finally:
        weasyprint.pdf.build_fonts_dictionary = original


@contextmanager
def _collecting_warnings() -> Iterator[list[str]]:
    messages: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: messages.append(record.getMessage())  # type: ignore[method-assign]
    LOGGER.addHandler(handler)
    try:
        yield messages
    finally:
        LOGGER.removeHandler(handler)


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Collect between chapters, not within: it takes a tenth to a fifth of a compile."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
