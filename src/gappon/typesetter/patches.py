"""Work that WeasyPrint (tested with 70) does again and again, done once or not at all.

Nothing here changes a page. What it gives is in ``docs/performance.md``.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import weasyprint.layout
import weasyprint.layout.absolute
import weasyprint.layout.background
import weasyprint.layout.float
import weasyprint.layout.inline
import weasyprint.pdf.fonts
from weasyprint.css import AnonymousStyle, StyleFor
from weasyprint.formatting_structure.boxes import LineBox, TextBox
from weasyprint.images import RasterImage
from weasyprint.layout.page import PageType
from weasyprint.layout.preferred import max_content_width, min_content_width
from weasyprint.text.ffi import ffi, harfbuzz

from gappon import png

PAGE_AREAS = frozenset(("@footnote", "@note-area"))
NOTES = re.compile(r"float\s*:\s*footnote|\bnote\(")
NOTE_PARTS = frozenset(
    ("footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback")
)

_strut = weasyprint.layout.inline.strut
_backgrounds = weasyprint.layout.background.layout_box_backgrounds
_hb_object_data = weasyprint.pdf.fonts.get_hb_object_data
_set_computed_styles = StyleFor.set_computed_styles
_png_data = RasterImage._get_png_data


@contextmanager
def savings(css: str, *, margin_boxes: bool) -> Iterator[None]:
    """Replace functions of WeasyPrint by cheaper ones of the same result.

    Args:
        css: the style sheet of the document.
        margin_boxes: it has page margin boxes.
    """
    unused = frozenset() if NOTES.search(css) else NOTE_PARTS

    def set_computed_styles(styles: Any, element: Any, *args: Any, **options: Any) -> None:
        pseudo = options.get("pseudo_type")
        if pseudo in unused:
            return
        if pseudo == "marker":
            display = styles.get_computed_styles()[element, None]["display"]
            if "list-item" not in display:
                return
        if not isinstance(element, PageType):
            _set_computed_styles(styles, element, *args, **options)
        elif margin_boxes or not pseudo or pseudo in PAGE_AREAS:
            key = _page_style_key(styles, element, pseudo)
            known = vars(styles).setdefault("gappon_pages", {})
            computed = styles.get_computed_styles()
            if key not in known:
                _set_computed_styles(styles, element, *args, **options)
                known[key] = computed[element, pseudo]
            computed[element, pseudo] = known[key]

    with ExitStack() as stack:
        for owner, name, new in (
            (weasyprint.layout.inline, "strut", kept_strut),
            (weasyprint.layout.inline, "shrink_to_fit", _shrink_to_fit),
            (weasyprint.layout.float, "shrink_to_fit", _shrink_to_fit),
            (weasyprint.layout.absolute, "shrink_to_fit", _shrink_to_fit),
            (weasyprint.layout.background, "layout_box_backgrounds", _box_backgrounds),
            (weasyprint.pdf.fonts, "get_hb_object_data", _mapped_data),
            (StyleFor, "set_computed_styles", set_computed_styles),
            (RasterImage, "_get_png_data", staticmethod(_packed_rows)),
        ):
            stack.enter_context(replaced(owner, name, new))
        if not margin_boxes:  # a tenth of a compile
            stack.enter_context(replaced(weasyprint.layout, "make_margin_boxes", lambda *_: ()))
        yield


@contextmanager
def replaced(owner: Any, name: str, new: Any) -> Iterator[None]:
    """Give a module or class another function for a while."""
    original = vars(owner)[name]
    setattr(owner, name, new)
    try:
        yield
    finally:
        setattr(owner, name, original)


def kept_strut(style: Any) -> tuple[float, float]:
    """Return line height and baseline, looked up once a style instead of once a line."""
    kept: tuple[float, float] | None = getattr(style, "gappon_strut", None)
    if kept is None:
        kept = style.gappon_strut = _strut(style)
    return kept


def _shrink_to_fit(context: Any, box: Any, available: float) -> float:
    """Return a shrink-to-fit width; the least one matters only where the greatest has no room."""
    greatest: float = max_content_width(context, box, outer=False)
    if greatest <= available:
        return greatest
    least: float = min_content_width(context, box, outer=False)
    return min(max(least, available), greatest)


def _box_backgrounds(page: Any, box: Any, *arguments: Any, **options: Any) -> None:
    """Lay out no backgrounds of lines and texts, which are most boxes and have none."""
    if type(box.style) is not AnonymousStyle or type(box) not in (LineBox, TextBox):
        _backgrounds(page, box, *arguments, **options)
        return
    box.background = None
    if type(box) is LineBox:
        for child in box.children:
            weasyprint.layout.background.layout_box_backgrounds(page, child, *arguments)


def _mapped_data(face: Any, *which: Any) -> Any:
    """Return a font file's bytes where they are in memory; they are not written, only named."""
    if which:
        return _hb_object_data(face, *which)
    blob = harfbuzz.hb_face_reference_blob(face)
    with ffi.new("unsigned int *") as length:
        data = harfbuzz.hb_blob_get_data(blob, length)
        # The face keeps the blob, and the font that asks keeps the face.
        harfbuzz.hb_blob_destroy(blob)
        return None if data == ffi.NULL else ffi.buffer(data, int(length[0]))


def _page_style_key(styles: Any, page_type: Any, pseudo: str | None) -> Any:
    """Return what the style of a page, or of an area of it, is made from."""
    cascaded = styles.get_cascaded_styles().get((page_type, pseudo), {})
    return pseudo, tuple((name, id(value)) for name, (value, _) in cascaded.items())


def _packed_rows(image: Any) -> bytes:
    """Return a PNG's compressed rows as they are, where a PDF can hold them.

    That is: 8 bits, RGB or grey, in order.
    """
    rows = _png_rows(image)
    packed: bytes = _png_data(image) if rows is None else rows
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
