"""Choosing lines for a paragraph (JLREQ 3.8.2).

Lines are chosen over the whole paragraph (Knuth and Plass, 1981), over these glues: the choice
keeps the best few partial solutions after each line, which finds what the full search finds at a
tenth of its cost. ``greedy`` fills line by line.
"""

from __future__ import annotations

from bisect import bisect_right
from math import inf
from typing import NamedTuple

from gappon.kumihan.adjustment import (
    LOOSE,
    OVERFULL_COST,
    TOLERANCE,
    Line,
    adjusted,
    fit,
    fit_last,
    natural_line,
    overrun,
)
from gappon.kumihan.classes import CL04_DIVIDING, SPACES
from gappon.kumihan.paragraph import Head, Paragraph, Tail
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
SHORT_LAST_COST = 1e4
# Marks that do not make a last line longer.
NOT_COUNTED = AFTER_HALF | SPACES | {CL04_DIVIDING}


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
    if any(line.even > LOOSE / 2 * size for line in lines) or _has_short_last(paragraph, lines):
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
        lines.append(adjusted(paragraph, start, end, length, last=last))
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
        hopeless = inf
        for start, (cost, ends) in states.items():
            if cost > hopeless:
                break  # they are in order
            head = paragraph.head(start)
            for end in _candidates(paragraph, start, length, effort):
                tail = paragraph.tail(start, end)
                if end == total:
                    sum_ = cost + _last_cost(paragraph, head, tail, length)
                    if best is None or sum_ < best[0]:
                        best = (sum_, (*ends, end))
                    continue
                sum_ = cost + fit(paragraph, head, tail, length)[0]
                known = following.get(end)
                if known is None or sum_ < known[0]:
                    following[end] = (sum_, (*ends, end))
                    hopeless = min(hopeless, sum_ + effort.margin)
        if best is not None:
            hopeless = min(hopeless, best[0])
        kept = sorted(following.items(), key=_cost_so_far)[: effort.beam]
        states = {end: state for end, state in kept if state[0] < hopeless}
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
            tail = paragraph.tail(start, end)
            if end == total:
                cost = _last_cost(paragraph, head, tail, length)
            else:
                cost = fit(paragraph, head, tail, length)[0]
            fits.append((cost, end))
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


def _last_cost(paragraph: Paragraph, head: Head, tail: Tail, length: float) -> float:
    cost = fit_last(paragraph, head, tail, length)[0]
    if head.start and _is_short(paragraph, head.start, tail.visible):
        cost += SHORT_LAST_COST
    return cost
