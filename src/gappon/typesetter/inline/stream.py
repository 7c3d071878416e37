"""Content streams of composed text: fonts, glyphs, shifts, and what they stand for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from weasyprint.text.ffi import FROM_UNITS, pango

from gappon.typesetter.inline.glyphs import Glyph, Shaped
from gappon.typesetter.inline.shape import EXACT, Face

if TYPE_CHECKING:
    from gappon.typesetter.inline.content import InlineContent


class SecondCodes:
    """Codes of glyphs that stand for other text than at their first use in a document.

    A PDF says once a font what a code stands for (ISO 32000-2 §9.10.3), and fonts have one glyph
    for 高 and ⾼, 〜 and ～. Such a glyph is shown in a second font of the same glyphs, whose codes
    are counted up from 1.

    Attributes:
        name: of the second font, among all documents.
        codes: code by glyph id and text.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.codes: dict[tuple[int, str], int] = {}

    def code(self, glyph: Glyph) -> str:
        """Return the code of a glyph for its text, as four hexadecimal digits."""
        number = self.codes.setdefault((glyph.number, glyph.text), len(self.codes) + 1)
        return f"{number:04x}"


class DrawState:
    """What drawing notes of one document: fonts, glyphs, and where pens stop.

    Args:
        key: of the document.

    Attributes:
        stops: units of paragraphs that are shown one by one, whatever line they stand on.
        respelled: full-width units, by face, whose glyphs stand for other text elsewhere.
        second_codes: by name of the font whose glyphs they show.
    """

    def __init__(self, key: str) -> None:
        self.stops: dict[InlineContent, Sequence[int]] = {}
        self.respelled: dict[Face, set[str]] = {}
        self.second_codes: dict[str, SecondCodes] = {}
        self._mark = sha256(key.encode()).hexdigest()[:8]
        self._fonts: dict[Any, Any] = {}
        self._recorded: dict[Face, set[str]] = {}

    def font(self, stream: Any, font: Any) -> Any:
        """Return WeasyPrint's record of a font, asked for once a document."""
        found = self._fonts.get(font)
        if found is None:
            found, _ = stream.add_font(font)
            self._fonts[font] = found
        return found

    def record_full_width(self, stream: Any, content: InlineContent) -> None:
        """Record a paragraph's full-width glyphs; others are recorded when they are shown."""
        for piece in content.pieces:
            face = piece.face
            if face is None:
                continue
            recorded = self._recorded.setdefault(face, set())
            units = content.units.texts[piece.start : piece.end]
            new = set(units) - recorded
            recorded |= new
            for unit in dict.fromkeys(unit for unit in units if unit in new) if new else ():
                shaped = face.known.get(unit)
                if shaped is not None and shaped.code:
                    font, glyph = self.font(stream, face.font), shaped.glyphs[0]
                    font.widths.setdefault(glyph.number, 1000)
                    if font.to_unicode.setdefault(glyph.number, glyph.text) != glyph.text:
                        self.respelled.setdefault(face, set()).add(unit)

    def code(self, font: Any, glyph: Glyph) -> tuple[str, str]:
        """Return in which font, and by which code, a glyph is shown for its text.

        Args:
            font: WeasyPrint's record, in which the glyph is recorded.
            glyph: with its text.
        """
        if font.to_unicode[glyph.number] == glyph.text:
            return font.hash, glyph.hexadecimal
        second = self.second_codes.get(font.hash)
        if second is None:
            second = self.second_codes[font.hash] = SecondCodes(f"{font.hash}-{self._mark}")
        return second.name, second.code(glyph)


def record(stream: Any, font: Any, glyph: Glyph, size: float) -> int:
    """Record a glyph's width and, at its first use, what it stands for.

    Args:
        stream: has room for extents.
        font: WeasyPrint's record.
        glyph: what is shown.
        size: in which it is used.

    Returns:
        Its width in thousandths of an em.
    """
    number = glyph.number
    if number not in font.to_unicode:
        font.to_unicode[number] = glyph.text
    width = font.widths.get(number)
    if width is None:
        pango.pango_font_get_glyph_extents(glyph.font, number, stream.ink_rect, stream.logical_rect)
        width = font.widths[number] = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
    return int(width)


