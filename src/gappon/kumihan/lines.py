"""Choosing lines for a paragraph, and adjusting each to the measure (JLREQ 3.8).

Lines are chosen over the whole paragraph (Knuth and Plass, 1981), over these glues: the choice
keeps the best few partial solutions after each line, which finds what the full search finds at a
tenth of its cost. ``greedy`` fills line by line.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple

from gappon.kumihan.classes import CL04_DIVIDING
from gappon.kumihan.paragraph import SPACES, Head, Paragraph, Tail
from gappon.kumihan.spacing import AFTER_HALF


class _Effort(NamedTuple):
    """How far the choice of lines looks.

    Attributes:
        beam: partial solutions kept after each line.
        before, after: break places looked at before and after the measure.
        margin: partial solutions that cost this much more than the best are given up.
    """

    beam: int
    before: int
    after: int
    margin: float


QUICK, THOROUGH = _Effort(3, 2, 1, 20.0), _Effort(8, 4, 3, 1e9)
LOOSE = 0.04  # em between characters; a paragraph with a looser line is chosen thoroughly
TOLERANCE = 1e-6
# What a line costs, per em of adjustment: by tier of reduction and expansion, then evenly.
SHRINK_COST = (0.3, 0.6, 0.5, 1.2)
STRETCH_COST = (0.3, 0.0, 0.0, 0.6)
# Per em and gap, squared, dwarfs all others; more than squared for lines that catch the eye.
EVEN_COST = 400.0
EVEN_BASE = 4.0
# Tight setting costs as much as a line that is a thirtieth of an em loose, at its most a twentieth.
TIGHT_BASE, TIGHT_COST = 30.0, 50.0
OVERFULL_COST = 1e7
# A word divided behind a sign of its own; with a hyphen put in.
DIVIDED_COST, HYPHEN_COST = 10.0, 90.0
SHORT_LAST_COST = 1e4
# How a line would fit: what that costs, what has to change, how far the last unit hangs.
_Fit = tuple[float, float, float]
# Marks that do not make a last line longer.
NOT_COUNTED = AFTER_HALF | SPACES | {CL04_DIVIDING}


@dataclass
class Line:
    """One line.

    Attributes:
        start, end: units ``start`` to ``end - 1``; spaces at the end are left out of ``visible``.
        visible: end of the units that are drawn.
        trim: what the first unit loses before it.
        hang: how far the last unit stands past the measure.
        hyphen: width of the hyphen that is put behind the last unit.
        extra: change of the gap behind a unit, by unit.
        even: added to every gap that is not within a word; negative in tight setting.
        width: from the first unit's edge to the last one's, after adjustment.
    """

    start: int
    end: int
    visible: int
    trim: float = 0.0
    hang: float = 0.0
    hyphen: float = 0.0
    extra: dict[int, float] = field(default_factory=dict)
    even: float = 0.0
    width: float = 0.0


def compose_ragged(paragraph: Paragraph, first_measure: float, measure: float) -> list[Line]:
    """Return lines of natural length, for text that is not justified (headings, cells)."""
    lines: list[Line] = []
    total = len(paragraph.units.texts)
    start, length = 0, first_measure
    while start < total:
        best = 0
        for end in _candidates(paragraph, start, length):
            if not best or overrun(paragraph, start, end, length) < TOLERANCE:
                best = end
        lines.append(natural_line(paragraph, start, best))
        start, length = best, measure
    return lines


def natural_line(paragraph: Paragraph, start: int, end: int) -> Line:
    """Return a line of its natural length."""
    head, tail = paragraph.head(start), paragraph.tail(start, end)
    width = tail.position - head.position
    return Line(start, end, tail.visible, head.trim, hyphen=tail.hyphen or 0.0, width=width)


def overrun(paragraph: Paragraph, start: int, end: int, length: float) -> float:
    """Return by how much a line of natural length is too long; the half of a last mark may be."""
    return _overrun(paragraph.head(start), paragraph.tail(start, end), length)


def _overrun(head: Head, tail: Tail, length: float) -> float:
    over = tail.position - head.position - length
    return max(0.0, over - tail.slack) if over > 0 else over


def compose(paragraph: Paragraph, first_measure: float, measure: float) -> list[Line]:
    """Return the lines of a paragraph, justified.

    Args:
        paragraph: what to compose.
        first_measure: length of the first line (the measure less the indent).
        measure: length of the others.
    """
    if not paragraph.units.texts:
        return []
    total = paragraph.breaks[-1]
    if overrun(paragraph, 0, total, first_measure) <= 0:
        return [natural_line(paragraph, 0, total)]
    style = paragraph.style
    if style.breaking == "greedy" or len(paragraph.units.texts) > style.paragraph_limit:
        return _lines(paragraph, _greedy(paragraph, first_measure, measure), first_measure, measure)
    chosen = _optimal(paragraph, first_measure, measure, QUICK)
    lines = _lines(paragraph, chosen, first_measure, measure)
    size = paragraph.units.sizes[0]
    if any(line.even > LOOSE * size for line in lines) or _has_short_last(paragraph, lines):
        chosen = _optimal(paragraph, first_measure, measure, THOROUGH)
        lines = _lines(paragraph, chosen, first_measure, measure)
    return lines


def _has_short_last(paragraph: Paragraph, lines: list[Line]) -> bool:
    last = lines[-1]
    return len(lines) > 1 and _is_short(paragraph, last.start, last.visible)


def _is_short(paragraph: Paragraph, start: int, visible: int) -> bool:
    """Say whether a last line has fewer characters than it should, marks not counted."""
    units = paragraph.units
    words = sum(
        len(units.texts[i])
        for i in range(start, min(visible, start + 8))
        if units.classes[i] not in NOT_COUNTED
    )
    return words < paragraph.style.minimum_last_line


def _lines(
    paragraph: Paragraph, chosen: list[int], first_measure: float, measure: float
) -> list[Line]:
    lines, start = [], 0
    for number, end in enumerate(chosen):
        length = measure if number else first_measure
        last = number == len(chosen) - 1
        lines.append(_adjusted(paragraph, start, end, length, last=last))
        start = end
    return lines


def _optimal(
    paragraph: Paragraph, first_measure: float, measure: float, effort: _Effort
) -> list[int]:
    """Return the ends of the lines with the least cost altogether."""
    total = len(paragraph.units.texts)
    states: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    best: tuple[float, tuple[int, ...]] | None = None
    length = first_measure
    while states:
        following: dict[int, tuple[float, tuple[int, ...]]] = {}
        for start, (cost, ends) in states.items():
            head = paragraph.head(start)
            for end in _candidates(paragraph, start, length, effort):
                tail = paragraph.tail(start, end)
                if end == total:
                    sum_ = cost + _fit_last(paragraph, head, tail, length)[0]
                    if best is None or sum_ < best[0]:
                        best = (sum_, (*ends, end))
                    continue
                sum_ = cost + _fit(paragraph, head, tail, length)[0]
                known = following.get(end)
                if known is None or sum_ < known[0]:
                    following[end] = (sum_, (*ends, end))
        if len(following) > effort.beam:
            kept = sorted(following.items(), key=_cost_so_far)[: effort.beam]
            hopeless = kept[0][1][0] + effort.margin
            following = {end: state for end, state in kept if state[0] < hopeless}
        if best is not None:
            following = {end: state for end, state in following.items() if state[0] < best[0]}
        states = following
        length = measure
    assert best is not None
    return list(best[1])


def _cost_so_far(item: tuple[int, tuple[float, tuple[int, ...]]]) -> float:
    return item[1][0]


def _greedy(paragraph: Paragraph, first_measure: float, measure: float) -> list[int]:
    """Return the ends of lines filled one by one: reduction first, else expansion (JLREQ 3.8.2)."""
    total = len(paragraph.units.texts)
    ends: list[int] = []
    start, length = 0, first_measure
    while start < total:
        head = paragraph.head(start)
        fits = []
        for end in _candidates(paragraph, start, length):
            fit = _fit_last if end == total else _fit
            fits.append((fit(paragraph, head, paragraph.tail(start, end), length)[0], end))
        possible = [(cost, end) for cost, end in fits if cost < OVERFULL_COST]
        if any(end == total for _, end in possible):
            ends.append(total)
            break
        start = min(possible or fits)[1]
        ends.append(start)
        length = measure
    return ends


def _candidates(
    paragraph: Paragraph, start: int, length: float, effort: _Effort = QUICK
) -> list[int]:
    """Return the break places near the measure for a line from ``start``; at least one."""
    breaks = paragraph.breaks
    limit = paragraph.ends[start] + length
    reach = bisect_right(paragraph.ends, limit + TOLERANCE)
    index = bisect_right(breaks, reach)
    low = bisect_right(breaks, start)
    return breaks[max(low, index - effort.before) : max(low + 1, index + effort.after)]


def _fit(paragraph: Paragraph, head: Head, tail: Tail, length: float) -> _Fit:
    """Return the cheapest way to fit units into a line."""
    limit = length + head.position
    edge, hang = tail.edges[0]
    change = limit - edge
    cost = _cost(paragraph, head, tail, change)
    for other, other_hang in tail.edges[1:]:
        other_cost = _cost(paragraph, head, tail, limit - other)
        if other_cost < cost:
            cost, change, hang = other_cost, limit - other, other_hang
    if tail.hyphen is not None:
        cost += HYPHEN_COST if tail.hyphen else DIVIDED_COST
    return cost, change, hang


def _fit_last(paragraph: Paragraph, head: Head, tail: Tail, length: float) -> _Fit:
    """Fit a paragraph's last line: natural, unless it must be reduced to fit."""
    change = min(0.0, -_overrun(head, tail, length))
    cost = _cost(paragraph, head, tail, change)
    if head.start and _is_short(paragraph, head.start, tail.visible):
        cost += SHORT_LAST_COST
    return cost, change, 0.0


