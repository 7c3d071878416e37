"""Lines → WeasyPrint's boxes, and their glyphs → the page."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from operator import attrgetter
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.inline import _adjust_line_height, line_box_verticality
from weasyprint.text.ffi import FROM_UNITS, pango
from weasyprint.text.line_break import strut

from gappon.exporters.pdf.flattening import Flat, side_width
from gappon.exporters.pdf.rubies import Compound, Reading
from gappon.exporters.pdf.shaping import EXACT, Face, Glyph, Shaped
from gappon.kumihan.lines import Line, is_rigid
from gappon.kumihan.paragraph import Paragraph
from gappon.kumihan.ruby import places

ROOM = 0.4  # lines; what may reach into the space between lines
ASCENT = 0.92  # em; baseline of a reading above that of its base


class Composed:
    """What a text box on a line draws: units of a paragraph, adjusted as the line is.

    Attributes:
        flat, paragraph, line: where it comes from.
        face: of its glyphs.
        start, end: its units.
    """

    __slots__ = ("end", "face", "flat", "line", "paragraph", "start")

    def __init__(
        self, flat: Flat, paragraph: Paragraph, line: Line, face: Face, start: int, end: int
    ) -> None:
        self.flat = flat
        self.face = face
        self.paragraph = paragraph
        self.line = line
        self.start = start
        self.end = end


def alignment(box: Any) -> str:
    """Return ``start``, ``end``, ``center`` or ``justify``."""
    align: str = box.style["text_align_all"]
    return {"left": "start", "right": "end"}.get(align, align)


def place(
    box: Any,
    flat: Flat,
    paragraph: Paragraph,
    line: Line,
    x: float,
    position_y: float,
    indent: float,
    width: float,
    *,
    last: bool,
) -> Any:
    """Return the line box of a line, its children copied and placed."""
    align = alignment(box)
    room = width - indent - line.width
    if flat.leader is not None and line.start <= flat.leader < line.visible and room > 0:
        line = replace(line, extra={**line.extra, flat.leader: room}, width=line.width + room)
        room = 0.0
    offset = {"center": room / 2, "end": room}.get(align, 0.0)
    pen = x + indent + offset
    children, _ = _children(box, flat, paragraph, line, pen)
    placed = box.copy_with_children(children)
    placed.position_x, placed.position_y = x + indent + offset, position_y
    placed.width = line.width
    _adjust_line_height(placed)
    bottom, top = line_box_verticality(placed)
    placed.baseline = -top
    placed.position_y = top
    placed.height = bottom - top
    placed.margin_top = placed.margin_bottom = 0
    placed.translate(0, position_y - top)
    placed.position_y = position_y
    return placed


def stand_on_grid(line: Any, pitch: float, baseline: float) -> None:
    """Give a placed line whole lines of the grid, and its text the baseline that all have there.

    Other fonts and sizes within it do not make it higher; a formula that is higher than a line
    takes two or more.

    Args:
        line: the box.
        pitch: from one line of the grid to the next, in CSS px.
        baseline: from a line's upper edge, in CSS px.
    """
    lines = max(1, math.ceil(line.height / pitch - ROOM))
    baseline += (lines - 1) * pitch / 2
    y = line.position_y
    line.translate(0, baseline - line.baseline)
    line.position_y, line.baseline, line.height = y, baseline, lines * pitch


def _children(
    box: Any, flat: Flat, paragraph: Paragraph, line: Line, pen: float
) -> tuple[list[Any], float]:
    """Return copies of the children that have units on the line, and where the pen is then."""
    children = []
    for child in box.children:
        start, end = flat.ranges[id(child)]
        first, final = max(start, line.start), min(end, line.visible)
        if first >= final:
            # An empty inline element is an anchor: it stays on the line where it stands.
            if (
                id(child) not in flat.hidden
                and start == end
                and isinstance(child, boxes.InlineBox)
                and (line.start <= start < line.end or start == line.end == len(flat.units))
            ):
                children.append(_empty(child, pen))
            continue
        if isinstance(child, boxes.TextBox):
            copy, pen = _text(child, flat, paragraph, line, first, final, pen)
        elif first in flat.images and isinstance(child, boxes.ReplacedBox):
            copy = child.copy()
            copy.position_x = pen
            pen += flat.advances[first] + (
                _gap(paragraph, line, first) if final < line.visible else 0.0
            )
        else:
            copy, pen = _inline(child, flat, paragraph, line, pen)
        children.append(copy)
    return children, pen


def _inline(
    box: Any, flat: Flat, paragraph: Paragraph, line: Line, pen: float
) -> tuple[Any, float]:
    start, end = flat.ranges[id(box)]
    is_start, is_end = start >= line.start, end <= line.end
    left = pen
    children, pen = _children(
        box, flat, paragraph, line, pen + (side_width(box, "left") if is_start else 0.0)
    )
    copy = box.copy_with_children(children)
    copy.remove_decoration(start=not is_start, end=not is_end)
    final = min(end, line.visible)
    behind = _gap(paragraph, line, final - 1) if final < line.visible else 0.0
    copy.position_x = left
    copy.width = pen - behind - left - (side_width(box, "left") if is_start else 0.0)
    _adjust_line_height(copy)
    return copy, pen + (side_width(box, "right") if is_end else 0.0)


def _empty(box: Any, pen: float) -> Any:
    copy = box.copy_with_children([])
    copy.position_x, copy.width = pen, 0
    _adjust_line_height(copy)
    return copy


def _text(
    box: Any, flat: Flat, paragraph: Paragraph, line: Line, first: int, final: int, pen: float
) -> tuple[Any, float]:
    offsets = flat.offsets
    last = final - 1
    copy = box.copy_with_text(
        box.text[offsets[first] : offsets[last] + len(flat.units[last])] or " "
    )
    width = _distance(paragraph, line, first, last) + paragraph.natural(last, final)
    sides = sum(flat.sides.get(unit, 0.0) for unit in {first, last})
    face = flat.faces[id(box)]
    copy.kumihan = Composed(flat, paragraph, line, face, first, final)
    copy.position_x = pen
    copy.width = width - sides
    copy.margin_left = copy.margin_right = 0
    copy.padding_left = copy.padding_right = copy.padding_top = copy.padding_bottom = 0
    copy.border_left_width = copy.border_right_width = 0
    copy.border_top_width = copy.border_bottom_width = 0
    copy.pango_layout = face.decoration
    copy.height = face.height
    half = _half_leading(box.style, face)
    copy.margin_top = copy.margin_bottom = half
    copy.baseline = face.baseline + half
    pen += copy.width
    if final < line.visible:
        pen += _gap(paragraph, line, last)
    return copy, pen


def _half_leading(style: Any, face: Face) -> float:
    """Return what a line's height adds above and below its text, asked for once a line height."""
    key = style["line_height"]
    half = face.half_leadings.get(key)
    if half is None:
        line_height, _ = strut(style)
        half = face.half_leadings[key] = (line_height - face.height) / 2
    return half


