"""The text of one box → units with glyphs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from gappon.kumihan.classes import CL26_WORD_SPACE, FIXED_SPACE
from gappon.kumihan.quantities import SPACE, is_quantity
from gappon.typesetter.inline.builder import ContentBuilder
from gappon.typesetter.inline.glyphs import Shaped
from gappon.typesetter.inline.hyphenate import SHORTEST, Parts, divide
from gappon.typesetter.inline.literals import literals
from gappon.typesetter.inline.shape import HYPHEN, Face
from gappon.typesetter.inline.units import (
    BREAK,
    JOINERS,
    SOFT_HYPHEN,
    Segment,
    is_shaped_whole,
    segments,
)

WORD_SPACES = frozenset(" \u00a0")
QUANTITY: Parts = (("", False),)  # stands for the space between a number and its unit


def add_text(content: ContentBuilder, text: str, face: Face, *, is_literal: bool) -> None:
    """Add a text to inline content.

    Args:
        content: takes the units.
        text: of one box.
        face: of its style.
        is_literal: it is code: set as it is typed.

    Raises:
        LookupError: no font has a glyph for one of its characters.
    """
    first = len(content)
    for segment in segments(text):
        _add_segment(content, segment, face, is_literal=is_literal)
        _apply_control(content, segment.control, face)
    places = [(0, len(text))] if is_literal else literals(text)
    for start, end in places:
        inside = [u for u in range(first, len(content)) if start <= content.offsets[u] < end]
        content.literal.update(inside)


def _add_segment(
    content: ContentBuilder, segment: Segment, face: Face, *, is_literal: bool
) -> None:
    units = segment.units
    found = face.shape_all(units)
    if is_literal:
        found = [_fixed(one) if one.kind == CL26_WORD_SPACE else one for one in found]
    offsets = _offsets(segment)
    # Most text has nothing in it that does not stand as it is.
    start = 0
    for index, parts in _special(content, units, is_literal=is_literal):
        content.extend(units[start:index], found[start:index], offsets[start:index], face.size)
        if parts is QUANTITY:
            space = _fixed(found[index], SPACE * face.size)
            content.joined.update((len(content) - 1, len(content)))
            content.add(units[index], space, offsets[index], face.size)
        elif parts:
            _add_parts(content, parts, offsets[index], face)
        start = index + 1
    content.extend(units[start:], found[start:], offsets[start:], face.size)


def _offsets(segment: Segment) -> Sequence[int]:
    """Return where units begin in their text."""
    units, offset = segment.units, segment.offset
    lengths = list(map(len, units))
    if sum(lengths) == len(units):
        return range(offset, offset + len(units))
    return list(accumulate(lengths[:-1], initial=offset))


def _special(
    content: ContentBuilder, units: list[str], *, is_literal: bool
) -> list[tuple[int, Parts]]:
    """Return which units are not added as they are.

    Words come in parts, spaces that collapse in none, those of quantities as :data:`QUANTITY`.
    """
    special: dict[int, Parts] = {}
    if units and max(map(len, units)) >= SHORTEST:
        hyphenation = content.hyphenation and not is_literal
        for index, unit in enumerate(units):
            if len(unit) >= SHORTEST and not is_shaped_whole(unit):
                parts = divide(unit, hyphenation=hyphenation)
                if len(parts) > 1:
                    special[index] = parts
    if units[:1] == [" "] and content.at_space():
        special[0] = ()
    for index, unit in enumerate(units) if not WORD_SPACES.isdisjoint(units) else ():
        if unit not in WORD_SPACES or not 0 < index < len(units) - 1:
            continue
        if unit == units[index - 1] == " ":
            special[index] = ()
        elif not is_literal and is_quantity(units[index - 1], units[index + 1]):
            special[index] = QUANTITY
    return sorted(special.items())


def _fixed(space: Shaped, advance: float | None = None) -> Shaped:
    """Return a word space that is neither widened nor narrowed."""
    width = space.advance if advance is None else advance
    glyphs = tuple(glyph._replace(advance=width) for glyph in space.glyphs)
    return Shaped(glyphs, width, FIXED_SPACE, FIXED_SPACE)


def _add_parts(content: ContentBuilder, parts: Parts, offset: int, face: Face) -> None:
    """Add a word in parts: a line may end between them."""
    glyphs = face.shape_parts([part for part, _ in parts])
    hyphen = face.shape(HYPHEN)
    last = len(content) + len(parts) - 1
    for (part, with_hyphen), shaped in zip(parts, glyphs, strict=True):
        unit = len(content)
        if unit < last:
            content.loose[unit] = hyphen.advance if with_hyphen else 0.0
        content.add(part, shaped, offset, face.size)
        offset += len(part)


def _apply_control(content: ContentBuilder, control: str, face: Face) -> None:
    """Do what controls say of a break behind the unit before them (UAX #14, ZW, WJ, SHY)."""
    if not control or not len(content):
        return
    unit = len(content) - 1
    if not JOINERS.isdisjoint(control):
        content.joined.add(unit)
    elif BREAK in control:
        content.loose[unit] = 0.0
    elif SOFT_HYPHEN in control:
        content.loose[unit] = face.shape(HYPHEN).advance
