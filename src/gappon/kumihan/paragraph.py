"""A paragraph as composition sees it: units with classes, advances and sizes, and their gaps."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from gappon.kumihan.breaking import may_break
from gappon.kumihan.classes import (
    CL05_MIDDLE_DOT,
    CL14_SPACE,
    CL26_WORD_SPACE,
    JAPANESE,
)
from gappon.kumihan.spacing import (
    AFTER_HALF,
    SOLID,
    TIERS,
    WESTERN,
    WORD_SPACES,
    Gap,
    gap_between,
)
from gappon.kumihan.style import Style

SPACES = frozenset((CL14_SPACE, CL26_WORD_SPACE))
WORD_SPACE = Gap(0.0, 0.1, 0.2, WORD_SPACES)


@dataclass
class Units:
    """The text, unit by unit: a character with its marks, or a part of a Latin word.

    Attributes:
        texts: the units.
        classes: their JLREQ classes; punctuation that the font has not full width is western.
        advances: widths of their glyphs, in the unit of the measure.
        sizes: font sizes, in the same unit.
        loose: indexes of units within long words that a line may end after all.
    """

    texts: Sequence[str]
    classes: Sequence[int]
    advances: Sequence[float]
    sizes: Sequence[float]
    loose: frozenset[int] = frozenset()


class Paragraph:
    """Units with everything that choosing lines asks for, summed up.

    Attributes:
        ends: ``ends[i]``: length of the paragraph through unit ``i - 1`` and the gap behind it.
        gaps: natural space behind each unit.
        breaks: indexes ``i`` at which a new line may start, in order; the last is the end.
        places: units behind which there is a gap that can give or take, in order.
        shrinks, stretches: sums over ``places`` by tier.
    """

    def __init__(self, units: Units, style: Style) -> None:
        self.units = units
        self.style = style
        count = len(units.texts)
        self.gaps: list[float] = [0.0] * count
        self.ends: list[float] = [0.0] * (count + 1)
        self.breaks: list[int] = []
        self.places: list[int] = []
        self.flexible: list[Gap] = []
        self.place_sizes: list[float] = []
        self.rigid: list[int] = []
        self._measure(units, style)
        self._sum()

    def _measure(self, units: Units, style: Style) -> None:
        texts, classes, advances, sizes = (units.texts, units.classes, units.advances, units.sizes)
        last = len(texts) - 1
        length = 0.0
        gaps, ends, breaks = self.gaps, self.ends, self.breaks
        loose = units.loose
        for i, first in enumerate(classes):
            length += advances[i]
            if i == last:
                ends[i + 1] = length
                breaks.append(i + 1)
                break
            second = classes[i + 1]
            gap = SOLID
            if CL26_WORD_SPACE in (first, second):
                gap = self._beside_space(i, first, second)
            else:
                gap = gap_between(first, second, style)
            if gap is not SOLID:
                size = sizes[i] if first not in WESTERN else sizes[i + 1]
                natural = gap.natural * size
                gaps[i] = natural
                length += natural
                if gap.shrink or gap.stretch:
                    self.places.append(i)
                    self.flexible.append(gap)
                    self.place_sizes.append(size)
            ends[i + 1] = length
            western = first in WESTERN and second in WESTERN
            if western:
                self.rigid.append(i)
            if i in loose or (
                not western and may_break(texts[i], first, texts[i + 1], second, style)
            ):
                breaks.append(i + 1)

    def _beside_space(self, index: int, first: int, second: int) -> Gap:
        """Return the gap on a side of a typed space.

        Between Japanese and Latin it counts as their quarter em (JLREQ 3.2.6): its advance is
        taken back, and the gap is put in its place.
        """
        units = self.units
        if second == CL26_WORD_SPACE:
            return SOLID
        before = units.classes[index - 1] if index else first
        mixed = (before in JAPANESE and second in WESTERN) or (
            before in WESTERN and second in JAPANESE
        )
        if not mixed:
            solid = before in AFTER_HALF or before == CL05_MIDDLE_DOT
            return SOLID if solid else WORD_SPACE
        gap = gap_between(before, second, self.style)
        size = units.sizes[index]
        return gap._replace(natural=gap.natural - units.advances[index] / size)

    def _sum(self) -> None:
        self.shrinks = [[0.0] for _ in range(TIERS)]
        self.stretches = [[0.0] for _ in range(TIERS)]
        for gap, size in zip(self.flexible, self.place_sizes, strict=True):
            for tier in range(TIERS):
                mine = gap.tier == tier
                self.shrinks[tier].append(
                    self.shrinks[tier][-1] + (gap.shrink * size if mine else 0.0)
                )
                self.stretches[tier].append(
                    self.stretches[tier][-1] + (gap.stretch * size if mine else 0.0)
                )

    def natural(self, start: int, end: int) -> float:
        """Return the length of units ``start`` to ``end - 1`` without the gap behind the last."""
        return self.ends[end] - self.gaps[end - 1] - self.ends[start]

    def places_between(self, start: int, end: int) -> tuple[int, int]:
        """Return the range of ``places`` whose gaps lie inside a line."""
        return bisect_left(self.places, start), bisect_left(self.places, end - 1)

    def even_gaps(self, start: int, end: int) -> int:
        """Return how many gaps of a line may be widened evenly (not those within words)."""
        inside = bisect_left(self.rigid, end - 1) - bisect_left(self.rigid, start)
        return end - 1 - start - inside
