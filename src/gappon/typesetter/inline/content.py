"""A paragraph's inline tree as one sequence of units, and the way back into the tree."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter
from typing import Any

from gappon.typesetter.inline.ruby import Compound
from gappon.typesetter.inline.shape import Face, Shaped


@dataclass
class Piece:
    """A text box or an image of the paragraph: its units are ``start`` to ``end - 1``."""

    box: Any
    path: tuple[int, ...]
    face: Face | None
    start: int
    end: int = 0
    _counted: tuple[int, int] = (0, 0)

    def bytes_to(self, offset: int) -> int:
        """Return how many bytes of UTF-8 stand before a character of its text.

        Counted on from where it was asked before, because lines ask one after the other.
        """
        characters, count = self._counted if self._counted[0] <= offset else (0, 0)
        count += len(self.box.text[characters:offset].encode())
        self._counted = (offset, count)
        return count


@dataclass(frozen=True)
class Note:
    """An inline cutting note: units ``start`` to ``end - 1``, set in two lines.

    Attributes:
        may_end: for each unit, whether a line of the note may end before it.
    """

    start: int
    end: int
    may_end: list[bool]


@dataclass
class InlineContent:
    """A paragraph's inline tree as one sequence of units.

    Attributes:
        units, classes, advances, sizes, shaped, codes, offsets: of each unit; codes are those of
            :class:`Shaped`, offsets are into its box.
        pieces: boxes that have units, in order.
        loose, joined: see :class:`gappon.kumihan.paragraph.Units`.
        ranges: units of each box, by its ``id``.
        hidden: boxes that are not placed (readings, line breaks), by ``id``.
        faces: of text boxes, by ``id``.
        sides: what units are widened by for the decoration of inline boxes.
        leads: half of what units are widened by under a reading.
        compounds: ruby.
        notes: inline cutting notes.
        forced: units that begin a line because of a line break before them.
        images: units that are images.
        leader: the unit that stands for a leader, which fills its line; None: there is none.
        hyphenation: long Latin words are divided between syllables.
        stops: units that are drawn one by one, when the paragraph has been drawn before.
        is_recorded: its glyphs are known to the document.
    """

    units: list[str] = field(default_factory=list)
    classes: list[int] = field(default_factory=list)
    advances: list[float] = field(default_factory=list)
    sizes: list[float] = field(default_factory=list)
    shaped: list[Shaped] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    loose: dict[int, float] = field(default_factory=dict)
    hyphenation: bool = False
    ranges: dict[int, tuple[int, int]] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    faces: dict[int, Face] = field(default_factory=dict)
    sides: dict[int, float] = field(default_factory=dict)
    leads: dict[int, float] = field(default_factory=dict)
    joined: set[int] = field(default_factory=set)
    compounds: list[Compound] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    forced: list[int] = field(default_factory=list)
    images: set[int] = field(default_factory=set)
    leader: int | None = None
    stops: list[int] | None = None
    is_recorded: bool = False

    def segments(self, start: int = 0) -> list[tuple[int, int]]:
        """Return the ranges of units between line breaks, from a unit on."""
        edges = [start, *(unit for unit in self.forced if unit > start), len(self.units)]
        return [(a, b) for a, b in pairwise(edges) if a < b]

    def add(self, unit: str, shaped: Shaped, offset: int, size: float) -> None:
        """Add a unit."""
        self.units.append(unit)
        self.classes.append(shaped.kind)
        self.advances.append(shaped.advance)
        self.shaped.append(shaped)
        self.codes.append(shaped.code)
        self.offsets.append(offset)
        self.sizes.append(size)

    def extend(
        self, units: Sequence[str], shaped: Sequence[Shaped], offsets: Sequence[int], size: float
    ) -> None:
        """Add several units of one size."""
        if not units:
            return
        _, advances, kinds, codes = zip(*shaped, strict=True)
        self.units += units
        self.shaped += shaped
        self.classes += kinds
        self.advances += advances
        self.codes += codes
        self.offsets += offsets
        self.sizes += [size] * len(units)

    def at_space(self) -> bool:
        """Say whether a space would collapse: at a line's beginning, or behind another one."""
        return not self.units or self.units[-1] == " " or len(self.units) in self.forced[-1:]

    def widen(self, unit: int, by: float) -> None:
        """Make room beside a unit for the decoration of its inline box, in CSS px."""
        if by:
            self.advances[unit] += by
            self.sides[unit] = self.sides.get(unit, 0.0) + by

    def drop_last(self) -> None:
        """Take the last unit away."""
        lists = (self.units, self.classes, self.advances, self.sizes, self.shaped, self.codes)
        for values in (*lists, self.offsets):
            values.pop()
        count = len(self.units)
        self.forced = [unit for unit in self.forced if unit <= count]
        for piece in self.pieces:
            piece.start, piece.end = min(piece.start, count), min(piece.end, count)
        self.joined.discard(count - 1)
        self.ranges = {key: (min(a, count), min(b, count)) for key, (a, b) in self.ranges.items()}


def unit_at(flat: InlineContent, skip_stack: Any) -> int:
    """Return the unit at which a skip stack goes on."""
    if skip_stack is None:
        return 0
    path: list[int] = []
    while skip_stack is not None:
        ((index, skip_stack),) = skip_stack.items()
        path.append(index)
    for piece in flat.pieces:
        if piece.path == tuple(path[:-1]) and piece.face is not None:
            length = len(piece.box.text.encode()[: path[-1]].decode(errors="ignore"))
            for unit in range(piece.start, piece.end):
                if flat.offsets[unit] >= length:
                    return unit
            return piece.end
        if piece.path >= tuple(path):
            return piece.start
    return len(flat.units)


def skip_to(flat: InlineContent, unit: int) -> Any:
    """Return the skip stack at which a unit is the next; an empty line is passed over."""
    index = bisect_right(flat.pieces, unit, key=attrgetter("end"))
    if index == len(flat.pieces):
        return None
    piece = flat.pieces[index]
    skip: Any = None
    if piece.start not in flat.images:
        skip = {piece.bytes_to(flat.offsets[max(unit, piece.start)]): None}
    for step in reversed(piece.path):
        skip = {step: skip}
    return skip
