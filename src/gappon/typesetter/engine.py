"""A sheet → a fragment, through WeasyPrint's inside (tested with 70; see also ``savings``).

``tests/exporters/test_weasy.py`` says clearly what moved when a new version moves it. Import this
module only after :func:`gappon.fonts.use_fonts`, because WeasyPrint reads fontconfig's
configuration when it is imported.
"""

from __future__ import annotations

import gc
import logging
import mimetypes
import os
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

import cssselect2
import pydyf
import weasyprint
import weasyprint.draw.text
import weasyprint.layout.block
import weasyprint.layout.preferred
import weasyprint.pdf
from weasyprint.formatting_structure.boxes import LineBox, TextBox
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

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
from gappon.typesetter.inline.composer import OFF_GRID, Composer, Counts
from gappon.typesetter.inline.draw import Ink, is_plain
from gappon.typesetter.inline.shape import Faces
from gappon.typesetter.patches import replaced, savings

# What has a frame of its own, or stands beside the text.
FRAMES = frozenset(("table", "aside", "details", "figure", "header", "nav"))
FRAME_CLASSES = frozenset(("admonition", "contact-box", "math", "failed"))
# Readings, heads that are repeated on each page.
NOT_COUNTED = frozenset(("rt", "rp", "thead"))
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
        if not url.startswith("asset:") or name not in self.assets:
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


def compile_sheet(sheet: Document) -> Fragment:
    """Lay out a document and draw it into a PDF without fonts."""
    # One at a time: functions of WeasyPrint are replaced meanwhile, and Pango has one font map.
    with _LOCK, _no_garbage_collection():
        fragment: Fragment = with_room(_compile, sheet)
        return fragment


def _compile(sheet: Document) -> Fragment:
    with (
        _collecting_warnings() as warnings,
        _fonts_left_out() as fonts,
        _composing(sheet) as counts,
        savings(sheet.css, margin_boxes=sheet.furniture),
    ):
        html = _html(sheet.html, sheet.assets)
        if sheet.grid is not None:
            _mark_frames(html.etree_element)
        style, remarks = parsed_style_sheet(sheet.css)
        document = html.render(font_config=font_configuration(), stylesheets=[style])
        # No identifier: for one, each object would be written a second time.
        pdf = document.write_pdf(pdf_version="1.7", pdf_tags=sheet.tags)
    return Fragment(
        key=sheet.key,
        pdf=pdf,
        pages=len(document.pages),
        fonts=tuple(_used(font) for font in fonts),
        bookmarks=tuple(_bookmarks(document)),
        warnings=tuple(dict.fromkeys((*remarks, *warnings))),
        composed=counts.composed,
        fallback=counts.fallback,
        characters=tuple(_characters(page._page_box) for page in document.pages),
    )


def _characters(box: Any) -> int:
    """Count the characters of a page that stand in the source too (see ``epub/pagelist.py``)."""
    if isinstance(box, TextBox):
        return len("".join(box.text.split()))
    return sum(
        _characters(child)
        for child in box.children
        if (tag := child.element_tag) and tag not in NOT_COUNTED and "::" not in tag
    )


@lru_cache(maxsize=2)
def _faces(_fonts: str, latin: Latin | None) -> Faces:
    return Faces(latin)


def _mark_frames(root: Any) -> None:
    """Mark what stands in frames and tables: its lines keep to no grid."""
    for element in root.iter():
        classes = frozenset(element.get("class", "").split())
        if element.tag in FRAMES or classes & FRAME_CLASSES:
            for inside in element.iter():
                inside.set(OFF_GRID, "true")


@contextmanager
def _composing(sheet: Document) -> Iterator[Counts]:
    """Let kumihan break lines and draw text, where it can (see composer)."""
    if sheet.composition is None:
        yield Counts()
        return
    lines, draw = weasyprint.layout.block.iter_line_boxes, weasyprint.draw.draw_text
    draw_line = weasyprint.draw.text.draw_first_line
    width = weasyprint.layout.preferred.inline_max_content_width
    faces = _faces(os.environ.get("FONTCONFIG_FILE", ""), sheet.latin)
    composer = Composer(sheet.composition, lines, faces, sheet.grid)
    ink = Ink()

    def draw_text(stream: Any, box: Any, *arguments: Any) -> None:
        if hasattr(box, "kumihan") and is_plain(box.style):
            ink.draw_alone(stream, box)
        else:
            draw(stream, box, *arguments)

    def draw_first_line(stream: Any, box: Any, *arguments: Any) -> Any:
        if hasattr(box, "kumihan"):
            ink.draw(stream, box)
            return []
        return draw_line(stream, box, *arguments)

    def inline_max_content_width(context: Any, box: Any, *arguments: Any, **options: Any) -> Any:
        found = width(context, box, *arguments, **options)
        natural = composer.natural_width(box) if type(box) is LineBox else None
        return found if natural is None else max(found, natural + 1e-3)

    with (
        replaced(weasyprint.layout.block, "iter_line_boxes", composer.iter_line_boxes),
        replaced(weasyprint.draw, "draw_text", draw_text),
        replaced(weasyprint.draw.text, "draw_first_line", draw_first_line),
        replaced(weasyprint.layout.preferred, "inline_max_content_width", inline_max_content_width),
    ):
        yield composer.counts
    composer.release()


def render_whole(sheet: Document) -> tuple[bytes, int]:
    """Return what plain WeasyPrint makes of a document, fonts and all, and its page count."""
    with _collecting_warnings():
        document = weasyprint.HTML(string=sheet.html, url_fetcher=BookFetcher(sheet.assets)).render(
            font_config=font_configuration(), stylesheets=[parsed_style_sheet(sheet.css)[0]]
        )
        pdf = document.write_pdf(pdf_identifier=b"gappon", pdf_version="1.7")
    return pdf, len(document.pages)


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


def _used(font: Any) -> UsedFont:
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
    )


def _bookmarks(document: Any) -> Iterator[tuple[int, int, str, float, float]]:
    for index, page in enumerate(document.pages):
        for level, label, (x, y), _state in page.bookmarks:
            yield index, level, label, x * 0.75, (page.height - y) * 0.75


@contextmanager
def _fonts_left_out() -> Iterator[list[Any]]:
    """Let WeasyPrint write no font programs; yields the fonts that it would have written."""
    kept: list[Any] = []

    def nothing(pdf: Any, fonts: Mapping[Any, Any], *_: Any) -> Any:
        kept.extend(fonts.values())
        return pydyf.Dictionary()

    with replaced(weasyprint.pdf, "build_fonts_dictionary", nothing):
        yield kept


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
