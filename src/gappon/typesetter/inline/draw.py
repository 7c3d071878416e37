"""The glyphs of composed lines → the page."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter, sub
from typing import Any

from gappon.kumihan.adjustment import Line
from gappon.kumihan.paragraph import SPACES, Paragraph
from gappon.kumihan.ruby import places
from gappon.kumihan.warichu import halve
from gappon.typesetter.inline.content import InlineContent, Note
from gappon.typesetter.inline.ruby import Compound, Reading
from gappon.typesetter.inline.shape import HYPHEN, Face
from gappon.typesetter.inline.stream import Fonts, Pen, record

# Baselines of an inline cutting note's lines below that of the line around it, in em of the note.
NOTE_ASCENT, NOTE_DESCENT = -0.88, 0.12
ASCENT = 0.92  # em; baseline of a reading above that of its base
SOFT_HYPHEN = "\u00ad"  # stands for a hyphen that is not in the text (ISO 32000-2 §14.8.2.2.3)
WIDE_GAP = 0.06  # em; readers take gaps of a tenth for spaces


@dataclass(slots=True)
class Composed:
    """What a text box on a line draws: units of a paragraph, adjusted as the line is.

    Attributes:
        flat, paragraph, line: where it comes from.
        face: of its glyphs.
        start, end: its units.
    """

    flat: InlineContent
    paragraph: Paragraph
    line: Line
    face: Face
    start: int
    end: int

    @property
    def ends_with_hyphen(self) -> bool:
        """A hyphen is put behind its last unit."""
        return self.line.hyphen > 0 and self.end == self.line.visible


def is_plain(style: Any) -> bool:
    """Say whether text of a style is visible, with no line under, over or through it."""
    return (style["text_decoration_line"], style["visibility"]) == ("none", "visible")


class Ink:
    """Draws the composed text boxes of one document, and records the glyphs that they use."""

    def __init__(self) -> None:
        self._fonts = Fonts()
        self._recorded: dict[Face, set[str]] = {}

    def draw_alone(self, stream: Any, box: Any) -> None:
        """Draw a text box in a style that :func:`is_plain`, with its colour."""
        stream.set_color(box.style["color"])
        stream.begin_text()
        self.draw(stream, box)
        stream.end_text()

    def draw(self, stream: Any, box: Any) -> None:
        """Draw a text box: one ``TJ`` for each font, numbers only where a gap differs.

        Full-width glyphs that nothing stands between are taken together: a loop over all glyphs of
        a book would cost a tenth of a compile.
        """
        composed: Composed = box.kumihan
        flat, face = composed.flat, composed.face
        if not flat.is_recorded:
            self._record(stream, flat)
        note = next((n for n in flat.notes if n.start <= composed.start < n.end), None)
        if note is not None:
            self._draw_note(stream, box, composed, note)
            return
        stream.set_text_matrix(1, 0, 0, -1, box.position_x, box.position_y + box.baseline)
        pen = Pen(self._fonts, stream, box.style["font_size"])
        _show_units(pen, composed)
        hyphen = face.shape(HYPHEN) if composed.ends_with_hyphen else None
        if hyphen is not None:
            pen.begin_text(SOFT_HYPHEN)
            pen.show(hyphen.glyphs)
            pen.end_text()
        pen.finish()
        if flat.compounds:
            # They stand in order: a paragraph full of ruby asks only for those of this box.
            first = bisect_right(flat.compounds, composed.start, key=attrgetter("end"))
            for compound in islice(flat.compounds, first, None):
                if compound.start >= composed.end:
                    break
                self._draw_readings(stream, box, composed, compound)

    def _record(self, stream: Any, flat: InlineContent) -> None:
        """Record a paragraph's full-width glyphs; others are recorded when they are shown."""
        flat.is_recorded = True
        for piece in flat.pieces:
            face = piece.face
            if face is None:
                continue
            recorded = self._recorded.setdefault(face, set())
            for unit in set(flat.units[piece.start : piece.end]) - recorded:
                recorded.add(unit)
                shaped = face.known.get(unit)
                if shaped is not None and shaped.code:
                    font, glyph = self._fonts.of(stream, face.font), shaped.glyphs[0]
                    font.widths.setdefault(glyph.number, 1000)
                    font.to_unicode.setdefault(glyph.number, glyph.text)

    def _draw_readings(self, stream: Any, box: Any, composed: Composed, compound: Compound) -> None:
        """Draw the readings over the bases in a text box; a compound's stand together on a line."""
        line = composed.line
        readings = [r for r in compound.readings if line.start <= r.start < line.visible]
        origin = box.position_x - (
            _place(composed, composed.start) if composed.start > line.start else 0.0
        )
        bases = [
            (
                origin + _place(composed, r.start),
                distance(composed.paragraph, line, r.start, r.end - 1)
                + (line.trim if r.start == line.start else 0.0)
                + advance(composed.paragraph, line, r.end - 1),
            )
            for r in readings
        ]
        # Nothing hangs out of a line: what would at one edge hangs over more at the other.
        begins, ends = compound.start <= line.start, compound.end >= line.visible
        left, right = bases[0][0], bases[-1][0] + bases[-1][1]
        if not begins:
            left -= compound.left + (compound.right if ends else 0.0)
        if not ends:
            right += compound.right + (compound.left if begins else 0.0)
        starts = places(bases, [reading.width for reading in readings], left, right)
        for reading, start, (x, width) in zip(readings, starts, bases, strict=True):
            if composed.start <= reading.start < composed.end:
                middle = x + (width - reading.width) / 2
                alone = reading.width <= width and abs(start - middle) < 1e-6
                self._draw_reading(
                    stream, box, reading, x if alone else start, width if alone else 0.0
                )

    def _draw_reading(self, stream: Any, box: Any, reading: Reading, x: float, room: float) -> None:
        """Draw a reading; one shorter than its room is spread 1 : 2 : 1 (JLREQ 3.3.6)."""
        between = max(0.0, room - reading.width) / len(reading.glyphs)
        x += between / 2
        y = box.position_y + box.baseline - ASCENT * box.style["font_size"]
        for shaped in reading.glyphs:
            for glyph in shaped.glyphs:
                font = self._fonts.of(stream, glyph.font)
                stream.set_font_size(font.hash, reading.size)
                record(stream, font, glyph, reading.size)
                stream.set_text_matrix(1, 0, 0, -1, x + glyph.shift, y)
                stream.show_text(f"<{glyph.hexadecimal}>")
                x += glyph.advance
            x += between

    def _draw_note(self, stream: Any, box: Any, composed: Composed, note: Note) -> None:
        """Draw what a line has of an inline cutting note, its upper line and its lower line."""
        line, start, end = composed.line, composed.start, composed.end
        shaped = composed.flat.shaped[start:end]
        middle = halve(
            [unit.advance for unit in shaped], note.may_end[start - note.start : end - note.start]
        )
        size: float = box.style["font_size"]
        room = distance(composed.paragraph, line, start, end - 1)
        room += advance(composed.paragraph, line, end - 1)
        halves = (shaped[:middle], NOTE_ASCENT), (shaped[middle:], NOTE_DESCENT)
        length, count = max((sum(unit.advance for unit in half), len(half)) for half, _ in halves)
        between = (room - length) / max(1, count - 1)
        x, y = box.position_x, box.position_y + box.baseline
        space = composed.face.shape(" ")
        # Readers would take the halves for lines of their own. Some go by what comes last: a space
        # on the line's own baseline. Others go by what comes first: that reaches to the note's end.
        pen = Pen(self._fonts, stream, size)
        pen.begin_text("".join(composed.flat.units[start:end]))
        for half, shift in halves:
            pen.finish()
            stream.set_text_matrix(1, 0, 0, -1, x, y + shift * size)
            for unit in half:
                pen.show(unit.glyphs)
                pen.off += between
            if space and shift == NOTE_ASCENT:
                shown = sum(unit.advance + between for unit in half)
                pen.off += room - shown - space.advance
                pen.show(space.glyphs)
            pen.finish()
            pen.off = 0.0
        for glyph in space.glyphs if space else ():
            stream.set_font_size(self._fonts.of(stream, glyph.font).hash, 2 * size)
            stream.set_text_matrix(1, 0, 0, -1, x + room - 2 * glyph.advance, y)
            stream.show_text(f"<{glyph.hexadecimal}>")
        pen.end_text()
        pen.finish()


