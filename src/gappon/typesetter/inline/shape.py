"""Glyphs of units, from Pango, so that composed text has the glyphs that WeasyPrint would draw."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from weasyprint.text.ffi import FROM_UNITS, ffi
from weasyprint.text.line_break import Layout, _font_style_cache_key, first_line_metrics

from gappon.kumihan.classes import (
    CL08_INSEPARABLE,
    CL15_HIRAGANA,
    CL16_KATAKANA,
    CL19_IDEOGRAPHIC,
    NARROW,
    WESTERN,
    class_of,
    edges_of,
)
from gappon.typesetter.fragment import Latin
from gappon.typesetter.inline.glyphs import (
    EMPTY,
    MISSING,
    Glyph,
    Shaped,
    family_of,
    glyphs_of,
    runs_of,
)
from gappon.typesetter.inline.units import is_shaped_whole

CONTEXT = "字"
HYPHEN = "-"
GENERIC = frozenset(("serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui", "math"))
CONTEXT_FREE = frozenset((CL15_HIRAGANA, CL16_KATAKANA, CL19_IDEOGRAPHIC))
FULL = 0.9  # em; narrower punctuation has no white in its glyph
EXACT = 1e-3  # CSS px; smaller differences are Pango's rounding
MIDDLE = 0.38  # em; of ideographs above the baseline, about which wider symbols are scaled


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
        font: Pango's font of ideographs, None when it has none.
        stranger: the family that was asked for and one that came instead; None: it came.
    """

    def __init__(self, style: Any, latin: Latin | None = None) -> None:
        self.spacing = 0.0 if style["letter_spacing"] == "normal" else style["letter_spacing"]
        if self.spacing:  # it is put behind glyphs here; Pango shares it out before and behind
            style = style.copy()
            style["letter_spacing"] = "normal"
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
        self._fonts: dict[int, Any] = {}
        self._smaller: dict[float, Layout] = {}
        self.font: Any = None
        try:
            self.font = self._ask_pango(CONTEXT)[0].font
        except LookupError:
            self.font = None
        self.stranger = self._find_stranger(latin)

    def _find_stranger(self, latin: Latin | None) -> tuple[str, str] | None:
        """Compare the families that are asked for with those of the fonts that came."""
        came = [family_of(self.font)] if self.font else []
        came += self._families(self._layout)
        pairs = [(self.style["font_family"][0], came)]
        if latin is not None and self._latin is not None:
            pairs.append((latin.family, self._families(self._latin)))
        for asked, found in pairs:
            is_there = asked.lower() in map(str.lower, found)
            if found and not is_there and asked not in GENERIC:
                return asked, found[0]
        return None

    def _families(self, layout: Any) -> list[str]:
        """Return the families of the fonts in which a layout sets Latin letters."""
        try:
            return [family_of(one.font) for one in glyphs_of(layout, "a", "", self._interned)]
        except LookupError:
            return []

    def shape(self, unit: str) -> Shaped:
        """Return the glyphs of a unit.

        Raises:
            LookupError: no font has a glyph for one of its characters.
        """
        found = self.known.get(unit)
        if found is None:
            found = self.known[unit] = self._shaped(unit, self._ask_pango(unit))
        return found

    def shape_all(self, units: Sequence[str]) -> list[Shaped]:
        """Return the glyphs of units; raise as :meth:`shape` does."""
        try:
            return list(map(self.known.__getitem__, units))
        except KeyError:
            new = [unit for unit in dict.fromkeys(units) if unit not in self.known]
        self._learn([unit for unit in new if len(unit) == 1])
        return [self.shape(unit) for unit in units]

    def shape_parts(self, parts: list[str]) -> list[Shaped]:
        """Return the glyphs of a word's parts: those of the whole word where that can be parted."""
        whole = self.shape("".join(parts))
        if any(len(glyph.text) != 1 for glyph in whole.glyphs):
            return self.shape_all(parts)
        found, start = [], 0
        for part in parts:
            glyphs = whole.glyphs[start : start + len(part)]
            start += len(part)
            advance = sum(glyph.advance for glyph in glyphs)
            found.append(Shaped(glyphs, advance, *self._classes(part, advance)))
        return found

    def _learn(self, characters: list[str]) -> None:
        """Ask for all ideographs and kana at once, which is ten times faster.

        Only those that come out full width are kept: no others can depend on their neighbours.
        """
        text = "".join(char for char in characters if class_of(char) in CONTEXT_FREE)
        if len(text) < 2 or self.font is None or self.spacing:
            return
        self._layout.set_text(text)
        line, _ = self._layout.get_first_line()
        data = text.encode()
        for item, string in runs_of(line):
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
                    kind = class_of(letter)
                    self.known[letter] = Shaped((glyph,), advance, kind, kind, code)

    def _interned(self, font: Any) -> Any:
        """Return one object for a font, however often Pango names it."""
        return self._fonts.setdefault(int(ffi.cast("uintptr_t", font)), font)

    def _classes(self, unit: str, advance: float) -> tuple[int, int]:
        """Return the classes with which a unit begins and ends, by the width of its glyphs."""
        kind, end = edges_of(unit)
        if advance < FULL * self.size or kind != end:
            return NARROW.get(kind, kind), NARROW.get(end, end)
        return kind, end

    def _ask_pango(self, unit: str) -> list[Glyph]:
        if self._latin is not None and class_of(unit) in WESTERN:
            return self._ask_smaller(unit, self._latin, *self._raised)
        # Dashes and leaders are those of Japanese text, which the font knows by what is around.
        before = CONTEXT if class_of(unit) == CL08_INSEPARABLE else ""
        glyphs = glyphs_of(self._layout, unit, before, self._interned)
        widest = max((glyph.advance for glyph in glyphs), default=0.0)
        if edges_of(unit)[0] != CL19_IDEOGRAPHIC or widest <= self.size + EXACT:
            return glyphs
        # Emoji are a quarter wider than text; symbols are an em wide at most.
        scale = self.size / widest
        if scale not in self._smaller:
            self._smaller[scale] = Layout(_scaled(self.style, scale))
        rise = (1 - scale) * MIDDLE * self.size
        return self._ask_smaller(unit, self._smaller[scale], scale, rise)

    def _ask_smaller(self, unit: str, layout: Any, scale: float, rise: float) -> list[Glyph]:
        """Return glyphs of another size than that of the text, raised."""
        glyphs = glyphs_of(layout, unit, "", self._interned)
        return [glyph._replace(scale=scale, rise=glyph.rise + rise) for glyph in glyphs]

    def _shaped(self, unit: str, glyphs: list[Glyph]) -> Shaped:
        kind, end = self._classes(unit, sum(glyph.advance for glyph in glyphs))
        if self.spacing and not is_shaped_whole(unit):
            glyphs = [
                glyph._replace(advance=glyph.advance + self.spacing) if glyph.text else glyph
                for glyph in glyphs
            ]
        advance = sum(glyph.advance for glyph in glyphs)
        return Shaped(tuple(glyphs), advance, kind, end, self._code(glyphs))

    def _code(self, glyphs: list[Glyph]) -> str:
        if len(glyphs) != 1 or glyphs[0].font is not self.font:
            return ""
        _, _, code, advance, shift, _, scale, rise = glyphs[0]
        is_plain = abs(advance - self.size) < EXACT and not shift and scale == 1 and not rise
        return code if is_plain else ""


def _latin_style(style: Any, latin: Latin) -> Any:
    """Return a font style for Latin letters within text of another."""
    changed = _scaled(style, latin.scale)
    changed["font_family"] = (latin.family, *style["font_family"])
    return changed


def _scaled(style: Any, scale: float) -> Any:
    changed = style.copy()
    changed["font_size"] = style["font_size"] * scale
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
            style["letter_spacing"],
        )
        face = self._by_key.get(key)
        if face is None:
            latin = self.latin
            within = latin is not None and style["font_family"][0] == latin.within
            face = self._by_key[key] = Face(style, latin if within else None)
        return face