def _distance(paragraph: Paragraph, line: Line, first: int, unit: int) -> float:
    """Return how far a unit stands from where the pen begins with ``first``, on its line."""
    distance = paragraph.ends[unit] - paragraph.ends[first]
    if line.extra:
        distance += sum(extra for place, extra in line.extra.items() if first <= place < unit)
    if line.even:
        distance += line.even * sum(not is_rigid(paragraph, place) for place in range(first, unit))
    return distance - line.trim if first == line.start else distance


def _gap(paragraph: Paragraph, line: Line, unit: int) -> float:
    gap = paragraph.gaps[unit] + line.extra.get(unit, 0.0)
    if line.even and not is_rigid(paragraph, unit):
        gap += line.even
    return gap


class Ink:
    """Draws the composed text boxes of one document, and records the glyphs that they use."""

    def __init__(self) -> None:
        self._fonts: dict[Any, Any] = {}
        self._recorded: dict[Face, set[str]] = {}

    def draw(self, stream: Any, box: Any) -> None:
        """Draw a text box: one ``TJ`` for each font, numbers only where a gap differs.

        Full-width glyphs that nothing stands between are taken together: a loop over all glyphs of
        a book would cost a tenth of a compile.
        """
        composed: Composed = box.kumihan
        flat, line, face = composed.flat, composed.line, composed.face
        start, end = composed.start, composed.end
        self._record(stream, face, flat.units[start:end])
        stream.set_text_matrix(1, 0, 0, -1, box.position_x, box.position_y + box.baseline)
        pen = _Pen(self, stream, box.style["font_size"])
        pen.off = -line.trim if start == line.start else 0.0
        unit = start
        for stop in _stops(composed):
            if unit < stop:
                pen.show_plain(face.font, "".join(flat.codes[unit:stop]))
            pen.off += flat.leads.get(stop, 0.0)
            if flat.codes[stop]:
                pen.show_plain(face.font, flat.codes[stop])
            elif stop == flat.leader:
                pen.show_leader(flat.shaped[stop], *_leader_room(composed))
            else:
                pen.show(flat.shaped[stop].glyphs)
            pen.off += flat.leads.get(stop, 0.0)
            if stop != end - 1:
                pen.off += _gap(composed.paragraph, line, stop)
            unit = stop + 1
        if unit < end:
            pen.show_plain(face.font, "".join(flat.codes[unit:end]))
        pen.finish()
        if flat.compounds:
            # They stand in order: a paragraph full of ruby asks only for those of this box.
            first = bisect_right(flat.compounds, start, key=attrgetter("end"))
            for compound in islice(flat.compounds, first, None):
                if compound.start >= end:
                    break
                self._draw_readings(stream, box, composed, compound)

    def font(self, stream: Any, font: Any) -> Any:
        """Return WeasyPrint's record of a font, asked for once a document."""
        found = self._fonts.get(font)
        if found is None:
            found, _ = stream.add_font(font)
            self._fonts[font] = found
        return found

    def _record(self, stream: Any, face: Face, units: list[str]) -> None:
        """Record the full-width glyphs of units; others are recorded when they are shown."""
        recorded = self._recorded.setdefault(face, set())
        for unit in set(units) - recorded:
            recorded.add(unit)
            shaped = face.known.get(unit)
            if shaped is not None and shaped.code:
                font, glyph = self.font(stream, face.font), shaped.glyphs[0]
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
                _distance(composed.paragraph, line, r.start, r.end - 1)
                + (line.trim if r.start == line.start else 0.0)
                + composed.flat.advances[r.end - 1],
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
                font = self.font(stream, glyph.font)
                stream.set_font_size(font.hash, reading.size)
                if glyph.number not in font.widths:
                    _width(stream, font, glyph.font, glyph.number, reading.size)
                font.to_unicode.setdefault(glyph.number, glyph.text)
                stream.set_text_matrix(1, 0, 0, -1, x + glyph.shift, y)
                stream.show_text(f"<{glyph.hexadecimal}>")
                x += glyph.advance
            x += between


