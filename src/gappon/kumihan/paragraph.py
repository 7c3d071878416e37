"""A paragraph as composition sees it: units with classes, advances and sizes, and their gaps."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, compress, count, pairwise
from operator import add
from typing import NamedTuple

from gappon.kumihan.breaking import may_break
from gappon.kumihan.classes import (
    CL01_OPENING,
    CL05_MIDDLE_DOT,
    CL06_FULL_STOP,
    CL07_COMMA,
    CL14_SPACE,
    CL26_WORD_SPACE,
    JAPANESE,
    WESTERN,
)
from gappon.kumihan.rules import FREE, rules_for
from gappon.kumihan.spacing import (
    AFTER_HALF,
    WORD_SPACES,
    Gap,
    gap_between,
    line_end_trims,
    line_start_trim,
)
from gappon.kumihan.style import Style

SPACES = frozenset((CL14_SPACE, CL26_WORD_SPACE))
# Least and greatest word space, in em (JLREQ 3.8.3, 3.8.4).
LEAST_SPACE, GREATEST_SPACE = 0.25, 0.5


@dataclass(frozen=True)
class Units:
    """The text, unit by unit: a character with its marks, or a part of a Latin word.

    Attributes:
        texts: the units.
        classes: their JLREQ classes; punctuation that the font has not full width is western.
        advances: widths of their glyphs, in the unit of the measure.
        sizes: font sizes, in the same unit.
        loose: units within long words that a line may end after all → the width of the hyphen that
            it then ends with (0: none).
        joined: indexes of units that no line may end after, inside the base of a ruby.
    """

    texts: Sequence[str]
    classes: Sequence[int]
    advances: Sequence[float]
    sizes: Sequence[float]
    loose: Mapping[int, float] = field(default_factory=dict)
    joined: frozenset[int] = frozenset()

    def part(self, start: int, end: int) -> Units:
        """Return units ``start`` to ``end - 1``, counted from 0."""
        within = range(start, end)
        return Units(
            self.texts[start:end],
            self.classes[start:end],
            self.advances[start:end],
            self.sizes[start:end],
            {i - start: self.loose[i] for i in within if i in self.loose} if self.loose else {},
            frozenset(i - start for i in within if i in self.joined),
        )


class Head(NamedTuple):
    """The beginning of a line.

    Attributes:
        start: its first unit.
        position: of its edge in the paragraph set in one line.
        trim: what the first unit loses before it.
        size: of the first unit.
        place: index of the first of the paragraph's ``places`` in it.
        gaps: gaps before it that may be widened evenly (not those within words).
        letters: gaps within words before it.
    """

    start: int
    position: float
    trim: float
    size: float
    place: int
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
        place, gaps, letters: as in :class:`Head`, of the first gap behind the line.
    """

    visible: int
    position: float
    hyphen: float | None
    edges: tuple[tuple[float, float], ...]
    slack: float
    place: int
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
        self._lengths = list(accumulate(map(len, units.texts), initial=0))
        self._heads: dict[int, Head] = {}
        self._tails: dict[int, Tail] = {}
        self._measure(units, style)
        self._sum()

    def _measure(self, units: Units, style: Style) -> None:
        classes, gaps = units.classes, self.gaps
        may_end = [True] * len(classes)
        pairs = map(rules_for(style).__getitem__, pairwise(classes))
        for i, pair in [(i, pair) for i, pair in enumerate(pairs) if pair is not FREE]:
            gap, may = pair
            first, second = classes[i], classes[i + 1]
            if first == CL26_WORD_SPACE:
                gap = self._behind_space(i, second)
            if gap is not None:
                size = units.sizes[i] if first not in WESTERN else units.sizes[i + 1]
                gaps[i] = gap.natural * size
                if gap.white:
                    self.places.append(i)
                    self.flexible.append(gap)
                    self.place_sizes.append(size)
            if first in WESTERN and second in WESTERN:
                self.rigid.append(i)
                may = False
            if may is None:
                texts = units.texts
                may = may_break(texts[i], first, texts[i + 1], second, style)
            may_end[i] = may or i in units.loose
        for i in units.joined:
            may_end[i] = False
        if CL01_OPENING in classes and not SPACES.isdisjoint(classes):
            self._keep_opened(may_end)
        self.ends.extend(accumulate(map(add, units.advances, gaps)))
        self.breaks = list(compress(count(1), may_end[:-1]))
        self.breaks.append(len(classes))

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
        before = units.classes[index - 1] if index else second
        mixed = (before in JAPANESE and second in WESTERN) or (
            before in WESTERN and second in JAPANESE
        )
        if not mixed:
            solid = before in AFTER_HALF or before == CL05_MIDDLE_DOT
            if solid:
                return None
            width = units.advances[index] / units.sizes[index]
            give, take = max(0.0, width - LEAST_SPACE), max(0.0, GREATEST_SPACE - width)
            return Gap(0.0, give, take, WORD_SPACES)
        gap = gap_between(before, second, self.style)
        return gap._replace(natural=gap.natural - units.advances[index] / units.sizes[index])

    def _sum(self) -> None:
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
        return unit - rigid, self._lengths[unit] - unit + rigid

    def head(self, start: int) -> Head:
        """Return what is to be known of a line that begins with a unit."""
        found = self._heads.get(start)
        if found is None:
            size = self.units.sizes[start]
            trim = line_start_trim(self.units.classes[start], self.style) * size
            found = self._heads[start] = Head(
                start,
                self.ends[start] + trim,
                trim,
                size,
                bisect_left(self.places, start),
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
        hyphen = units.loose.get(last) if visible == end < len(units.texts) else None
        position = self.edge(visible) + (hyphen or 0.0)
        trims = line_end_trims(units.classes[last])
        between, within = self.gaps_before(last)
        return Tail(
            visible,
            position,
            hyphen,
            ((position, 0.0),) if len(trims) == 1 else self._edges(last, position, trims),
            trims[-1] * units.sizes[last],
            bisect_left(self.places, last),
            between,
            within + len(units.texts[last]) - 1,
        )

    def _edges(
        self, last: int, position: float, trims: tuple[float, ...]
    ) -> tuple[tuple[float, float], ...]:
        """Return where the edge of a line that ends with a mark may be, and how far it hangs."""
        kind, size = self.units.classes[last], self.units.sizes[last]
        edges = [(position - piece * size, 0.0) for piece in trims]
        if kind in (CL06_FULL_STOP, CL07_COMMA) and self.style.hanging != "off":
            hanging = (position - size, size / 2)
            edges = [hanging] if self.style.hanging == "force" else [*edges, hanging]
        return tuple(edges)
