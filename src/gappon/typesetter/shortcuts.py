"""Work that WeasyPrint does again and again, done once or not at all; :mod:`patches` puts it in.

Nothing here changes a page. What it gives is in ``docs/performance.md``. Each function is given the
document's context and WeasyPrint's own function first.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import pydyf
from weasyprint.css import AnonymousStyle
from weasyprint.formatting_structure.boxes import LineBox, TextBox
from weasyprint.layout.page import PageType
from weasyprint.layout.preferred import max_content_width, min_content_width
from weasyprint.text.ffi import ffi, harfbuzz

from gappon import png
from gappon.typesetter.context import LayoutContext
from gappon.typesetter.inline.composed import ComposedText

PLAIN_BOXES = (LineBox, TextBox, ComposedText)
PAGE_AREAS = frozenset(("@footnote", "@note-area"))
NOTES = re.compile(r"float\s*:\s*footnote|\bnote\(")
NOTE_PARTS = frozenset(
    ("footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback")
)


def strut(layout: LayoutContext, _original: Callable[..., Any], style: Any) -> tuple[float, float]:
    """Return line height and baseline, looked up once a style instead of once a line."""
    return layout.strut.of(style)


def no_fonts(
    layout: LayoutContext,
    _original: Callable[..., Any],
    _pdf: Any,
    fonts: Mapping[Any, Any],
    *_: Any,
) -> pydyf.Dictionary:
    """Write no font programs, and note the fonts that would have been written."""
    layout.fonts.extend(fonts.values())
    return pydyf.Dictionary()


def no_margin_boxes(*_: Any) -> tuple[()]:
    """Make no page margin boxes where the style sheet has none: a tenth of a compile."""
    return ()


def set_computed_styles(
    layout: LayoutContext,
    original: Callable[..., None],
    styles: Any,
    element: Any,
    *arguments: Any,
    **options: Any,
) -> None:
    """Compute the styles of page types once, those of parts that are not there never."""
    pseudo = options.get("pseudo_type")
    if pseudo in _unused_parts(layout.document.css):
        return
    if pseudo == "marker":
        display = styles.get_computed_styles()[element, None]["display"]
        if "list-item" not in display:
            return
    if not isinstance(element, PageType):
        original(styles, element, *arguments, **options)
    elif layout.document.furniture or not pseudo or pseudo in PAGE_AREAS:
        key = _page_style_key(styles, element, pseudo)
        computed = styles.get_computed_styles()
        if key not in layout.page_styles:
            original(styles, element, *arguments, **options)
            layout.page_styles[key] = computed[element, pseudo]
        computed[element, pseudo] = layout.page_styles[key]


@lru_cache(maxsize=8)
def _unused_parts(css: str) -> frozenset[str]:
    """Return the pseudo-elements of notes, when a style sheet makes none."""
    return frozenset() if NOTES.search(css) else NOTE_PARTS


def _page_style_key(styles: Any, page_type: Any, pseudo: str | None) -> Any:
    """Return what the style of a page, or of an area of it, is made from."""
    cascaded = styles.get_cascaded_styles().get((page_type, pseudo), {})
    return pseudo, tuple((name, id(value)) for name, (value, _) in cascaded.items())


def shrink_to_fit(
    _layout: LayoutContext, _original: Callable[..., Any], context: Any, box: Any, available: float
) -> float:
    """Return a shrink-to-fit width; the least one matters only where the greatest has no room."""
    greatest: float = max_content_width(context, box, outer=False)
    if greatest <= available:
        return greatest
    least: float = min_content_width(context, box, outer=False)
    return min(max(least, available), greatest)


def layout_box_backgrounds(
    layout: LayoutContext,
    original: Callable[..., None],
    page: Any,
    box: Any,
    *arguments: Any,
    **options: Any,
) -> None:
    """Lay out no backgrounds of lines and texts, which are most boxes and have none."""
    if type(box.style) is not AnonymousStyle or type(box) not in PLAIN_BOXES:
        original(page, box, *arguments, **options)
        return
    box.background = None
    if type(box) is LineBox:
        for child in box.children:
            layout_box_backgrounds(layout, original, page, child, *arguments)


def get_hb_object_data(
    _layout: LayoutContext, original: Callable[..., Any], face: Any, *which: Any
) -> Any:
    """Return a font file's bytes where they are in memory; they are not written, only named."""
    if which:
        return original(face, *which)
    blob = harfbuzz.hb_face_reference_blob(face)
    with ffi.new("unsigned int *") as length:
        data = harfbuzz.hb_blob_get_data(blob, length)
        # The face keeps the blob, and the font that asks keeps the face.
        harfbuzz.hb_blob_destroy(blob)
        return None if data == ffi.NULL else ffi.buffer(data, int(length[0]))


def get_png_data(_layout: LayoutContext, original: Callable[..., Any], image: Any) -> bytes:
    """Return a PNG's compressed rows as they are, where a PDF can hold them.

    That is: 8 bits, RGB or grey, in order.
    """
    rows = _png_rows(image)
    packed: bytes = original(image) if rows is None else rows
    return packed


def _png_rows(image: Any) -> bytes | None:
    if image.format != "PNG" or image.mode not in ("RGB", "L") or "interlace" in image.info:
        return None
    if not image.tile or image.tile[0][3] != image.mode or not isinstance(image.fp, io.BytesIO):
        return None
    data = image.fp.getvalue()
    # Length and type stand before a chunk's data, a checksum behind it: 4 bytes each.
    return b"".join(
        data[start + 8 : end - 4] for kind, start, end in png.chunks(data) if kind == b"IDAT"
    )
