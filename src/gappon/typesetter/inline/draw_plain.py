"""Text on lines that WeasyPrint made (code, right-to-left scripts, letter-spacing).

WeasyPrint draws it, and lets a glyph stand for what it stood for at its first use. Where that is
not what it stands for here, its glyphs are drawn as those of composed text are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from gappon.typesetter.inline.glyphs import EMPTY, MISSING, Glyph
from gappon.typesetter.inline.stream import DrawState, Pen


def draw_plain(
    state: DrawState,
    original: Callable[..., Any],
    stream: Any,
    box: Any,
    text_overflow: str,
    block_ellipsis: Any,
    matrix: Any,
) -> Any:
    """Draw the glyphs of a text box, in the place of WeasyPrint's ``draw_first_line``."""
    is_cut = text_overflow == "ellipsis" or block_ellipsis != "none"
    if not is_cut and box.text.strip() and box.style["font_size"] > 0:
        pango.pango_layout_set_single_paragraph_mode(box.pango_layout.layout, True)
        glyphs = _glyphs(state, stream, box.pango_layout)
        if glyphs is not None and _are_respelled(state, stream, glyphs):
            stream.set_text_matrix(*matrix.values)
            pen = Pen(state, stream, box.style["font_size"])
            pen.show(glyphs)
            pen.finish()
            return []
    return original(stream, box, text_overflow, block_ellipsis, matrix)


def _are_respelled(state: DrawState, stream: Any, glyphs: Iterable[Glyph]) -> bool:
    """Say whether one of these glyphs stands for other text than at its first use."""
    new: dict[tuple[Any, int], str] = {}
    for glyph in glyphs:
        number, text = glyph.number, glyph.text
        known = state.font(stream, glyph.font).to_unicode.get(number)
        if (new.setdefault((glyph.font, number), text) if known is None else known) != text:
            return True
    return False


def _glyphs(state: DrawState, stream: Any, layout: Any) -> tuple[Glyph, ...] | None:
    """Return the glyphs of a layout's first line, in visual order; None: a pen cannot draw them."""
    line, _ = layout.get_first_line()
    data = layout.text.encode()
    glyphs: list[Glyph] = []
    run = line.runs[0]
    while run != ffi.NULL:
        item, string = run.data.item, run.data.glyphs
        run = run.next
        font = item.analysis.font
        record = state.font(stream, font)
        if record.svg or record.png or record.colr or record.bitmap:
            return None
        for index, text in enumerate(_texts(string, item, data)):
            info = string.glyphs[index]
            number, place = info.glyph, info.geometry
            if number & MISSING or number == EMPTY or place.y_offset:
                return None
            width, shift = place.width * FROM_UNITS, place.x_offset * FROM_UNITS
            glyphs.append(Glyph(font, number, f"{number:04x}", width, shift, text))
    return tuple(glyphs)


def _texts(string: Any, item: Any, data: bytes) -> Iterator[str]:
    """Give the text of each glyph of a run, as WeasyPrint has it: one of a cluster has it all."""
    clusters = list(string.log_clusters[0 : string.num_glyphs])
    ends = [item.length, *clusters] if item.analysis.level % 2 else [*clusters[1:], item.length]
    for start, end in zip(clusters, ends, strict=False):
        yield data[item.offset + start : item.offset + end].decode()
