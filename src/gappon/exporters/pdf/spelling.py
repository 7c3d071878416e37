"""What the glyphs of a file's fonts stand for, as each fragment has it.

A PDF says once a font what its codes stand for, and codes are the glyphs' ids. Fragments are
compiled without each other: one may have used a glyph for 〜, another the same glyph for ～. Those
that agree share a dictionary of the font; the others have one of their own, with the same glyphs.
Within a fragment, second uses have codes in a font of their own already (:mod:`gappon.typesetter`,
``inline/stream.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from gappon.typesetter.fragment import UsedFont

# Which dictionary a fragment's fonts need: number of the spelling by name of the font, where not 0.
Numbers = Mapping[str, int]

FONT_NAME = re.compile(rb"/([A-Z]{6}) (?=[\d.]+ Tf)")
UNICODE_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
"""
ENCODING_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo 3 dict dup begin /Registry (Adobe) def /Ordering (Identity) def \
/Supplement 0 def end def
/CMapName /WP-Encod-0 def
/CMapType 1 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
"""
CMAP_TAIL = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"


@dataclass
class MergedFont:
    """The uses of one font in all fragments, put together.

    Attributes:
        first: of the uses.
        widths: by glyph id, in thousandths of an em.
        spellings: text by code, once for all fragments that agree.
        missing: codes of characters that the font has not.
        seconds: glyphs and texts of the codes 1, 2, … of fonts of the same glyphs, by name.
    """

    first: UsedFont
    widths: dict[int, int] = field(default_factory=dict)
    spellings: list[dict[int, str]] = field(default_factory=list)
    missing: set[int] = field(default_factory=set)
    seconds: dict[str, tuple[tuple[int, str], ...]] = field(default_factory=dict)

    @property
    def glyphs(self) -> list[int]:
        """Ids of the glyphs used, in order."""
        return sorted({*self.widths, *(code for spelling in self.spellings for code in spelling)})

    def join(self, use: UsedFont) -> int:
        """Add the use of a fragment, and return the number of the spelling that it agrees with."""
        self.widths = use.widths | self.widths
        self.missing.update(use.missing.values())
        if use.second_codes:
            self.seconds[use.second_name] = use.second_codes
        texts = use.to_unicode
        for number, spelling in enumerate(self.spellings):
            new = texts.items() - spelling.items()
            if all(code not in spelling for code, _ in new):
                spelling.update(new)
                return number
        self.spellings.append(texts)
        return len(self.spellings) - 1


class Spellings:
    """The fonts of a file, and what their glyphs stand for in each fragment."""

    def __init__(self) -> None:
        self.fonts: dict[str, MergedFont] = {}

    def join(self, uses: Iterable[UsedFont]) -> Numbers:
        """Add the fonts of a fragment; return which spellings it needs, where not the first."""
        numbers = {
            use.name: self.fonts.setdefault(use.name, MergedFont(use)).join(use) for use in uses
        }
        return {name: number for name, number in numbers.items() if number}


def name_of(font: str, number: int) -> str:
    """Return the name by which one spelling of a font is found in every font dictionary."""
    return f"{font}.{number}"


def respelled(content: bytes, own: Numbers, page: Numbers) -> bytes:
    """Return a content stream as it is laid over a page of another fragment.

    Fonts that the page spells otherwise are called by the names of their spellings.
    """

    def renamed(found: re.Match[bytes]) -> bytes:
        name = found[1].decode()
        number = own.get(name, 0)
        if number == page.get(name, 0):
            return found[0]
        return f"/{name_of(name, number)} ".encode()

    return FONT_NAME.sub(renamed, content) if own != page else content


def unicode_map(texts: Mapping[int, str]) -> bytes:
    """Return a ToUnicode CMap of the text of each code (ISO 32000-2 §9.10.3)."""
    lines = [
        f"<{code:04x}> <{text.encode('utf-16-be').hex()}>" for code, text in sorted(texts.items())
    ]
    return _cmap(UNICODE_HEAD, "bfchar", lines)


def encoding(glyphs: Mapping[int, int]) -> bytes:
    """Return a CMap of the glyph of each code (ISO 32000-2 §9.7.5)."""
    return _cmap(ENCODING_HEAD, "cidchar", [f"<{c:04x}> {g}" for c, g in sorted(glyphs.items())])


def _cmap(head: str, operator: str, lines: Sequence[str]) -> bytes:
    """Return a CMap of the lines, in blocks of the 100 that one operator may have."""
    blocks = [lines[i : i + 100] for i in range(0, len(lines), 100)]
    parts = ("\n".join((f"{len(b)} begin{operator}", *b, f"end{operator}\n")) for b in blocks)
    return "".join((head, *parts, CMAP_TAIL)).encode()
