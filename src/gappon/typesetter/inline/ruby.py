"""Ruby in composed text: readings gathered from the box tree, and drawn over their bases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from weasyprint.formatting_structure import boxes

from gappon.kumihan.ruby import overhang
from gappon.typesetter.inline.shape import Face, Shaped

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
        None when a font lacks a glyph.
    """
    texts = [child for child in box.descendants() if isinstance(child, boxes.TextBox)]
    face = face_of(texts[0].style if texts else box.style)
    text = "".join(child.text for child in texts).strip()
    glyphs = [face.shape(unit) for unit in cut(text)]
    shaped = [glyph for glyph in glyphs if glyph is not None]
    if len(shaped) < len(glyphs):
        return None
    return Reading(base, end, shaped, face.size, sum(glyph.advance for glyph in shaped))


def settle(content: ContentBuilder) -> None:
    """Make room for readings that are wider than their bases, and say where lines may not end.

    A compound's readings share the room over it (JLREQ 3.3.7); what is left over hangs over kana
    (3.3.8), and the rest widens the base. A line may end inside a compound where the readings on
    both sides keep to their own bases.
    """
    in_ruby = {
        unit for compound in content.compounds for unit in range(compound.start, compound.end)
    }
    content.compounds = [_settled(content, compound, in_ruby) for compound in content.compounds]


def _settled(content: ContentBuilder, compound: Compound, in_ruby: set[int]) -> Compound:
    start, end = compound.start, compound.end
    width = sum(reading.width for reading in compound.readings)
    excess = width - sum(content.advances[start:end])
    for reading in compound.readings:
        content.joined.update(range(reading.start, reading.end - 1))
    if excess > 0:
        before = content.classes[start - 1] if start and start - 1 not in in_ruby else None
        after = content.classes[end] if end < len(content) and end not in in_ruby else None
        size = compound.readings[0].size
        left, right = overhang(excess, size, before, after)
        _widen(content, start, end, excess - left - right)
        # At a line's edge nothing may hang out, so that all of it must fit the other side.
        fits = left and right and left + right <= size
        if left and not fits:
            content.joined.add(start - 1)
        if right and not fits:
            content.joined.add(end - 1)
        compound = replace(compound, left=left, right=right)
    _join_crowded(content, compound)
    return compound


def _widen(content: ContentBuilder, start: int, end: int, by: float) -> None:
    """Spread the characters of a base under a wider reading (JLREQ 3.3.8)."""
    share = by / (end - start)
    for unit in range(start, end):
        content.advances[unit] += share
        content.leads[unit] = share / 2


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
