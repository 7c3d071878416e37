"""Ruby in composed text: readings gathered from the box tree, and drawn over their bases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from weasyprint.formatting_structure import boxes

from gappon.kumihan.classes import CL14_SPACE
from gappon.kumihan.ruby import Widened, overhang, widened
from gappon.typesetter.inline.glyphs import Shaped
from gappon.typesetter.inline.shape import Face

if TYPE_CHECKING:
    from gappon.typesetter.inline.builder import ContentBuilder


@dataclass(frozen=True)
class Reading:
    """A reading over base characters: units ``start`` to ``end - 1``.

    Attributes:
        glyphs: of the reading.
        size: of the reading, in CSS px.
        width: of the reading set solid, in CSS px.
    """

    start: int
    end: int
    glyphs: Sequence[Shaped]
    size: float
    width: float


@dataclass(frozen=True)
class Compound:
    """The readings of one ``ruby`` element, set together (jukugo ruby when there are several).

    Attributes:
        readings: in order.
        left, right: how far they hang over the neighbours, in CSS px.
    """

    readings: tuple[Reading, ...]
    left: float = 0.0
    right: float = 0.0

    @property
    def start(self) -> int:
        """Its first unit."""
        return self.readings[0].start

    @property
    def end(self) -> int:
        """The unit behind its last."""
        return self.readings[-1].end


def read(
    box: Any, base: int, end: int, cut: Callable[[str], list[str]], face_of: Callable[[Any], Face]
) -> Reading | None:
    """Return the reading in an ``rt`` box over units ``base`` to ``end - 1``.

    Args:
        box: of the element.
        base, end: its base.
        cut: cuts text into units.
        face_of: returns the face of a computed style.

    Returns:
        None when there is nothing in it.
    """
    texts = [child for child in box.descendants() if isinstance(child, boxes.TextBox)]
    face = face_of(texts[0].style if texts else box.style)
    text = "".join(child.text for child in texts).strip()
    shaped = face.shape_all(cut(text))
    if not shaped:
        return None
    return Reading(base, end, shaped, face.size, sum(glyph.advance for glyph in shaped))


def settle(content: ContentBuilder, *, is_indented: bool) -> None:
    """Make room for readings that are wider than their bases, and say where lines may not end.

    A compound's readings share the room over it (JLREQ 3.3.7); what is left over hangs over kana
    and white (3.3.8), and the rest widens the base. Nothing hangs out of a line: at its edges
    the base gets what the reading has beside it within a line. A line may end inside a compound
    where the readings on both sides keep to their own bases.

    Args:
        content: has the compounds.
        is_indented: the first line has an indent, which is hung over like a space.
    """
    in_ruby = {
        unit for compound in content.compounds for unit in range(compound.start, compound.end)
    }
    taken: dict[int, float] = {}  # how far readings hang over the units behind their bases
    settled = []
    for compound in content.compounds:
        for reading in compound.readings:
            content.joined.update(range(reading.start, reading.end - 1))
        start, end = compound.start, compound.end
        width = sum(reading.width for reading in compound.readings)
        excess = width - sum(content.advances[start:end])
        if excess > 0:
            before = _neighbour(content.ends, start - 1, in_ruby)
            after = _neighbour(content.classes, end, in_ruby)
            if start in content.forced or end in content.forced:
                before = None if start in content.forced else before
                after = None if end in content.forced else after
            size = compound.readings[0].size
            if start == 0 and is_indented:
                before = CL14_SPACE
            left = overhang(excess, size, before, taken.get(start - 1, 0.0))
            right = overhang(excess, size, after)
            taken[end] = right
            _widen(content, start, end, widened(excess, end - start, left, right))
            if left and start:
                content.before[start] = left
            if right:
                content.behind[end - 1] = right
            settled.append(replace(compound, left=left, right=right))
        else:
            settled.append(compound)
        _join_crowded(content, compound)
    content.compounds = settled


def _neighbour(classes: Sequence[int], unit: int, in_ruby: set[int]) -> int | None:
    """Return the class of a unit beside a base; None where nothing may be hung over."""
    return classes[unit] if 0 <= unit < len(classes) and unit not in in_ruby else None


def _widen(content: ContentBuilder, start: int, end: int, by: Widened) -> None:
    """Spread the characters of a base under a wider reading."""
    for unit in range(start, end):
        before = by.before if unit == start else by.between / 2
        behind = by.behind if unit == end - 1 else by.between / 2
        content.advances[unit] += before + behind
        content.leads[unit] = before, behind


def _join_crowded(content: ContentBuilder, compound: Compound) -> None:
    """Let no line end where the readings on one side need more than their bases."""
    # Room over the bases, less what the readings need: of all, and of those so far.
    spare = [
        sum(content.advances[reading.start : reading.end]) - reading.width
        for reading in compound.readings
    ]
    before = 0.0
    for reading, own in zip(compound.readings[:-1], spare, strict=False):
        before += own
        if before < -1e-6 or sum(spare) - before < -1e-6:
            content.joined.add(reading.end - 1)
