"""Text as units of a paragraph, every character an em wide, Latin half."""

from __future__ import annotations

from collections.abc import Mapping

from gappon.kumihan.classes import class_of, edges_of, is_full_width
from gappon.kumihan.paragraph import Paragraph
from gappon.kumihan.style import Style
from gappon.kumihan.units import Units


def paragraph(text: str, size: float = 1.0, **settings: object) -> Paragraph:
    """Return text as units: Latin words whole, an em for a Japanese character, a half for Latin."""
    units: list[str] = []
    for char in text:
        latin = char != " " and not is_full_width(ord(char)) and char not in "—…"
        if latin and units and units[-1][-1] != " " and class_of(units[-1]) in (24, 27):
            units[-1] += char
        else:
            units.append(char)
    return of_units(units, size=size, **settings)


def of_units(
    units: list[str],
    *,
    size: float = 1.0,
    loose: Mapping[int, float] | None = None,
    joined: frozenset[int] = frozenset(),
    **settings: object,
) -> Paragraph:
    """Return units as a paragraph: a half em for each Latin letter, three tenths for a space."""
    advances = [
        size * (0.3 if u == " " else 0.5 * len(u) if class_of(u) in (24, 27) else 1.0)
        for u in units
    ]
    classes, ends = zip(*map(edges_of, units), strict=True) if units else ((), ())
    parts = {unit: width * size for unit, width in (loose or {}).items()}
    sizes = [size] * len(units)
    given = Units(units, classes, ends, advances, sizes, parts, joined)
    return Paragraph(given, Style(**settings))
