"""Inline cutting notes: two lines within a composed line."""

from __future__ import annotations

from typing import Any

from gappon.kumihan.warichu import halve
from gappon.typesetter.inline.composed import ComposedText
from gappon.typesetter.inline.content import Note
from gappon.typesetter.inline.stream import DrawState, Pen

# Baselines of an inline cutting note's lines below that of the line around it, in em of the note.
NOTE_ASCENT, NOTE_DESCENT = -0.88, 0.12


def draw_note(state: DrawState, stream: Any, box: ComposedText, note: Note) -> None:
    """Draw what a line has of an inline cutting note, its upper line and its lower line."""
    composed, face, start, end = box.run
    shaped = composed.content.shaped[start:end]
    middle = halve(
        [unit.advance for unit in shaped], note.may_end[start - note.start : end - note.start]
    )
    size: float = box.style["font_size"]
    room = composed.distance(start, end - 1) + composed.advance(end - 1)
    halves = (shaped[:middle], NOTE_ASCENT), (shaped[middle:], NOTE_DESCENT)
    length, count = max((sum(unit.advance for unit in half), len(half)) for half, _ in halves)
    between = (room - length) / max(1, count - 1)
    x, y = box.position_x, box.position_y + box.baseline
    space = face.shape(" ")
    # Readers would take the halves for lines of their own. Some go by what comes last: a space
    # on the line's own baseline. Others go by what comes first: that reaches to the note's end.
    pen = Pen(state, stream, size)
    pen.begin_text("".join(composed.content.units.texts[start:end]))
    for half, shift in halves:
        pen.finish()
        stream.set_text_matrix(1, 0, 0, -1, x, y + shift * size)
        for unit in half:
            pen.show(unit.glyphs)
            pen.off += between
        if shift == NOTE_ASCENT:
            shown = sum(unit.advance + between for unit in half)
            pen.off += room - shown - space.advance
            pen.show(space.glyphs)
        pen.finish()
        pen.off = 0.0
    for glyph in space.glyphs:
        name, code = state.code(state.font(stream, glyph.font), glyph)
        stream.set_font_size(name, 2 * size)
        stream.set_text_matrix(1, 0, 0, -1, x + room - 2 * glyph.advance, y)
        stream.show_text(f"<{code}>")
    pen.end_text()
    pen.finish()
