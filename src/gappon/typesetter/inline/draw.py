"""The glyphs of composed lines → the page."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import islice
from operator import attrgetter
from typing import Any

from gappon.kumihan.classes import SPACES
from gappon.typesetter.context import LayoutContext
from gappon.typesetter.inline.composed import ComposedText, Run
from gappon.typesetter.inline.draw_note import draw_note
from gappon.typesetter.inline.draw_plain import draw_plain
from gappon.typesetter.inline.draw_ruby import draw_readings
from gappon.typesetter.inline.shape import HYPHEN, Face
from gappon.typesetter.inline.stream import DrawState, Pen
from gappon.typesetter.inline.units import is_right_to_left

SOFT_HYPHEN = "\u00ad"  # stands for a hyphen that is not in the text (ISO 32000-2 §14.8.2.2.3)
NO_LEAD = (0.0, 0.0)
WIDE_GAP = 0.06  # em; readers take gaps of a tenth for spaces


def draw_text(
    layout: LayoutContext, original: Callable[..., Any], stream: Any, box: Any, *arguments: Any
) -> None:
    """Draw a text box, in the place of WeasyPrint's function of this name.

    A composed one without lines under, over or through it is drawn here, with its colour.
    """
    if type(box) is ComposedText and _is_plain(box.style):
        stream.set_color(box.style["color"])
        stream.begin_text()
        _draw(layout.drawing, stream, box)
        stream.end_text()
    else:
        original(stream, box, *arguments)


def draw_first_line(
    layout: LayoutContext, original: Callable[..., Any], stream: Any, box: Any, *arguments: Any
) -> Any:
    """Draw the glyphs of a text box, in the place of WeasyPrint's function of this name.

    Returns:
        What WeasyPrint draws behind them: coloured emoji, of which a composed box has none.
    """
    if type(box) is not ComposedText:
        return draw_plain(layout.drawing, original, stream, box, *arguments)
    _draw(layout.drawing, stream, box)
    return []


def _is_plain(style: Any) -> bool:
    """Say whether text of a style is visible, with no line under, over or through it."""
    return (style["text_decoration_line"], style["visibility"]) == ("none", "visible")


def _draw(state: DrawState, stream: Any, box: ComposedText) -> None:
    """Draw a text box: one ``TJ`` for each font, numbers only where a gap differs.

    Full-width glyphs that nothing stands between are taken together: a loop over all glyphs of
    a book would cost a tenth of a compile.
    """
    run = box.run
    content, face = run.line.content, run.face
    if content not in state.stops:
        state.record_full_width(stream, content)
        state.stops[content] = _stops_of(state, run)
    note = next((n for n in content.notes if n.start <= run.start < n.end), None)
    if note is not None:
        draw_note(state, stream, box, note)
        return
    stream.set_text_matrix(1, 0, 0, -1, box.position_x, box.position_y + box.baseline)
    pen = Pen(state, stream, box.style["font_size"])
    _show_units(pen, run, _stops(state, run))
    if run.ends_with_hyphen:
        pen.begin_text(SOFT_HYPHEN)
        pen.show(face.shape(HYPHEN).glyphs)
        pen.end_text()
    pen.finish()
    if content.compounds:
        # They stand in order: a paragraph full of ruby asks only for those of this box.
        first = bisect_right(content.compounds, run.start, key=attrgetter("end"))
        for compound in islice(content.compounds, first, None):
            if compound.start >= run.end:
                break
            draw_readings(state, stream, box, compound)


def _stops_of(state: DrawState, run: Run) -> Sequence[int]:
    """Return the units of a paragraph that are not full width and solid, and shown one by one."""
    content, gaps = run.line.content, run.line.paragraph.gaps
    respelled = {
        unit
        for piece in content.pieces
        if piece.face in state.respelled
        for unit in range(piece.start, piece.end)
        if content.units.texts[unit] in state.respelled[piece.face]
    }
    return [
        unit
        for unit, code in enumerate(content.codes)
        if gaps[unit] or not code or unit in content.leads or unit in respelled
    ]


def _show_units(pen: Pen, run: Run, stops: Sequence[int]) -> None:
    line, face, start, end = run
    content, fitted = line.content, line.line
    pen.off = -fitted.trim if start == fitted.start else 0.0
    respelled = pen.state.respelled.get(face, ())
    gaps = {unit: line.gap(unit) for unit in stops if unit < fitted.visible - 1}
    wide = _wide_gaps(run, gaps, pen.own_size)
    if wide:
        stops = sorted({*stops, *(u + 1 for u in wide if u + 1 < end)})
    unit = start
    for stop in stops:
        if unit < stop:
            pen.show_plain(face.font, "".join(content.codes[unit:stop]))
        before, behind = content.leads.get(stop, NO_LEAD)
        pen.off += before
        if stop == content.leader:
            pen.show_leader(content.shaped[stop], *_leader_room(run))
        elif stop in wide or stop - 1 in wide:
            _show_beside_gap(pen, run, stop, wide)
        elif content.codes[stop] and content.units.texts[stop] not in respelled:
            pen.show_plain(face.font, content.codes[stop])
        else:
            pen.show(content.shaped[stop].glyphs, _between(run, stop))
        pen.off += behind
        if fitted.letters:
            wider = line.advance(stop) - content.units.advances[stop]
            pen.off += wider - _between(run, stop) * len(content.shaped[stop].glyphs)
        if stop < end - 1:
            pen.off += gaps.get(stop, 0.0)
        elif stop in wide:
            _show_gap(pen, face, gaps[stop])
        unit = stop + 1
    if unit < end:
        pen.show_plain(face.font, "".join(content.codes[unit:end]))


def _show_beside_gap(pen: Pen, run: Run, unit: int, wide: Collection[int]) -> None:
    """Show a unit that has a wide gap on a side; the glyphs beside it are told as text.

    Readers take gaps of a tenth of an em for spaces, unless text that replaces the glyphs reaches
    over them (ISO 32000-2 §14.9.4).
    """
    glyphs = run.line.content.shaped[unit].glyphs
    between = _between(run, unit)
    if unit - 1 in wide:
        pen.show(glyphs[:1], between)
        if unit in wide and len(glyphs) == 1:
            return
        pen.end_text()
        glyphs = glyphs[1:]
    if unit in wide:
        pen.show(glyphs[:-1], between)
        pen.begin_text(_text_over_gaps(run, unit, wide))
        pen.show(glyphs[-1:], between)
    else:
        pen.show(glyphs, between)


def _between(run: Run, unit: int) -> float:
    """Return what is put between the glyphs of a unit."""
    glyphs = run.line.content.shaped[unit].glyphs
    letters = run.line.line.letters * run.line.paragraph.letters[unit]
    # Marks stay at their letters; the space goes behind the unit then, as with a lone ligature.
    if not letters or len(glyphs) < 2 or not all(glyph.advance for glyph in glyphs):
        return 0.0
    return letters / (len(glyphs) - 1)


def _show_gap(pen: Pen, face: Face, width: float) -> None:
    """Show a gap before the next text box as a space that is not told as text."""
    space = face.shape(" ")
    pen.off += width - space.advance
    pen.show(space.glyphs)
    pen.end_text()


def _stops(state: DrawState, run: Run) -> Sequence[int]:
    """Return the units of a text box that are shown one by one."""
    line, start, end = run.line.line, run.start, run.end
    if line.even:
        return range(start, end)
    stops = state.stops[run.line.content]
    stops = stops[bisect_left(stops, start) : bisect_left(stops, end)]
    changed = [unit for unit in line.extra if start <= unit < end]
    return sorted({*stops, *changed}) if changed else stops


def _wide_gaps(run: Run, gaps: Mapping[int, float], size: float) -> frozenset[int]:
    """Return the units behind which a reader would see a space that is not there."""
    units, shaped = run.line.content.units, run.line.content.shaped
    classes, texts = units.classes, units.texts
    if run.line.content.leader is not None:
        return frozenset()
    least = WIDE_GAP * size
    return frozenset(
        unit
        for unit, width in gaps.items()
        if width > least
        and classes[unit] not in SPACES
        and classes[unit + 1] not in SPACES
        # Images have no glyphs to tell; readers put text from right to left in order by themselves.
        and shaped[unit].glyphs
        and (unit + 1 == run.end or shaped[unit + 1].glyphs)
        and not is_right_to_left(texts[unit])
        and not is_right_to_left(texts[unit + 1])
    )


def _text_over_gaps(run: Run, unit: int, wide: Collection[int]) -> str:
    """Return the text from a unit's last glyph to the first one behind the last of wide gaps."""
    shaped = run.line.content.shaped
    text = shaped[unit].glyphs[-1].text
    while unit in wide and unit + 1 < run.end:
        unit += 1
        text += shaped[unit].glyphs[0].text
        if len(shaped[unit].glyphs) > 1:
            break
    return text


def _leader_room(run: Run) -> tuple[float, int]:
    """Return where a leader's first pattern begins behind its place, and how many there are.

    They are counted from the end of the line, so that those of all lines stand below each other.
    """
    line, unit = run.line, run.start
    width = line.content.units.advances[unit]
    rest = line.line.width - line.place(unit)  # to the end of the line
    behind = rest - width - line.line.extra.get(unit, 0.0)  # what stands there
    most = int(rest / width + 1e-6)
    return rest - most * width, most - math.ceil(behind / width - 1e-6)