def _cost(paragraph: Paragraph, head: Head, tail: Tail, change: float) -> float:
    """Return what it costs to change a line's length by ``change``."""
    if -TOLERANCE < change < TOLERANCE:
        return 0.0
    shrinking = change < 0
    rest = -change if shrinking else change
    cost = 0.0
    size, low, high = head.size, head.place, tail.place
    if low != high:
        prices = SHRINK_COST if shrinking else STRETCH_COST
        for tier, sums in paragraph.shrinks if shrinking else paragraph.stretches:
            room = sums[high] - sums[low]
            if room <= 0:
                continue
            used = rest if rest < room else room
            cost += prices[tier] * used / size * (0.5 + used / room)
            rest -= used
            if rest <= TOLERANCE:
                return cost
    gaps = tail.gaps - head.gaps
    if shrinking:
        most = paragraph.style.tight_setting * size * gaps
        if rest > most:
            return OVERFULL_COST * (1 + rest / size)
        return cost + TIGHT_BASE + TIGHT_COST * rest / most
    if gaps <= 0:
        return OVERFULL_COST / 10 * (1 + rest / size)
    each = rest / size / gaps
    return cost + EVEN_BASE + EVEN_COST * each * each * gaps * (1 + (each / LOOSE) ** 2)


def _adjusted(paragraph: Paragraph, start: int, end: int, length: float, *, last: bool) -> Line:
    """Return a line with its change spread over its gaps, by the order of JLREQ 3.8.3 and 3.8.4."""
    head, tail = paragraph.head(start), paragraph.tail(start, end)
    _, change, hang = (_fit_last if last else _fit)(paragraph, head, tail, length)
    line = Line(start, end, tail.visible, head.trim, hang, tail.hyphen or 0.0)
    line.width = tail.position - head.position + change
    rest = abs(change)
    if rest < TOLERANCE:
        return line
    shrinking = change < 0
    low, high = head.place, tail.place
    for tier, sums in paragraph.shrinks if shrinking else paragraph.stretches:
        room = sums[high] - sums[low]
        if room <= 0:
            continue
        ratio = min(1.0, rest / room)
        for place in range(low, high):
            gap = paragraph.flexible[place]
            if gap.tier == tier:
                give = (gap.shrink if shrinking else gap.stretch) * paragraph.place_sizes[place]
                line.extra[paragraph.places[place]] = (-give if shrinking else give) * ratio
        rest -= min(rest, room)
        if rest < TOLERANCE:
            return line
    gaps = tail.gaps - head.gaps
    if gaps > 0:
        each = rest / gaps
        tight = paragraph.style.tight_setting * head.size
        line.even = -min(each, tight) if shrinking else each
    return line
