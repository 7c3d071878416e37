"""Folios made from samples: a few numbers are laid out, all others have their digits exchanged.

Where the digits of a theme are equally wide, a page that says 88 and one that says 42 differ in two
glyphs. Laying out a page for every number would take a third of a cold build.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any

ALL_DIGITS = 1234567890
MOST_DIGITS = 4
# Samples in the order of their pages; odd numbers are right pages, even ones left.
SAMPLES = tuple(int(digit * count) for count in range(1, MOST_DIGITS + 1) for digit in "78")
HEX = re.compile(rb"<([0-9a-f]+)>")


@dataclass(frozen=True)
class Folios:
    """Content streams of folios.

    Attributes:
        streams: by sample number.
        digits: glyph of each digit, as four hexadecimal digits.
        states: graphics states that the streams name, by name.
    """

    streams: dict[int, bytes]
    digits: tuple[bytes, ...]
    states: dict[str, dict[str, Any]]

    def stream(self, number: int) -> bytes:
        """Return the content stream that draws a page's number."""
        text = str(number)
        sample = int(("8" if number % 2 == 0 else "7") * len(text))
        digit = self.digits[sample % 10]
        wanted = b"".join(self.digits[int(char)] for char in text)
        return self.streams[sample].replace(digit * len(text), wanted, 1)


def read_folios(pdf: bytes, widths: dict[int, int], pages: int) -> Folios | None:
    """Return what the samples' pages give, None when the theme's folios are not so simple.

    Args:
        pdf: pages of ``SAMPLES``, then one of ``ALL_DIGITS``.
        widths: advances of the glyphs used, by glyph id.
        pages: how many there are.
    """
    import pikepdf  # not imported when nothing changed

    if pages != len(SAMPLES) + 1:
        return None
    with pikepdf.open(io.BytesIO(pdf)) as source:
        # Pango's rounding leaves kerning of nothing between digits.
        contents = [page.obj.Contents.read_bytes().replace(b">0<", b"") for page in source.pages]
        states = {
            str(name): {
                str(key): float(value) for key, value in state.items() if key in ("/ca", "/CA")
            }
            for page in source.pages
            for name, state in page.obj.Resources.get("/ExtGState", {}).items()
        }
    strings = [b"".join(HEX.findall(content)) for content in contents]
    glyphs = [strings[-1][i : i + 4] for i in range(0, len(strings[-1]), 4)]
    if len(glyphs) != 10 or len(set(glyphs)) != 10:
        return None
    digits = (glyphs[9], *glyphs[:9])  # the page says 1234567890
    if len({widths.get(int(glyph, 16)) for glyph in digits}) != 1:
        return None
    streams = dict(zip(SAMPLES, contents, strict=False))
    for number, content in streams.items():
        run = digits[number % 10] * len(str(number))
        if content.count(run) != 1 or len(HEX.findall(content)) != 1:
            return None
    return Folios(streams, digits, states)
