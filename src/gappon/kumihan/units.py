"""The text of a paragraph, unit by unit, with classes, advances and sizes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Units:
    """The text, unit by unit: a character with its marks, or a part of a Latin word.

    Attributes:
        texts: the units.
        classes: the classes with which they begin, see :mod:`gappon.kumihan.classes`.
        ends: the classes with which they end.
        advances: widths of their glyphs, in the unit of the measure.
        sizes: font sizes, in the same unit.
        loose: units within long words that a line may end after all → the width of the hyphen that
            it then ends with (0: none).
        joined: indexes of units that no line may end after, as inside the base of a ruby.
        literal: indexes of units of code and addresses: nothing is put in them or between them.
        before, behind: what units need before them at a line's beginning, or behind them at its
            end, in the unit of the measure: readings that hang over there within a line.
    """

    texts: Sequence[str]
    classes: Sequence[int]
    ends: Sequence[int]
    advances: Sequence[float]
    sizes: Sequence[float]
    loose: Mapping[int, float] = field(default_factory=dict)
    joined: frozenset[int] = frozenset()
    literal: frozenset[int] = frozenset()
    before: Mapping[int, float] = field(default_factory=dict)
    behind: Mapping[int, float] = field(default_factory=dict)

    def part(self, start: int, end: int) -> Units:
        """Return units ``start`` to ``end - 1``, counted from 0."""
        within = range(start, end)
        return Units(
            self.texts[start:end],
            self.classes[start:end],
            self.ends[start:end],
            self.advances[start:end],
            self.sizes[start:end],
            {i - start: self.loose[i] for i in within if i in self.loose} if self.loose else {},
            frozenset(i - start for i in within if i in self.joined),
            frozenset(i - start for i in within if i in self.literal),
            {i - start: self.before[i] for i in within if i in self.before},
            {i - start: self.behind[i] for i in within if i in self.behind},
        )
