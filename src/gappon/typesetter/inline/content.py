"""A paragraph's inline tree as one sequence of units, and the way back into the tree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from gappon.kumihan.units import Units
from gappon.typesetter.inline.glyphs import Shaped
from gappon.typesetter.inline.ruby import Compound
from gappon.typesetter.inline.shape import Face


class BoxUnits(NamedTuple):
    """What a box of the tree has in the sequence: units ``start`` to ``end - 1``.

    Attributes:
        face: of a text box.
        is_placed: it stands on lines; readings and line breaks do not.
    """

    start: int
    end: int
    face: Face | None = None
    is_placed: bool = True


class Piece(NamedTuple):
    """A text box or an image of the paragraph, at a path of children's indexes.

    Its units are ``start`` to ``end - 1``. An image has no face.
    """

    box: Any
    path: tuple[int, ...]
    face: Face | None
    start: int
    end: int


class Note(NamedTuple):
    """An inline cutting note: units ``start`` to ``end - 1``, set in two lines.

    Attributes:
        may_end: for each unit, whether a line of the note may end before it.
    """

    start: int
    end: int
    may_end: Sequence[bool]


@dataclass(frozen=True, eq=False)
class InlineContent:
    """A paragraph's inline tree as one sequence of units.

    Attributes:
        units: what composition sees of them.
        shaped, codes, offsets: of each unit; codes are those of :class:`Shaped`, offsets are into
            its box.
        pieces: boxes that have units, in order.
        boxes: units of each box of the tree.
        sides: what units are widened by for the decoration of inline boxes.
        leads: what units are widened by under a reading, before them and behind.
        compounds: ruby.
        notes: inline cutting notes.
        forced: units that begin a line because of a line break before them.
        images: units that are images.
        leader: the unit that stands for a leader, which fills its line; None: there is none.
    """

    units: Units
    shaped: Sequence[Shaped]
    codes: Sequence[str]
    offsets: Sequence[int]
    pieces: Sequence[Piece]
    boxes: Mapping[Any, BoxUnits]
    sides: Mapping[int, float]
    leads: Mapping[int, tuple[float, float]]
    compounds: Sequence[Compound]
    notes: Sequence[Note]
    forced: Sequence[int]
    images: frozenset[int]
    leader: int | None

    def __len__(self) -> int:
        return len(self.units.texts)

    def segments(self, start: int = 0) -> list[tuple[int, int]]:
        """Return the ranges of units between line breaks, from a unit on."""
        edges = [start, *(unit for unit in self.forced if unit > start), len(self)]
        return [(a, b) for a, b in pairwise(edges) if a < b]


def unit_at(content: InlineContent, skip_stack: Any) -> int:
    """Return the unit at which a skip stack goes on."""
    if skip_stack is None:
        return 0
    path: list[int] = []
    while skip_stack is not None:
        ((index, skip_stack),) = skip_stack.items()
        path.append(index)
    for piece in content.pieces:
        if piece.path == tuple(path[:-1]) and piece.face is not None:
            length = len(piece.box.text.encode()[: path[-1]].decode(errors="ignore"))
            for unit in range(piece.start, piece.end):
                if content.offsets[unit] >= length:
                    return unit
            return piece.end
        if piece.path >= tuple(path):
            return piece.start
    return len(content)


def skip_stacks(content: InlineContent, starts: Iterable[int]) -> Iterator[Any]:
    """Yield the skip stacks at which units are the next, in order; empty lines are passed over.

    A skip stack counts the bytes of a text box in UTF-8. They are counted on from line to line:
    counting each from the text's beginning takes the square of a long paragraph's length.
    """
    pieces = iter(content.pieces)
    piece = next(pieces, None)
    characters = count = 0
    for unit in starts:
        while piece is not None and piece.end <= unit:
            piece = next(pieces, None)
            characters = count = 0
        if piece is None:
            yield None
            continue
        skip: Any = None
        if piece.start not in content.images:
            offset = content.offsets[max(unit, piece.start)]
            count += len(piece.box.text[characters:offset].encode())
            characters = offset
            skip = {count: None}
        for step in reversed(piece.path):
            skip = {step: skip}
        yield skip
