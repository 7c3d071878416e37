"""A paragraph as composition sees it: units, the gaps between them, and sums of both."""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate, compress, count, islice
from operator import add
from typing import NamedTuple

from gappon.kumihan.breaking import may_break
from gappon.kumihan.classes import (
    CL01_OPENING,
    CL05_MIDDLE_DOT,
    CL06_FULL_STOP,
    CL07_COMMA,
    CL26_WORD_SPACE,
    FIXED_SPACE,
    LATIN,
    MARK_BEHIND_STOP,
    SPACES,
)
from gappon.kumihan.rules import FREE, rules_for
from gappon.kumihan.spacing import (
    AFTER_HALF,
    JAPANESE_WESTERN,
    WORD_SPACES,
    Gap,
    gap_between,
    is_mixed,
    line_end_trims,
    line_start_trim,
)
from gappon.kumihan.style import Style
from gappon.kumihan.units import Units

# Least and greatest word space, in em (JLREQ 3.8.3, 3.8.4).
LEAST_SPACE, GREATEST_SPACE = 0.25, 0.5
SIZED_BY_NEXT = LATIN | {MARK_BEHIND_STOP}  # what is behind them is of the text around
BEFORE_MIXED_SPACE = Gap(tier=JAPANESE_WESTERN)


def _letters(text: str, kind: int) -> int:
    """Return how many gaps there are between the letters of a unit: none but in Latin words."""
    return len(text) - 1 if kind in LATIN else 0


class Head(NamedTuple):
    """The beginning of a line.

    Attributes:
        start: its first unit.
        position: of its edge in the paragraph set in one line.
        trim: what the first unit loses before it.
        size: of the first unit.
        place: index of the first of the paragraph's ``places`` in it.
        capped: how many places before it have a width at which they end to gain.
        gaps: gaps before it that may be widened evenly (not those within words).
        letters: gaps within words before it.
    """

    start: int
    position: float
    trim: float
    size: float
    place: int
    capped: int
    gaps: int
    letters: int


class Tail(NamedTuple):
    """The end of a line.

    Attributes:
        visible: end of the units that are drawn; spaces at the end are not.
        position: of its edge in the paragraph set in one line.
        hyphen: width of the hyphen in it that is put at the line's end; None: no word is divided.
        edges: where else the edge may be, and how far the last unit hangs past it; the one in
            ``position`` first, unless marks must hang.
        slack: what the last unit may lose.
        place, capped, gaps, letters: as in :class:`Head`, of the first gap behind the line.
    """

    visible: int
    position: float
    hyphen: float | None
    edges: tuple[tuple[float, float], ...]
    slack: float
    place: int
    capped: int
    gaps: int
    letters: int