class Pen:
    """Writes the glyphs of one text box.

    Attributes:
        off: what it is off from where the glyphs' own widths have brought it, in CSS px.
    """

    def __init__(self, state: DrawState, stream: Any, size: float) -> None:
        self.state = state
        self.stream = stream
        self.own_size = self.size = size
        self.off = 0.0
        self.rise = 0.0
        self.current: Any = None
        self.font: Any = None
        self._in_second = False
        self._parts: list[str] = []
        self._in_array = False

    def show_plain(self, font: Any, code: str) -> None:
        """Show full-width glyphs of a font, one behind the other."""
        if font is not self.current or self._in_second or self.rise or self.size != self.own_size:
            self._change(font, 1.0, 0.0)
        self._show(code)

    def show(self, glyphs: tuple[Glyph, ...], between: float = 0.0) -> None:
        """Show any glyphs; ``between``, in CSS px, is put behind each."""
        for glyph in glyphs:
            if (
                glyph.font is not self.current
                or self._in_second
                or glyph.rise != self.rise
                or glyph.scale * self.own_size != self.size
            ):
                self._change(glyph.font, glyph.scale, glyph.rise)
            width = record(self.stream, self.font, glyph, self.size)
            self.off += glyph.shift
            if self.font.to_unicode[glyph.number] == glyph.text:
                self._show(glyph.hexadecimal)
            else:
                self._show_in_second(glyph)
            off = glyph.advance - width * self.size / 1000 - glyph.shift + between
            self.off = 0.0 if -EXACT < off < EXACT else off

    def begin_text(self, text: str) -> None:
        """Say what the glyphs until :meth:`end_text` stand for (ISO 32000-2 §14.9.4)."""
        self._close()
        self._parts.append(_begin_text(text))

    def end_text(self) -> None:
        """End what was begun."""
        self._close()
        self._parts.append("EMC\n")

    def show_leader(self, pattern: Shaped, start: float, count: int) -> None:
        """Show a leader's pattern again and again, from a distance on, in CSS px."""
        self.off += start
        for _ in range(count):
            self.show(pattern.glyphs)
            self.off += pattern.advance - sum(glyph.advance for glyph in pattern.glyphs)

    def finish(self) -> None:
        """Write what is left."""
        self._flush()
        if self.rise:
            self.stream.set_text_rise(0)

    def _show_in_second(self, glyph: Glyph) -> None:
        name, code = self.state.code(self.font, glyph)
        self._flush()
        self.stream.set_font_size(name, self.size)
        self._in_second = True
        self._show(code)

    def _change(self, font: Any, scale: float, rise: float) -> None:
        self._flush()
        self.current = font
        self._in_second = False
        self.font = self.state.font(self.stream, font)
        self.size = self.own_size * scale
        self.stream.set_font_size(self.font.hash, self.size)
        if rise != self.rise:
            self.rise = rise
            self.stream.set_text_rise(rise)

    def _show(self, code: str) -> None:
        parts = self._parts
        if not -EXACT < self.off < EXACT:
            shift = -self.off / self.size * 1000
            # PDF knows no exponents, and four digits of what is smaller would have one.
            number = f"{shift:.4g}<" if -9999 < shift < 9999 else f"{shift:.0f}<"
            parts.append(f">{number}" if self._in_array else f"[{number}")
            self.off = 0.0
        elif not self._in_array:
            parts.append("[<")
        self._in_array = True
        parts.append(code)

    def _close(self) -> None:
        if self._in_array:
            self._parts.append(">] TJ\n")
            self._in_array = False

    def _flush(self) -> None:
        self._close()
        if self._parts:
            self.stream.stream.append("".join(self._parts).rstrip())
            self._parts = []


@lru_cache(maxsize=8192)
def _begin_text(text: str) -> str:
    return f"/Span <</ActualText <feff{text.encode('utf-16-be').hex()}>>> BDC\n"