class _Pen:
    """Writes the glyphs of one text box.

    Attributes:
        off: what it is off from where the glyphs' own widths have brought it, in CSS px.
    """

    def __init__(self, ink: Ink, stream: Any, size: float) -> None:
        self.ink = ink
        self.stream = stream
        self.own_size = self.size = size
        self.off = 0.0
        self.rise = 0.0
        self.parts: list[str] = []
        self.current: Any = None
        self.font: Any = None

    def show_plain(self, font: Any, code: str) -> None:
        """Show full-width glyphs of a font, one behind the other."""
        if font is not self.current or self.rise or self.size != self.own_size:
            self._change(font, 1.0, 0.0)
        self._move()
        self.parts.append(code)

    def show(self, glyphs: tuple[Glyph, ...]) -> None:
        """Show any glyphs."""
        for glyph in glyphs:
            if glyph.font is not self.current:
                self._change(glyph.font, glyph.scale, glyph.rise)
            number, font = glyph.number, self.font
            width = font.widths.get(number)
            if width is None:
                width = _width(self.stream, font, self.current, number, self.size)
            if number not in font.to_unicode:
                font.to_unicode[number] = glyph.text
            self.off += glyph.shift
            self._move()
            self.parts.append(glyph.hexadecimal)
            off = glyph.advance - width * self.size / 1000 - glyph.shift
            self.off = 0.0 if -EXACT < off < EXACT else off

    def show_leader(self, pattern: Shaped, start: float, count: int) -> None:
        """Show a leader's pattern again and again, from a distance on, in CSS px."""
        self.off += start
        for _ in range(count):
            self.show(pattern.glyphs)
            self.off += pattern.advance - sum(glyph.advance for glyph in pattern.glyphs)

    def finish(self) -> None:
        """Write what is left."""
        self._flush()
        if self.rise:
            self.stream.set_text_rise(0)

    def _change(self, font: Any, scale: float, rise: float) -> None:
        self._flush()
        self.current = font
        self.font = self.ink.font(self.stream, font)
        self.size = self.own_size * scale
        self.stream.set_font_size(self.font.hash, self.size)
        if rise != self.rise:
            self.rise = rise
            self.stream.set_text_rise(rise)

    def _move(self) -> None:
        if self.off:
            self.parts.append(f">{-self.off / self.size * 1000:.4g}<")
            self.off = 0.0

    def _flush(self) -> None:
        if self.parts:
            self.stream.show_text("<" + "".join(self.parts) + ">")
            self.parts = []


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
    return _distance(composed.paragraph, composed.line, composed.line.start, unit)


def _width(stream: Any, font: Any, pango_font: Any, number: int, size: float) -> int:
    """Return a glyph's width in thousandths of an em, as WeasyPrint records it."""
    pango.pango_font_get_glyph_extents(pango_font, number, stream.ink_rect, stream.logical_rect)
    width = font.widths[number] = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
    return int(width)