class Paragraph:
    """Units with everything that choosing lines asks for, summed up.

    Attributes:
        ends: ``ends[i]``: length of the paragraph through unit ``i - 1`` and the gap behind it.
        gaps: natural space behind each unit.
        breaks: indexes ``i`` at which a new line may start, in order; the last is the end.
        places: units behind which there is white, which may give or take, in order.
        rigid: units behind which there is a gap within a word, never widened, in order.
        fixed: units behind which there is a gap that nothing changes, in order.
        letters: gaps between the letters of each unit.
        capped: sums over ``places`` of those between Japanese and Latin, which end to gain at half
            an em (JLREQ 3.8.4).
        shrinks, stretches: tiers of adjustment that have any, the first to give first, with sums
            of what they give over ``places``.
    """

    def __init__(self, units: Units, style: Style) -> None:
        self.units = units
        self.style = style
        self.gaps: list[float] = [0.0] * len(units.texts)
        self.ends: list[float] = [0.0]
        self.breaks: list[int] = []
        self.places: list[int] = []
        self.flexible: list[Gap] = []
        self.place_sizes: list[float] = []
        self.rigid: list[int] = []
        self.fixed: list[int] = []
        self.letters = list(map(_letters, units.texts, units.classes))
        self._divided: set[int] = set()
        self._heads: dict[int, Head] = {}
        self._tails: dict[int, Tail] = {}
        self._measure(units, style)
        if units.literal:
            self._fix_literals(units.literal)
        self.ends.extend(accumulate(map(add, units.advances, self.gaps)))
        self._letters_before = list(accumulate(self.letters, initial=0))
        self._sum()

    def _measure(self, units: Units, style: Style) -> None:
        classes, ends = units.classes, units.ends
        may_end = [True] * len(classes)
        pairs = map(rules_for(style).__getitem__, zip(ends, islice(classes, 1, None), strict=False))
        for i, pair in [(i, pair) for i, pair in enumerate(pairs) if pair is not FREE]:
            gap, may = pair
            first, second = ends[i], classes[i + 1]
            if first == CL26_WORD_SPACE:
                gap = self._behind_space(i, second)
            elif second == CL26_WORD_SPACE and self._is_mixed_around(i + 1):
                # Counted as the quarter em with the space's own gap, and widened as far as that.
                gap = BEFORE_MIXED_SPACE
            if FIXED_SPACE in (first, second):
                self.fixed.append(i)
            elif first in LATIN and second in LATIN:
                self.rigid.append(i)
            elif gap is not None:
                size = units.sizes[i + 1 if first in SIZED_BY_NEXT else i]
                self._add_gap(i, gap, size)
            if may is None:
                texts = units.texts
                may = may_break(texts[i], first, texts[i + 1], second, style)
            may_end[i] = may
            if not may and i in units.loose:
                may_end[i] = True
                self._divided.add(i)
        for i in units.joined:
            may_end[i] = False
        if CL01_OPENING in classes and not SPACES.isdisjoint(classes):
            self._keep_opened(may_end)
        self.breaks = list(compress(count(1), may_end[:-1]))
        self.breaks.append(len(classes))

    def _fix_literals(self, literal: frozenset[int]) -> None:
        """Take away what stands in code and addresses, and between their units."""
        between = {unit for unit in literal if unit + 1 in literal}
        for unit in literal:
            self.letters[unit] = 0
        for unit in between:
            self.gaps[unit] = 0.0
        kept = [n for n, place in enumerate(self.places) if place not in between]
        self.places = [self.places[n] for n in kept]
        self.flexible = [self.flexible[n] for n in kept]
        self.place_sizes = [self.place_sizes[n] for n in kept]
        self.rigid = [unit for unit in self.rigid if unit not in between]
        self.fixed = sorted({*self.fixed, *between})

    def _add_gap(self, unit: int, gap: Gap, size: float) -> None:
        """Put a gap behind a unit, in which there may be white to give and take."""
        self.gaps[unit] = gap.natural * size
        if gap.white:
            self.places.append(unit)
            self.flexible.append(gap)
            self.place_sizes.append(size)

    def _is_mixed_around(self, space: int) -> bool:
        """Say whether a space stands between Japanese and Latin."""
        units = self.units
        before = units.ends[space - 1] if space else None
        after = units.classes[space + 1] if space + 1 < len(units.classes) else None
        return before is not None and after is not None and is_mixed(before, after)

    def _keep_opened(self, may_end: list[bool]) -> None:
        """Let no line end behind an opening bracket, when spaces stand behind it either."""
        opened = False
        for i, kind in enumerate(self.units.classes):
            if kind in SPACES:
                may_end[i] = may_end[i] and not opened
            else:
                opened = kind == CL01_OPENING

    def _behind_space(self, index: int, second: int) -> Gap | None:
        """Return the gap behind a typed space.

        Between Japanese and Latin it counts as their quarter em (JLREQ 3.2.6): its advance is
        taken back, and the gap is put in its place.
        """
        units = self.units
        before = units.ends[index - 1] if index else second
        width = units.advances[index] / units.sizes[index]
        if is_mixed(before, second):
            gap = gap_between(before, second, self.style)
            return gap._replace(natural=gap.natural - width)
        if before in AFTER_HALF or before == CL05_MIDDLE_DOT:
            return None
        give, take = max(0.0, width - LEAST_SPACE), max(0.0, GREATEST_SPACE - width)
        return Gap(0.0, give, take, WORD_SPACES)

    def _sum(self) -> None:
        is_capped = (gap.tier == JAPANESE_WESTERN for gap in self.flexible)
        self.capped = list(accumulate(is_capped, initial=0))
        tiers = sorted({gap.tier for gap in self.flexible})
        self.shrinks: list[tuple[int, list[float]]] = []
        self.stretches: list[tuple[int, list[float]]] = []
        for tier in tiers:
            shrink = stretch = 0.0
            shrinks, stretches = [0.0], [0.0]
            for gap, size in zip(self.flexible, self.place_sizes, strict=True):
                if gap.tier == tier:
                    shrink += gap.shrink * size
                    stretch += gap.stretch * size
                shrinks.append(shrink)
                stretches.append(stretch)
            if shrink:
                self.shrinks.append((tier, shrinks))
            if stretch:
                self.stretches.append((tier, stretches))

    def natural(self, start: int, end: int) -> float:
        """Return the length of units ``start`` to ``end - 1`` without the gap behind the last."""
        return self.edge(end) - self.ends[start]

    def edge(self, end: int) -> float:
        """Return where unit ``end - 1`` ends in the paragraph set in one line."""
        return self.ends[end] - self.gaps[end - 1]

    def gaps_before(self, unit: int) -> tuple[int, int]:
        """Return how many gaps there are before a unit: those between words, those within."""
        rigid = bisect_left(self.rigid, unit)
        fixed = bisect_left(self.fixed, unit) if self.fixed else 0
        return unit - rigid - fixed, self._letters_before[unit] + rigid

    def head(self, start: int) -> Head:
        """Return what is to be known of a line that begins with a unit."""
        found = self._heads.get(start)
        if found is None:
            units, size = self.units, self.units.sizes[start]
            trim = line_start_trim(units.classes[start], self.style) * size
            trim -= units.before.get(start, 0.0)
            found = self._heads[start] = Head(
                start,
                self.ends[start] + trim,
                trim,
                size,
                place := bisect_left(self.places, start),
                self.capped[place],
                *self.gaps_before(start),
            )
        return found

    def tail(self, start: int, end: int) -> Tail:
        """Return what is to be known of a line that ends before ``end``, and begins before that."""
        found = self._tails.get(end)
        if found is None:
            found = self._tails[end] = self._make_tail(1, end)
        return found if found.visible > start else self._make_tail(start + 1, end)

    def _make_tail(self, at_least: int, end: int) -> Tail:
        units = self.units
        visible = end
        while visible > at_least and units.classes[visible - 1] in SPACES:
            visible -= 1
        last = visible - 1
        is_divided = visible == end < len(units.texts) and last in self._divided
        hyphen = units.loose[last] if is_divided else None
        position = self.edge(visible) + (hyphen or 0.0) + units.behind.get(last, 0.0)
        trims = line_end_trims(units.ends[last])
        place = bisect_left(self.places, last)
        between, within = self.gaps_before(last)
        return Tail(
            visible,
            position,
            hyphen,
            ((position, 0.0),) if len(trims) == 1 else self._edges(last, position, trims),
            trims[-1] * units.sizes[last],
            place,
            self.capped[place],
            between,
            within + self.letters[last],
        )

    def _edges(
        self, last: int, position: float, trims: tuple[float, ...]
    ) -> tuple[tuple[float, float], ...]:
        """Return where the edge of a line that ends with a mark may be, and how far it hangs."""
        kind, size = self.units.ends[last], self.units.sizes[last]
        edges = [(position - piece * size, 0.0) for piece in trims]
        if kind in (CL06_FULL_STOP, CL07_COMMA) and self.style.hanging != "off":
            hanging = (position - size, size / 2)
            edges = [hanging] if self.style.hanging == "force" else [*edges, hanging]
        return tuple(edges)
