"""A document → a fragment, laid out and drawn by WeasyPrint with our lines in it.

Import this module only after :func:`gappon.fonts.use_fonts`: WeasyPrint reads fontconfig's
configuration when it is imported.
"""

from __future__ import annotations

import gc
import logging
import mimetypes
import os
import re
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

import cssselect2
import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.text.line_break import strut
from weasyprint.urls import URLFetcher, URLFetcherResponse

from gappon.markup import ASSET
from gappon.typesetter.context import ByIdentity, LayoutContext
from gappon.typesetter.counts import COMPOSED, characters_of, ways_of_text
from gappon.typesetter.fragment import (
    HEAD_BYTES,
    Document,
    Fragment,
    Latin,
    UsedFont,
    identify,
    packed,
)
from gappon.typesetter.framestack import with_room
from gappon.typesetter.inline.shape import Faces
from gappon.typesetter.inline.stream import DrawState
from gappon.typesetter.patches import applied

_LOCK = threading.Lock()
LOGGER = logging.getLogger("weasyprint")
LOGGER.setLevel(logging.WARNING)
LOGGER.propagate = False
# What style sheets say to reading systems, and WeasyPrint does not know.
FOR_READERS = re.compile(r"Ignored `(?:line-break|overflow-x|ruby-align):")


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
        if not url.startswith(ASSET) or name not in self.assets:
            raise ValueError(f"nothing is fetched from outside the book: {url[:80]}")
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, self.assets[name], {"Content-Type": kind})


def font_configuration() -> FontConfiguration:
    """Return the process's fonts; made once, because every chapter uses the same."""
    return _font_configuration(os.environ.get("FONTCONFIG_FILE", ""))


@lru_cache(maxsize=2)
def _font_configuration(_file: str) -> FontConfiguration:
    return FontConfiguration()


@lru_cache(maxsize=8)
def parsed_style_sheet(css: str) -> tuple[weasyprint.CSS, tuple[str, ...]]:
    """Return a parsed style sheet, and what there was to say; chapters of a theme share it."""
    with _collecting_warnings() as warnings:
        parsed = weasyprint.CSS(
            string=css, font_config=font_configuration(), url_fetcher=BookFetcher({})
        )
    return parsed, tuple(warnings)


def compile_document(document: Document) -> Fragment:
    """Lay out a document and draw it into a PDF without fonts."""
    # One at a time: functions of WeasyPrint are replaced meanwhile, and Pango has one font map.
    with _LOCK, _no_garbage_collection():
        fragment: Fragment = with_room(_compile, document)
        return fragment


def _compile(document: Document) -> Fragment:
    faces = _faces(os.environ.get("FONTCONFIG_FILE", ""), document.latin)
    layout = LayoutContext(document, faces, DrawState(document.key), ByIdentity(strut))
    with _collecting_warnings() as warnings, applied(layout):
        style, remarks = parsed_style_sheet(document.css)
        rendered = _html(document.html, document.assets).render(
            font_config=font_configuration(), stylesheets=[style]
        )
        # No identifier: for one, each object would be written a second time.
        pdf = rendered.write_pdf(pdf_version="1.7", pdf_tags=document.tags)
    counted = ways_of_text(layout, rendered) if document.composition else Counter()
    return Fragment(
        key=document.key,
        pdf=pdf,
        pages=len(rendered.pages),
        fonts=tuple(_used(font, layout.drawing) for font in layout.fonts),
        bookmarks=tuple(_bookmarks(rendered)),
        warnings=tuple(dict.fromkeys((*remarks, *warnings))),
        composed=counted.pop(COMPOSED, 0),
        fallback=dict(counted),
        strangers=tuple(
            dict.fromkeys(face.stranger for face in layout.faces_used() if face.stranger)
        ),
        characters=tuple(characters_of(page._page_box) for page in rendered.pages),
    )


@lru_cache(maxsize=2)
def _faces(_fonts: str, latin: Latin | None) -> Faces:
    return Faces(latin)


def render_whole(document: Document) -> tuple[bytes, int]:
    """Return what plain WeasyPrint makes of a document, fonts and all, and its page count."""
    with _collecting_warnings():
        html = weasyprint.HTML(string=document.html, url_fetcher=BookFetcher(document.assets))
        rendered = html.render(
            font_config=font_configuration(), stylesheets=[parsed_style_sheet(document.css)[0]]
        )
        pdf = rendered.write_pdf(pdf_identifier=b"gappon", pdf_version="1.7")
    return pdf, len(rendered.pages)


def _html(source: str, assets: Mapping[str, bytes]) -> weasyprint.HTML:
    """Return WeasyPrint's document for well-formed XHTML, without its (slow) HTML parser."""
    document = weasyprint.HTML.__new__(weasyprint.HTML)
    document.base_url = None
    document.url_fetcher = BookFetcher(assets)
    document.media_type = "print"
    document.wrapper_element = cssselect2.ElementWrapper.from_html_root(
        ElementTree.fromstring(source), content_language=None
    )
    document.etree_element = document.wrapper_element.etree_element
    return document


def _used(font: Any, drawing: DrawState) -> UsedFont:
    second = drawing.second_codes.get(font.hash)
    glyphs, advances, texts = packed(font.widths, font.to_unicode)
    return UsedFont(
        name=font.hash,
        base_font=font.name.decode().lstrip("/"),
        family=font.family,
        identity=identify(bytes(font.file_content[:HEAD_BYTES]), len(font.file_content)),
        flags=font.flags,
        ascent=font.ascent,
        descent=font.descent,
        glyphs=glyphs,
        advances=advances,
        texts=texts,
        missing=dict(font.missing),
        second_name=second.name if second else "",
        second_codes=tuple(second.codes) if second else (),
    )


def _bookmarks(rendered: Any) -> Iterator[tuple[int, int, str, float, float]]:
    for index, page in enumerate(rendered.pages):
        for level, label, (x, y), _state in page.bookmarks:
            yield index, level, label, x * 0.75, (page.height - y) * 0.75


@contextmanager
def _collecting_warnings() -> Iterator[list[str]]:
    messages: list[str] = []
    handler = logging.Handler()

    def emit(record: logging.LogRecord) -> None:
        message = record.getMessage()
        if not FOR_READERS.match(message):
            messages.append(message)

    handler.emit = emit  # type: ignore[method-assign]
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