def _show_units(pen: Pen, composed: Composed) -> None:
    flat, line, face = composed.flat, composed.line, composed.face
    start, end = composed.start, composed.end
    pen.off = -line.trim if start == line.start else 0.0
    stops = _stops(composed)
    gaps = {u: gap(composed.paragraph, line, u) for u in stops if u < line.visible - 1}
    wide = _wide_gaps(composed, gaps, pen.own_size)
    if wide:
        stops = sorted({*stops, *(u + 1 for u in wide if u + 1 < end)})
    unit = start
    for stop in stops:
        if unit < stop:
            pen.show_plain(face.font, "".join(flat.codes[unit:stop]))
        pen.off += flat.leads.get(stop, 0.0)
        if stop == flat.leader:
            pen.show_leader(flat.shaped[stop], *_leader_room(composed))
        elif stop in wide or stop - 1 in wide:
            _show_beside_gap(pen, composed, stop, wide)
        elif flat.codes[stop]:
            pen.show_plain(face.font, flat.codes[stop])
        else:
            pen.show(flat.shaped[stop].glyphs, _between(composed, stop))
        pen.off += flat.leads.get(stop, 0.0)
        if line.letters:
            wider = advance(composed.paragraph, line, stop) - flat.advances[stop]
            pen.off += wider - _between(composed, stop) * len(flat.shaped[stop].glyphs)
        if stop < end - 1:
            pen.off += gaps.get(stop, 0.0)
        elif stop in wide:
            _show_gap(pen, face, gaps[stop])
        unit = stop + 1
    if unit < end:
        pen.show_plain(face.font, "".join(flat.codes[unit:end]))


