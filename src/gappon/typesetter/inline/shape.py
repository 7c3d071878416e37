"""Glyphs of units, from Pango, so that composed text has the glyphs that WeasyPrint would draw."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.line_break import Layout, _font_style_cache_key, first_line_metrics

from gappon.kumihan.classes import (
    CL08_INSEPARABLE,
    CL14_SPACE,
    CL15_HIRAGANA,
    CL16_KATAKANA,
    CL19_IDEOGRAPHIC,
    CL24_NUMERAL,
    CL27_WESTERN,
    WESTERN,
    class_of,
)
from gappon.typesetter.fragment import Latin

MISSING = pango.PANGO_GLYPH_UNKNOWN_FLAG
EMPTY = pango.PANGO_GLYPH_EMPTY
CONTEXT = "字"
HYPHEN = "-"
CONTEXT_FREE = frozenset((CL15_HIRAGANA, CL16_KATAKANA, CL19_IDEOGRAPHIC))
FULL = 0.9  # em; narrower punctuation is Latin
EXACT = 1e-3  # CSS px; smaller differences are Pango's rounding
# Scripts that need shaping across a line, coloured emoji, and characters that control layout.
NOT_TAKEN = re.compile(
    "[\u0590-\u0dff\u0e00-\u109f\u1780-\u18af\u200d-\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff"
    "\ufe0f\ufe70-\ufefc\U0001f000-\U0001faff\u00ad\u200b\t\n]"
)


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
        kind: JLREQ class; of punctuation that is not full width, western.
        code: of a full-width glyph of the face's own font, its hexadecimal number: nothing has to
            be said between such glyphs. Of all else ``""``.
    """

    glyphs: tuple[Glyph, ...]
    advance: float
    kind: int
    code: str = ""


class Decoration:
    """Stands for the Pango layout of a composed text box: tells where underlines go."""

    first_line_direction = 0

    def __init__(self, layout: Any) -> None:
        self.ascent = layout.ascent
        self.underline_position = layout.underline_position
        self.underline_thickness = getattr(layout, "underline_thickness", None)
        self.strikethrough_position = layout.strikethrough_position
        self.strikethrough_thickness = getattr(layout, "strikethrough_thickness", None)

    def reactivate(self, style: Any) -> None:
        """Do nothing; a real layout is built anew."""

    def deactivate(self) -> None:
        """Do nothing; a real layout gives up its memory."""


