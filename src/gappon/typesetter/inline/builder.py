"""Inline content while it is being collected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from gappon.kumihan.classes import CL26_WORD_SPACE, FIXED_SPACE
from gappon.kumihan.units import Units
from gappon.typesetter.inline.content import BoxUnits, InlineContent, Note, Piece
from gappon.typesetter.inline.glyphs import Shaped
from gappon.typesetter.inline.ruby import Compound

WORD_SPACES = (CL26_WORD_SPACE, FIXED_SPACE)


class NotTakenError(Exception):
    """Something in a paragraph is not for kumihan; the text says what, for an editor."""


@dataclass
class ContentBuilder:
    """Takes units in order; :meth:`build` returns what became of them.

    Attributes are those of :class:`gappon.typesetter.inline.content.InlineContent` and
    :class:`gappon.kumihan.units.Units`, apart from ``hyphenation``: long Latin words are
    divided between syllables.
    """

    hyphenation: bool = False
    texts: list[str] = field(default_factory=list)
    classes: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    advances: list[float] = field(default_factory=list)
    sizes: list[float] = field(default_factory=list)
    loose: dict[int, float] = field(default_factory=dict)
    joined: set[int] = field(default_factory=set)
    literal: set[int] = field(default_factory=set)
    before: dict[int, float] = field(default_factory=dict)
    behind: dict[int, float] = field(default_factory=dict)
    shaped: list[Shaped] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    boxes: dict[Any, BoxUnits] = field(default_factory=dict)
    sides: dict[int, float] = field(default_factory=dict)
    leads: dict[int, tuple[float, float]] = field(default_factory=dict)
    compounds: list[Compound] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    forced: list[int] = field(default_factory=list)
    images: set[int] = field(default_factory=set)
    leader: int | None = None

    def __len__(self) -> int:
        return len(self.texts)

    def add(self, text: str, shaped: Shaped, offset: int, size: float) -> None:
        """Add a unit."""
        self.extend([text], [shaped], [offset], size)

    def extend(
        self, texts: Sequence[str], shaped: Sequence[Shaped], offsets: Sequence[int], size: float
    ) -> None:
        """Add several units of one size."""
        if not texts:
            return
        _, advances, kinds, ends, codes = zip(*shaped, strict=True)
        self.texts += texts
        self.shaped += shaped
        self.classes += kinds
        self.ends += ends
        self.advances += advances
        self.codes += codes
        self.offsets += offsets
        self.sizes += [size] * len(texts)

    def at_space(self) -> bool:
        """Say whether a space would collapse: at a line's beginning, or behind another one."""
        return not self.texts or self.texts[-1] == " " or len(self.texts) in self.forced[-1:]

    def widen(self, unit: int, by: float) -> None:
        """Make room beside a unit for the decoration of its inline box, in CSS px."""
        if by:
            self.advances[unit] += by
            self.sides[unit] = self.sides.get(unit, 0.0) + by

    def drop_spaces_at_end(self) -> None:
        """Take away the spaces behind the last word."""
        count = len(self.texts)
        while count and self.classes[count - 1] in WORD_SPACES:
            count -= 1
        if count == len(self.texts):
            return
        for values in (
            self.texts,
            self.classes,
            self.ends,
            self.advances,
            self.sizes,
            self.shaped,
            self.codes,
            self.offsets,
        ):
            del values[count:]
        self.forced = [unit for unit in self.forced if unit <= count]
        self.joined = {unit for unit in self.joined if unit < count}
        self.literal = {unit for unit in self.literal if unit < count}
        self.loose = {unit: width for unit, width in self.loose.items() if unit < count}
        self.pieces = [
            piece._replace(start=min(piece.start, count), end=min(piece.end, count))
            for piece in self.pieces
        ]
        for box, units in self.boxes.items():
            self.boxes[box] = units._replace(
                start=min(units.start, count), end=min(units.end, count)
            )

    def build(self) -> InlineContent:
        """Return what was collected."""
        return InlineContent(
            Units(
                self.texts,
                self.classes,
                self.ends,
                self.advances,
                self.sizes,
                self.loose,
                frozenset(self.joined),
                frozenset(self.literal),
                self.before,
                self.behind,
            ),
            self.shaped,
            self.codes,
            self.offsets,
            self.pieces,
            self.boxes,
            self.sides,
            self.leads,
            self.compounds,
            self.notes,
            self.forced,
            frozenset(self.images),
            self.leader,
        )