def _show_beside_gap(pen: Pen, composed: Composed, unit: int, wide: Collection[int]) -> None:
    """Show a unit that has a wide gap on a side; the glyphs beside it are told as text.

    Readers take gaps of a tenth of an em for spaces, unless text that replaces the glyphs reaches
    over them (ISO 32000-2 §14.9.4).
    """
    glyphs = composed.flat.shaped[unit].glyphs
    between = _between(composed, unit)
    if unit - 1 in wide:
        pen.show(glyphs[:1], between)
        if unit in wide and len(glyphs) == 1:
            return
        pen.end_text()
        glyphs = glyphs[1:]
    if unit in wide:
        pen.show(glyphs[:-1], between)
        pen.begin_text(_text_over_gaps(composed, unit, wide))
        pen.show(glyphs[-1:], between)
    else:
        pen.show(glyphs, between)


def _between(composed: Composed, unit: int) -> float:
    """Return what is put between the glyphs of a unit."""
    glyphs, letters = composed.flat.shaped[unit].glyphs, composed.line.letters
    # Marks stay at their letters; the space goes behind the unit then, as with a lone ligature.
    if not letters or len(glyphs) < 2 or not all(glyph.advance for glyph in glyphs):
        return 0.0
    return letters * (len(composed.flat.units[unit]) - 1) / (len(glyphs) - 1)


def _show_gap(pen: Pen, face: Face, width: float) -> None:
    """Show a gap before the next text box as a space that is not told as text."""
    space = face.shape(" ")
    if space is not None:
        pen.off += width - space.advance
        pen.show(space.glyphs)
    pen.end_text()


def _stops(composed: Composed) -> Sequence[int]:
    """Return the units of a text box that are shown one by one: others are full width and solid."""
    flat, line, start, end = composed.flat, composed.line, composed.start, composed.end
    if line.even:
        return range(start, end)
    if flat.stops is None:
        gaps, leads = composed.paragraph.gaps, flat.leads
        flat.stops = [
            unit for unit, code in enumerate(flat.codes) if gaps[unit] or not code or unit in leads
        ]
    stops = flat.stops[bisect_left(flat.stops, start) : bisect_left(flat.stops, end)]
    changed = [unit for unit in line.extra if start <= unit < end]
    return sorted({*stops, *changed}) if changed else stops


def _wide_gaps(composed: Composed, gaps: Mapping[int, float], size: float) -> frozenset[int]:
    """Return the units behind which a reader would see a space that is not there."""
    classes, shaped = composed.flat.classes, composed.flat.shaped
    if composed.flat.leader is not None:
        return frozenset()
    least = WIDE_GAP * size
    return frozenset(
        unit
        for unit, width in gaps.items()
        if width > least
        and classes[unit] not in SPACES
        and classes[unit + 1] not in SPACES
        # Characters of no width, such as a word joiner, have no glyphs to tell.
        and shaped[unit].glyphs
        and (unit + 1 == composed.end or shaped[unit + 1].glyphs)
    )


def _text_over_gaps(composed: Composed, unit: int, wide: Collection[int]) -> str:
    """Return the text from a unit's last glyph to the first one behind the last of wide gaps."""
    shaped = composed.flat.shaped
    text = shaped[unit].glyphs[-1].text
    while unit in wide and unit + 1 < composed.end:
        unit += 1
        text += shaped[unit].glyphs[0].text
        if len(shaped[unit].glyphs) > 1:
            break
    return text


def _leader_room(composed: Composed) -> tuple[float, int]:
    """Return where a leader's first pattern begins behind its place, and how many there are.

    They are counted from the end of the line, so that those of all lines stand below each other.
    """
    line, unit = composed.line, composed.start
    width = composed.flat.advances[unit]
    rest = line.width - _place(composed, unit)  # to the end of the line
    behind = rest - width - line.extra.get(unit, 0.0)  # what stands there
    most = int(rest / width + 1e-6)
    return rest - most * width, most - math.ceil(behind / width - 1e-6)


def _place(composed: Composed, unit: int) -> float:
    """Return where a unit stands on its line, from where the pen begins."""
    return distance(composed.paragraph, composed.line, composed.line.start, unit)


def distance(paragraph: Paragraph, line: Line, first: int, unit: int) -> float:
    """Return how far a unit stands from where the pen begins with ``first``, on its line."""
    width = paragraph.ends[unit] - paragraph.ends[first]
    if line.extra:
        width += sum(extra for place, extra in line.extra.items() if first <= place < unit)
    if line.even:
        between, within = map(sub, paragraph.gaps_before(unit), paragraph.gaps_before(first))
        width += line.even * between + line.letters * within
    return width - line.trim if first == line.start else width


def gap(paragraph: Paragraph, line: Line, unit: int) -> float:
    """Return the space behind a unit on its line."""
    width = paragraph.gaps[unit] + line.extra.get(unit, 0.0)
    if line.even:
        within_word = paragraph.gaps_before(unit + 1)[0] == paragraph.gaps_before(unit)[0]
        width += line.letters if within_word else line.even
    return width


def advance(paragraph: Paragraph, line: Line, unit: int) -> float:
    """Return the width of a unit on its line."""
    units = paragraph.units
    return units.advances[unit] + line.letters * (len(units.texts[unit]) - 1)