class Face:
    """Glyphs and metrics of one computed font style.

    Attributes:
        size: in CSS px.
        height, baseline: of a text box in this style, in CSS px.
        decoration: tells where underlines go.
        known: glyphs of the units that have been asked for.
        font: Pango's font of ideographs, when it has them.
    """

    def __init__(self, style: Any, latin: Latin | None = None) -> None:
        self.style = style
        self.size: float = style["font_size"]
        measured = Layout(style)
        measured.set_text("字a")
        self.decoration = Decoration(measured)
        line, _ = measured.get_first_line()
        # This gives up the layout's memory; glyphs are asked of another one.
        _, _, _, _, self.height, self.baseline = first_line_metrics(
            line, "字a", measured, resume_at=None, space_collapse=False, style=style
        )
        self._layout = Layout(style)
        self._latin = None if latin is None else Layout(_latin_style(style, latin))
        self._raised = (1.0, 0.0) if latin is None else (latin.scale, latin.shift * self.size)
        self.known: dict[str, Shaped] = {}
        self._unknown: set[str] = set()
        self._fonts: dict[int, Any] = {}
        self.font: Any = None
        context = self._ask_pango(CONTEXT)
        self.font = context.glyphs[0].font if context and context.glyphs else None

    def shape(self, text: str) -> Shaped | None:
        """Return the glyphs of a unit.

        None when it is not for kumihan, a font lacks a glyph, or Pango sets it otherwise.
        """
        found = self.known.get(text)
        if found is None and text not in self._unknown:
            found = None if NOT_TAKEN.search(text) else self._ask_pango(text)
            if found is None:
                self._unknown.add(text)
            else:
                self.known[text] = found
        return found

    def shape_all(self, units: list[str]) -> list[Shaped] | None:
        """Return the glyphs of units; None when :meth:`shape` gives None for one."""
        try:
            return list(map(self.known.__getitem__, units))
        except KeyError:
            new = [unit for unit in dict.fromkeys(units) if unit not in self.known]
        self._learn([unit for unit in new if len(unit) == 1])
        if any(self.shape(unit) is None for unit in new):
            return None
        return list(map(self.known.__getitem__, units))

    def shape_parts(self, parts: list[str]) -> list[Shaped] | None:
        """Return the glyphs of a word's parts: those of the whole word where that can be parted."""
        whole = self.shape("".join(parts)) if len(parts) > 1 else None
        if whole is None or any(len(glyph.text) != 1 for glyph in whole.glyphs):
            return self.shape_all(parts)
        found, start = [], 0
        for part in parts:
            glyphs = whole.glyphs[start : start + len(part)]
            start += len(part)
            advance = sum(glyph.advance for glyph in glyphs)
            found.append(Shaped(glyphs, advance, self._kind(part, advance)))
        return found

    def _learn(self, characters: list[str]) -> None:
        """Ask for all ideographs and kana at once, which is ten times faster.

        Only those that come out full width are kept: no others can depend on their neighbours.
        """
        text = "".join(char for char in characters if class_of(char) in CONTEXT_FREE)
        text = NOT_TAKEN.sub("", text)
        if len(text) < 2 or self.font is None:
            return
        self._layout.set_text(text)
        line, _ = self._layout.get_first_line()
        data = text.encode()
        run = line.runs[0]
        while run != ffi.NULL:
            item, string = run.data.item, run.data.glyphs
            run = run.next
            letters = data[item.offset : item.offset + item.length].decode()
            font = self._interned(item.analysis.font)
            if font is not self.font or string.num_glyphs != len(letters):
                continue
            for index, letter in enumerate(letters):
                info = string.glyphs[index]
                number, place = info.glyph, info.geometry
                if number & MISSING or number == EMPTY or place.x_offset or place.y_offset:
                    continue
                advance = place.width * FROM_UNITS
                glyph = Glyph(font, number, f"{number:04x}", advance, 0.0, letter)
                if code := self._code([glyph]):
                    self.known[letter] = Shaped((glyph,), advance, class_of(letter), code)

    def _interned(self, font: Any) -> Any:
        """Return one object for a font, however often Pango names it."""
        return self._fonts.setdefault(int(ffi.cast("uintptr_t", font)), font)

    def _kind(self, text: str, advance: float) -> int:
        kind = class_of(text)
        narrow = advance < FULL * self.size
        if narrow and kind < CL24_NUMERAL and kind != CL14_SPACE:
            return CL27_WESTERN
        return kind

    def _ask_pango(self, text: str) -> Shaped | None:
        latin = self._latin if class_of(text) in WESTERN else None
        layout = latin or self._layout
        scale, rise = self._raised if latin else (1.0, 0.0)
        # Dashes and leaders are those of Japanese text, which the font knows by what is around.
        before = CONTEXT if class_of(text) == CL08_INSEPARABLE else ""
        layout.set_text(before + text)
        line, _ = layout.get_first_line()
        glyphs: list[Glyph] = []
        data = (before + text).encode()
        skipped = len(before.encode())
        run = line.runs[0]
        while run != ffi.NULL:
            item = run.data
            run = run.next
            if item.item.analysis.level % 2:
                return None
            string = item.glyphs
            count = string.num_glyphs
            clusters = [string.log_clusters[i] for i in range(count)]
            for index in range(count):
                info = string.glyphs[index]
                if info.glyph & MISSING or info.geometry.y_offset:
                    return None
                if info.glyph == EMPTY:
                    continue
                start = clusters[index]
                if item.item.offset + start < skipped:
                    continue
                end = next((c for c in clusters[index + 1 :] if c > start), item.item.length)
                first = index == 0 or clusters[index - 1] != start
                offset = item.item.offset
                letters = data[offset + start : offset + end].decode() if first else ""
                glyphs.append(
                    Glyph(
                        self._interned(item.item.analysis.font),
                        info.glyph,
                        f"{info.glyph:04x}",
                        info.geometry.width * FROM_UNITS,
                        info.geometry.x_offset * FROM_UNITS,
                        letters,
                        scale,
                        rise,
                    )
                )
        advance = sum(glyph.advance for glyph in glyphs)
        return Shaped(tuple(glyphs), advance, self._kind(text, advance), self._code(glyphs))

    def _code(self, glyphs: list[Glyph]) -> str:
        if len(glyphs) != 1 or glyphs[0].font is not self.font:
            return ""
        _, _, code, advance, shift, _, scale, rise = glyphs[0]
        is_plain = abs(advance - self.size) < EXACT and not shift and scale == 1 and not rise
        return code if is_plain else ""


def _latin_style(style: Any, latin: Latin) -> Any:
    """Return a font style for Latin letters within text of another."""
    changed = style.copy()
    changed["font_family"] = (latin.family, *style["font_family"])
    changed["font_size"] = style["font_size"] * latin.scale
    return changed


class Faces:
    """Faces by font style; they live as long as the process's fonts.

    Args:
        latin: font of Latin letters and digits in text of a certain family.
    """

    def __init__(self, latin: Latin | None = None) -> None:
        self.latin = latin
        self._by_key: dict[Any, Face] = {}

    def of(self, style: Any) -> Face:
        """Return the face of a computed style; a document remembers it by style."""
        key = (
            _font_style_cache_key(style, include_size=True),
            style["lang"],
            str(style["text_decoration_line"]),
        )
        face = self._by_key.get(key)
        if face is None:
            latin = self.latin
            within = latin is not None and style["font_family"][0] == latin.within
            face = self._by_key[key] = Face(style, latin if within else None)
        return face
