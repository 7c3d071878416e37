"""Readings over the bases of composed lines."""

from __future__ import annotations

from typing import Any

from gappon.kumihan.ruby import places
from gappon.typesetter.inline.composed import ComposedText
from gappon.typesetter.inline.ruby import Compound, Reading
from gappon.typesetter.inline.stream import DrawState, record

ASCENT = 0.92  # em; baseline of a reading above that of its base


def draw_readings(state: DrawState, stream: Any, box: ComposedText, compound: Compound) -> None:
    """Draw the readings over the bases in a text box; a compound's stand together on a line."""
    run = box.run
    composed, line = run.line, run.line.line
    readings = [r for r in compound.readings if line.start <= r.start < line.visible]
    origin = box.position_x - (composed.place(run.start) if run.start > line.start else 0.0)
    bases = [
        (
            origin + composed.place(r.start),
            composed.distance(r.start, r.end - 1)
            + (line.trim if r.start == line.start else 0.0)
            + composed.advance(r.end - 1),
        )
        for r in readings
    ]
    left, right = bases[0][0], bases[-1][0] + bases[-1][1]
    if line.start <= compound.start:
        left -= compound.left
    if compound.end <= line.visible:
        right += compound.right
    starts = places(bases, [reading.width for reading in readings], left, right)
    for reading, start, (x, width) in zip(readings, starts, bases, strict=True):
        if run.start <= reading.start < run.end:
            middle = x + (width - reading.width) / 2
            alone = reading.width <= width and abs(start - middle) < 1e-6
            place, room = (x, width) if alone else (start, 0.0)
            _draw_reading(state, stream, box, reading, place, room)


def _draw_reading(
    state: DrawState, stream: Any, box: ComposedText, reading: Reading, x: float, room: float
) -> None:
    """Draw a reading; one shorter than its room is spread 1 : 2 : 1 (JLREQ 3.3.6)."""
    between = max(0.0, room - reading.width) / len(reading.glyphs)
    x += between / 2
    y = box.position_y + box.baseline - ASCENT * box.style["font_size"]
    for shaped in reading.glyphs:
        for glyph in shaped.glyphs:
            font = state.font(stream, glyph.font)
            record(stream, font, glyph, reading.size)
            name, code = state.code(font, glyph)
            stream.set_font_size(name, reading.size)
            stream.set_text_matrix(1, 0, 0, -1, x + glyph.shift, y)
            stream.show_text(f"<{code}>")
            x += glyph.advance
        x += between
