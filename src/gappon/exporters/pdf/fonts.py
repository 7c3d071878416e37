"""Fonts of a linked file: one subset for the glyphs of all fragments, one dictionary each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
from fontTools.cffLib import CFFFontSet
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, String

from gappon.errors import CompileError
from gappon.exporters.base import Shelf
from gappon.exporters.pdf.spelling import MergedFont, encoding, unicode_map
from gappon.exporters.pdf.subset import subset
from gappon.fonts import Font
from gappon.typesetter.fragment import HEAD_BYTES, identify

LAST_PREDEFINED_CHARSET = 2


def subset_for(font: MergedFont, fonts: Sequence[Font], shelf: Shelf) -> bytes:
    """Return the subset of a font, from the shelf when the same glyphs were asked for before.

    Raises:
        CompileError: a font was used that is none of ``fonts``.
    """
    path = _files(tuple(fonts)).get(font.first.identity)
    if path is None:
        raise CompileError(
            f"the font {font.first.family} was used, which is not declared; "
            "build again with another cache (--cache)"
        )
    return shelf.made(subset, path, 0, tuple(font.glyphs), bool(font.missing))


@cache
def _files(fonts: tuple[Font, ...]) -> dict[str, Path]:
    return identities(font.path for font in fonts)


def outlines(program: bytes) -> bytes:
    """Return the CFF table of an OpenType font, its glyphs' CIDs the same as their ids.

    Text is written in glyph ids. Readers find a glyph of a font with CIDs by its CID (ISO 32000-2
    §9.7.4.2), and fonts that are subsets themselves have others than their glyphs' ids.
    """
    table: bytes = TTFont(BytesIO(program), lazy=True).reader["CFF "]
    fonts = CFFFontSet()
    fonts.decompile(BytesIO(table), None, isCFF2=False)
    top = fonts[0]
    place = top.rawDict.get("charset", 0)
    if "ROS" not in top.rawDict or place <= LAST_PREDEFINED_CHARSET:
        return table
    charset = _identity_charset(top.numGlyphs)
    return table[:place] + charset + table[place + len(charset) :]


def _identity_charset(glyphs: int) -> bytes:
    """Return a charset of CIDs in order; no other of as many glyphs is shorter (CFF, §13)."""
    if glyphs <= 2:
        return bytes([0, *([0, 1] * (glyphs - 1))])
    left = glyphs - 2
    if left < 256:
        return bytes([1, 0, 1, left])
    return bytes([2, 0, 1, *left.to_bytes(2, "big")])


def identities(paths: Iterable[Path]) -> dict[str, Path]:
    """Return font files by what :func:`gappon.typesetter.fragment.identify` says of them."""
    found = {}
    for path in paths:
        with path.open("rb") as file:
            found[identify(file.read(HEAD_BYTES), path.stat().st_size)] = path
    return found


def add_glyphs(pdf: pikepdf.Pdf, font: MergedFont, program: bytes) -> pikepdf.Object:
    """Write the glyphs of a font into a file (ISO 32000-2 §9.7.4); return their dictionary."""
    is_otf = program[:4] == b"OTTO"
    if is_otf:
        stream = pdf.make_stream(outlines(program), Subtype=Name.CIDFontType0C)
    else:
        stream = pdf.make_stream(program, Length1=len(program))
    base = Name("/" + font.first.base_font)
    widths = font.widths
    flags = font.first.flags + (1 if len(widths) > 1 and len(set(widths.values())) == 1 else 0)
    descriptor = pdf.make_indirect(
        Dictionary(
            {
                "/Type": Name.FontDescriptor,
                "/FontName": base,
                "/FontFamily": String(font.first.family),
                "/Flags": flags,
                "/FontBBox": Array(
                    [0, font.first.descent, max(widths.values(), default=0), font.first.ascent]
                ),
                "/ItalicAngle": 0,
                "/Ascent": font.first.ascent,
                "/Descent": font.first.descent,
                "/CapHeight": font.first.ascent,
                "/StemV": 80,
                "/StemH": 80,
                "/FontFile3" if is_otf else "/FontFile2": stream,
            }
        )
    )
    return pdf.make_indirect(
        Dictionary(
            {
                "/Type": Name.Font,
                "/Subtype": Name.CIDFontType0 if is_otf else Name.CIDFontType2,
                "/BaseFont": base,
                "/CIDSystemInfo": Dictionary(
                    {
                        "/Registry": String("Adobe"),
                        "/Ordering": String("Identity"),
                        "/Supplement": 0,
                    }
                ),
                "/W": _width_array(widths),
                "/FontDescriptor": descriptor,
                **({} if is_otf else {"/CIDToGIDMap": Name.Identity}),
            }
        )
    )


def add_spelling(
    pdf: pikepdf.Pdf, font: MergedFont, glyphs: pikepdf.Object, spelling: Mapping[int, str]
) -> pikepdf.Object:
    """Write a font whose codes are its glyphs' ids; those of missing characters show .notdef."""
    codes = {code: 0 if code in font.missing else code for code in spelling}
    return _add_font(pdf, font, glyphs, spelling, codes if font.missing else None)


def add_second(
    pdf: pikepdf.Pdf, font: MergedFont, glyphs: pikepdf.Object, codes: Sequence[tuple[int, str]]
) -> pikepdf.Object:
    """Write a font whose codes 1, 2, … show glyphs that stand for other text elsewhere."""
    texts = {code: text for code, (_, text) in enumerate(codes, 1) if text}
    return _add_font(pdf, font, glyphs, texts, {n: glyph for n, (glyph, _) in enumerate(codes, 1)})


def _add_font(
    pdf: pikepdf.Pdf,
    font: MergedFont,
    glyphs: pikepdf.Object,
    texts: Mapping[int, str],
    codes: Mapping[int, int] | None,
) -> pikepdf.Object:
    """Write a font (ISO 32000-2 §9.7.6): text and glyph by code; None: codes are glyphs' ids."""
    return pdf.make_indirect(
        Dictionary(
            {
                "/Type": Name.Font,
                "/Subtype": Name.Type0,
                "/BaseFont": Name("/" + font.first.base_font),
                "/ToUnicode": pdf.make_stream(unicode_map(texts)),
                "/Encoding": (
                    Name("/Identity-H") if codes is None else pdf.make_stream(encoding(codes))
                ),
                "/DescendantFonts": Array([glyphs]),
            }
        )
    )


def _width_array(widths: Mapping[int, int]) -> Array:
    """Return widths as runs of consecutive glyphs (ISO 32000-2 §9.7.4.3)."""
    array = Array()
    run = Array()
    previous = None
    for glyph in sorted(widths):
        if previous is None or glyph != previous + 1:
            if previous is not None:
                array.append(run)
            array.append(glyph)
            run = Array()
        run.append(widths[glyph])
        previous = glyph
    if previous is not None:
        array.append(run)
    return array
