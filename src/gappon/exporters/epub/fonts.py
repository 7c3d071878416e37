"""Fonts in an EPUB: cut to the characters that the book has (EPUB 3.3 §4.3.5, Core Media Types)."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import uharfbuzz

from gappon.config import FontUse
from gappon.fonts import Font
from gappon.markup import HIGHLIGHT
from gappon.theme import Theme
from gappon.trees import Element, Query

CODE = ("pre", "code", "kbd", "samp")
HIGHLIGHTED = Query("descendant::*[starts-with(@class, $prefix)][1]")
CSS_FORMATS = {"woff2": "woff2", "otf": "opentype", "ttf": "truetype"}  # by suffix


@dataclass(frozen=True)
class EmbeddedFont:
    """A font file of a book.

    Attributes:
        name: file name.
        family: name for style sheets.
        use: what it is for.
        weight, style: CSS.
        data: the file.
    """

    name: str
    family: str
    use: FontUse
    weight: int
    style: str
    data: bytes

    @property
    def suffix(self) -> str:
        """Of its file name: ``woff2``, ``otf`` or ``ttf``."""
        return self.name.rpartition(".")[2]

    @property
    def media_type(self) -> str:
        """Its media type."""
        return f"font/{self.suffix}"

    @property
    def rule(self) -> str:
        """Its rule for the style sheet."""
        return (
            f'@font-face {{ font-family: "{self.family}"; font-weight: {self.weight}; '
            f"font-style: {self.style}; src: url(fonts/{self.name}) "
            f'format("{CSS_FORMATS[self.suffix]}"); }}'
        )


def embedded_fonts(
    bodies: Sequence[Element],
    fonts: Sequence[Font],
    theme: Theme,
    uses: Iterable[FontUse],
    form: Literal["woff2", "otf"],
) -> list[EmbeddedFont]:
    """Return the fonts of a book.

    Args:
        bodies: text of all its chapters.
        fonts: those that there are.
        theme: says which font is for what.
        uses: what fonts are wanted for.
        form: of the files; ``otf`` leaves a TrueType font a TrueType font.
    """
    found: list[EmbeddedFont] = []
    for use in dict.fromkeys(uses):
        characters = _characters(bodies, use)
        role = "gaiji" if use == "gaiji" else theme.settings.fonts.get(use, "")
        # Code that is not highlighted has no bold and no italic.
        all_faces = use != "code" or any(HIGHLIGHTED(b, prefix=HIGHLIGHT) for b in bodies)
        for font in fonts:
            if role not in (font.role, font.family):
                continue
            if not all_faces and (font.weight, font.style) != (400, "normal"):
                continue
            data = cut(font, characters)
            if data is None:
                continue
            suffix = "otf" if data[:4] == b"OTTO" else "ttf"
            if form == "woff2":
                data, suffix = _as_woff2(data), "woff2"
            name = f"{use}-{font.weight}{'i' if font.style == 'italic' else ''}-{font.sha256[:8]}"
            found.append(
                EmbeddedFont(f"{name}.{suffix}", font.family, use, font.weight, font.style, data)
            )
    return found


def _characters(bodies: Iterable[Element], use: FontUse) -> frozenset[int]:
    """Return the code points for which a font is wanted."""
    found: set[str] = set()
    for body in bodies:
        for element in body.iter(*CODE) if use == "code" else (body,):
            found.update("".join(map(str, element.itertext())))
    points = {ord(char) for char in found if char.isprintable()}
    if use == "gaiji":
        points = {point for point in points if 0xE000 <= point <= 0xF8FF or point > 0xFFFF}
    return frozenset(points)


def cut(font: Font, points: frozenset[int]) -> bytes | None:
    """Return a font with the glyphs of some characters; None when it has none of them."""
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(font.path)))
    wanted = points & frozenset(face.unicodes)
    if not wanted - {0x20}:
        return None
    request = uharfbuzz.SubsetInput()
    request.unicode_set.update(wanted)
    return bytes(uharfbuzz.subset(face, request).blob.data)


def _as_woff2(data: bytes) -> bytes:
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    font.flavor = "woff2"
    buffer = io.BytesIO()
    font.save(buffer, reorderTables=False)
    return buffer.getvalue()
