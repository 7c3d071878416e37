"""Fitting a line to the measure: what has to change, what that costs, where it goes (JLREQ 3.8).

Order of reduction (3.8.3) and of expansion (3.8.4) by tiers, then all gaps. In that last step gaps
that are white already, beside marks and between Japanese and Latin, take more than solid ones, and
those between the letters of a word less.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from gappon.kumihan.paragraph import Head, Paragraph, Tail
from gappon.kumihan.spacing import JAPANESE_WESTERN

TOLERANCE = 1e-6
# What a line costs, per em of adjustment: by tier of reduction and expansion, then evenly.
SHRINK_COST = (0.3, 0.6, 0.5, 1.2)
STRETCH_COST = (0.3, 0.0, 0.0, 0.6)
# Per em and gap, squared, dwarfs all others; more than squared for lines that catch the eye.
EVEN_COST = 400.0
EVEN_BASE = 4.0
LOOSE = 0.04  # em between characters that catch the eye
MOST_WHITE = 0.3  # em that white gaps gain on top of what all do
LETTER_SHARE = 1 / 3  # of what other gaps change in the last step, between the letters of a word
# Tight setting: a fiftieth of an em costs as much as a line that is a twentieth loose, twice that
# as one of a twelfth.
TIGHT_BASE, TIGHT_COST, TIGHT_UNIT, TIGHT_POWER = 30.0, 50.0, 0.02, 2.5
OVERFULL_COST = 1e7
# A word divided behind a sign of its own; with a hyphen put in.
DIVIDED_COST, HYPHEN_COST = 10.0, 90.0


# How a line would fit: what that costs, what has to change, how far the last unit hangs.
Fit = tuple[float, float, float]


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
        letters: added between the letters of words.
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
    letters: float = 0.0
    width: float = 0.0


def natural_line(paragraph: Paragraph, start: int, end: int) -> Line:
    """Return a line of its natural length."""
    head, tail = paragraph.head(start), paragraph.tail(start, end)
    width = tail.position - head.position
    return Line(start, end, tail.visible, head.trim, hyphen=tail.hyphen or 0.0, width=width)


def overrun(paragraph: Paragraph, start: int, end: int, length: float) -> float:
    """Return by how much a line of natural length is too long; the half of a last mark may be."""
    return over_measure(paragraph.head(start), paragraph.tail(start, end), length)


def over_measure(head: Head, tail: Tail, length: float) -> float:
    """Return by how much a line is too long, the half of a last mark left out."""
    over = tail.position - head.position - length
    return max(0.0, over - tail.slack) if over > 0 else over


def fit(paragraph: Paragraph, head: Head, tail: Tail, length: float) -> Fit:
    """Return the cheapest way to fit units into a line."""
    limit = length + head.position
    edge, hang = tail.edges[0]
    change = limit - edge
    cost = cost_of(paragraph, head, tail, change)
    for other, other_hang in tail.edges[1:]:
        other_cost = cost_of(paragraph, head, tail, limit - other)
        if other_cost < cost:
            cost, change, hang = other_cost, limit - other, other_hang
    if tail.hyphen is not None:
        cost += HYPHEN_COST if tail.hyphen else DIVIDED_COST
    return cost, change, hang


def fit_last(paragraph: Paragraph, head: Head, tail: Tail, length: float) -> Fit:
    """Fit a paragraph's last line: natural, unless it must be reduced to fit."""
    change = min(0.0, -over_measure(head, tail, length))
    return cost_of(paragraph, head, tail, change), change, 0.0


def cost_of(paragraph: Paragraph, head: Head, tail: Tail, change: float) -> float:
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
    if gaps <= 0:
        return OVERFULL_COST * (1.0 if shrinking else 0.1) * (1 + rest / size)
    if shrinking:
        each, _ = _narrowed(paragraph, head, tail, rest)
        if each > paragraph.style.tight_setting * size + TOLERANCE:
            return OVERFULL_COST * (1 + rest / size)
        return cost + TIGHT_BASE + TIGHT_COST * math.pow(each / size / TIGHT_UNIT, TIGHT_POWER)
    each = _widened(paragraph, head, tail, rest)[0] / size
    return cost + EVEN_BASE + EVEN_COST * each * each * gaps * (1 + (each / LOOSE) ** 2)


def _narrowed(paragraph: Paragraph, head: Head, tail: Tail, rest: float) -> tuple[float, float]:
    """Return what every gap loses in the last step, and those between letters, for ``rest``."""
    letters = tail.letters - head.letters
    share = LETTER_SHARE if paragraph.style.letter_spacing else 0.0
    each = rest / (tail.gaps - head.gaps + share * letters)
    return each, each * share


def _widened(
    paragraph: Paragraph, head: Head, tail: Tail, rest: float
) -> tuple[float, float, float]:
    """Return what every gap gains in the last step, white ones on top of that, and letters.

    Those between Japanese and Latin have their half em by then, and gain no more where there are
    others.
    """
    style, size = paragraph.style, head.size
    gaps, letters = tail.gaps - head.gaps, tail.letters - head.letters
    whites = tail.place - head.place
    capped = _capped(head, tail)
    gaps, whites = gaps - capped, whites - capped
    shares = gaps + style.white_share * whites
    each = rest / (shares + LETTER_SHARE * letters)
    between = min(LETTER_SHARE * each, style.letter_spacing * size)
    each = (rest - between * letters) / shares
    more = min(style.white_share * each, MOST_WHITE * size)
    each = (rest - between * letters - more * whites) / gaps
    return each, more, between


def _capped(head: Head, tail: Tail) -> int:
    """Return how many gaps of a line gain nothing in the last step."""
    capped = tail.capped - head.capped
    return capped if capped < tail.gaps - head.gaps else 0


def adjusted(paragraph: Paragraph, start: int, end: int, length: float, *, last: bool) -> Line:
    """Return a line with its change spread over its gaps, by the order of JLREQ 3.8.3 and 3.8.4."""
    head, tail = paragraph.head(start), paragraph.tail(start, end)
    _, change, hang = (fit_last if last else fit)(paragraph, head, tail, length)
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
    if tail.gaps - head.gaps <= 0:
        return line
    if shrinking:
        each, between = _narrowed(paragraph, head, tail, rest)
        # What cannot be reduced stands past the measure.
        scale = min(1.0, paragraph.style.tight_setting * head.size / each)
        line.even, line.letters = -each * scale, -between * scale
        return line
    line.even, more, line.letters = _widened(paragraph, head, tail, rest)
    is_capped = _capped(head, tail) > 0
    for place in range(low, high):
        unit = paragraph.places[place]
        stays = is_capped and paragraph.flexible[place].tier == JAPANESE_WESTERN
        gained = -line.even if stays else more
        line.extra[unit] = line.extra.get(unit, 0.0) + gained
    return line
