"""Glyphs as Pango gives them for a piece of text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from weasyprint.text.ffi import FROM_UNITS, ffi, pango

MISSING = pango.PANGO_GLYPH_UNKNOWN_FLAG
EMPTY = pango.PANGO_GLYPH_EMPTY


class Glyph(NamedTuple):
    """One glyph.

    Attributes:
        font: Pango's font.
        number: glyph id.
        hexadecimal: the same as four digits.
        advance: in CSS px, kerning included.
        shift: of the ink from the pen, in CSS px.
        text: what it stands for (``""`` for the further glyphs of a cluster).
        scale: its size, of the size of the text.
        rise: how far it is raised, in CSS px.
    """

    font: Any
    number: int
    hexadecimal: str
    advance: float
    shift: float
    text: str
    scale: float = 1.0
    rise: float = 0.0


class Shaped(NamedTuple):
    """A unit's glyphs.

    Attributes:
        glyphs: in visual order.
        advance: altogether, in CSS px.
        kind, end: classes with which it begins and ends, see :mod:`gappon.kumihan.classes`.
        code: of a full-width glyph of the face's own font, its hexadecimal number: nothing has to
            be said between such glyphs. Of all else ``""``.
    """

    glyphs: tuple[Glyph, ...]
    advance: float
    kind: int
    end: int
    code: str = ""


def glyphs_of(layout: Any, text: str, before: str, intern: Callable[[Any], Any]) -> list[Glyph]:
    """Return the glyphs of a text behind another, which the font may know it by.

    Args:
        layout: WeasyPrint's, of a style.
        text: what is asked for.
        before: what stands before it.
        intern: returns one object for a font, however often Pango names it.

    Raises:
        LookupError: no font has a glyph for one of its characters.
    """
    layout.set_text(before + text)
    line, _ = layout.get_first_line()
    data = (before + text).encode()
    skipped = len(before.encode())
    glyphs: list[Glyph] = []
    for item, string in runs_of(line):
        font = intern(item.analysis.font)
        clusters = [string.log_clusters[i] for i in range(string.num_glyphs)]
        ends = dict(
            zip(sorted(set(clusters)), [*sorted(set(clusters))[1:], item.length], strict=True)
        )
        for index, start in enumerate(clusters):
            info = string.glyphs[index]
            if info.glyph & MISSING:
                raise LookupError(text)
            if info.glyph == EMPTY or item.offset + start < skipped:
                continue
            first = index == 0 or clusters[index - 1] != start
            letters = data[item.offset + start : item.offset + ends[start]] if first else b""
            place = info.geometry
            glyphs.append(
                Glyph(
                    font,
                    info.glyph,
                    f"{info.glyph:04x}",
                    place.width * FROM_UNITS,
                    place.x_offset * FROM_UNITS,
                    letters.decode(),
                    rise=-place.y_offset * FROM_UNITS,
                )
            )
    return glyphs


def family_of(font: Any) -> str:
    """Return the family of one of Pango's fonts."""
    description = ffi.gc(
        pango.pango_font_describe_with_absolute_size(font), pango.pango_font_description_free
    )
    family: bytes = ffi.string(pango.pango_font_description_get_family(description))
    return family.decode()


def runs_of(line: Any) -> Iterator[tuple[Any, Any]]:
    """Yield item and glyph string of each of a line's runs, in visual order."""
    run = line.runs[0]
    while run != ffi.NULL:
        yield run.data.item, run.data.glyphs
        run = run.next
