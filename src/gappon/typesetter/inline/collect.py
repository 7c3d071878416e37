"""An inline tree → one sequence of units, so that spacing and kinsoku work across elements."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.percent import resolve_percentages
from weasyprint.layout.replaced import inline_replaced_box_layout

from gappon.kumihan.breaking import may_break
from gappon.kumihan.classes import (
    CL14_SPACE,
    CL19_IDEOGRAPHIC,
    CL20_REFERENCE_MARK,
    CL26_WORD_SPACE,
    CL27_WESTERN,
)
from gappon.kumihan.style import Style
from gappon.kumihan.warichu import columns
from gappon.typesetter.context import LayoutContext
from gappon.typesetter.inline import ruby
from gappon.typesetter.inline.builder import ContentBuilder
from gappon.typesetter.inline.content import BoxUnits, InlineContent, Note, Piece
from gappon.typesetter.inline.hyphenate import SHORTEST, Parts, divide
from gappon.typesetter.inline.properties import is_cutting_note
from gappon.typesetter.inline.ruby import Compound, Reading
from gappon.typesetter.inline.shape import HYPHEN, Face, Shaped
from gappon.typesetter.inline.units import cut

STRICT = Style()  # notes have no setting of their own
EMPTY_LINE = "\u200b"
IMAGE = "\ufffc"  # stands for an image among units


def collect(layout: LayoutContext, line_box: Any, containing_block: Any) -> InlineContent | None:
    """Return the units of a line box, None when something in it is not for kumihan."""
    if line_box.text_overflow != "clip" or line_box.block_ellipsis != "none":
        return None
    style = layout.document.composition or STRICT
    content = ContentBuilder(hyphenation=style.hyphenation)
    if not _Collector(layout, content, containing_block).take(line_box, ()):
        return None
    content.drop_spaces_at_end()
    ruby.settle(content)
    return content.build()


def side_width(box: Any, side: str) -> float:
    """Return margin, border and padding of an inline box on a side, in CSS px."""
    width: float = (
        getattr(box, f"margin_{side}")
        + getattr(box, f"border_{side}_width")
        + getattr(box, f"padding_{side}")
    )
    return width


def _is_taken(box: Any) -> bool:
    """Say whether kumihan sets text of a box's style."""
    style = box.style
    return not (
        style["white_space"] != "normal"
        or style["direction"] != "ltr"
        or style["letter_spacing"] not in ("normal", 0)
        or style["word_spacing"]
        or style["hyphens"] == "auto"
    )


class _Collector:
    """Walks through an inline tree; its methods say whether all of a box is for kumihan.

    Args:
        layout: of the document.
        content: takes the units.
        block: containing block, None where widths are asked for before there is one.
    """

    def __init__(self, layout: LayoutContext, content: ContentBuilder, block: Any) -> None:
        self.layout = layout
        self.content = content
        self.block = block

    def take(self, box: Any, path: tuple[int, ...]) -> bool:
        """Take the children of a box."""
        if not _is_taken(box):
            return False
        content = self.content
        start = base = len(content)
        readings: list[Reading] = []
        for index, child in enumerate(box.children):
            if child.element_tag == "rt" and box.element_tag == "ruby":
                if not self._take_reading(child, base, readings):
                    return False
                base = len(content)
            elif not self._take_child(child, (*path, index)):
                return False
        if readings:
            content.compounds.append(Compound(tuple(readings)))
        content.boxes[box] = BoxUnits(start, len(content))
        return True

    def _take_child(self, child: Any, path: tuple[int, ...]) -> bool:
        if isinstance(child, boxes.TextBox):
            return self._take_text(child, path)
        if child.element_tag == "br":
            return self._take_break(child)
        if child.is_leader:
            return self._take_leader(child, path)
        if not child.is_in_normal_flow() or child.style["position"] != "static":
            return False
        if type(child) is boxes.InlineReplacedBox:
            return self._take_image(child, path)
        return type(child) is boxes.InlineBox and self._take_inline(child, path)

    def _take_inline(self, child: Any, path: tuple[int, ...]) -> bool:
        content = self.content
        resolve_percentages(child, self.block or (0, 0))
        before, after = side_width(child, "left"), side_width(child, "right")
        mark = len(content)
        if not self.take(child, path):
            return False
        if is_cutting_note(child) and mark < len(content):
            _make_note(content, mark)
        if child.style["vertical_align"] != "baseline":
            # Note marks and exponents stand at what they belong to (JLREQ cl-20).
            content.classes[mark:] = [CL20_REFERENCE_MARK] * (len(content) - mark)
        if before or after:
            if mark == len(content):
                return False
            content.widen(mark, before)
            content.widen(len(content) - 1, after)
        return True

    def _take_reading(self, box: Any, base: int, readings: list[Reading]) -> bool:
        """Take the reading of the units from ``base`` on."""
        end = len(self.content)
        self.content.boxes[box] = BoxUnits(end, end, is_placed=False)
        if base == end:
            return True
        reading = ruby.read(box, base, end, cut, self.layout.face)
        if reading is None:
            return False
        if reading.glyphs:
            readings.append(reading)
        return True

    def _take_image(self, box: Any, path: tuple[int, ...]) -> bool:
        """Take an image or a formula within a line: one unit, spaced as Latin text (cl-27)."""
        if not self.block:
            return False
        content = self.content
        resolve_percentages(box, self.block)
        inline_replaced_box_layout(box, self.block)
        box.baseline = box.margin_height()
        width: float = box.margin_width()
        unit = len(content)
        content.add(IMAGE, Shaped((), width, CL27_WESTERN), 0, box.style["font_size"])
        content.boxes[box] = BoxUnits(unit, unit + 1)
        content.images.add(unit)
        content.pieces.append(Piece(box, path, None, unit, unit + 1))
        return True

    def _take_break(self, box: Any) -> bool:
        """Take a forced line break; a line with nothing on it has a unit of no width."""
        content = self.content
        start = len(content)
        if not start or start in content.forced:
            content.add(EMPTY_LINE, Shaped((), 0.0, CL14_SPACE), 0, box.style["font_size"])
        end = len(content)
        content.boxes[box] = BoxUnits(start, end, is_placed=False)
        content.forced.append(end)
        return True

    def _take_leader(self, box: Any, path: tuple[int, ...]) -> bool:
        """Take a leader (CSS Generated Content 3): one unit, as wide as its pattern."""
        content = self.content
        resolve_percentages(box, self.block or (0, 0))
        text_box = box.children[0]
        face = self.layout.face(text_box.style)
        pattern = [face.shape(unit) for unit in cut(text_box.text)]
        shaped = [unit for unit in pattern if unit is not None]
        if content.leader is not None or len(shaped) < len(pattern):
            return False
        content.leader = unit = len(content)
        advance = sum(one.advance for one in shaped)
        glyphs = tuple(
            glyph for one in shaped if one.kind != CL26_WORD_SPACE for glyph in one.glyphs
        )
        content.add(text_box.text, Shaped(glyphs, advance, CL27_WESTERN), 0, face.size)
        content.pieces.append(Piece(text_box, (*path, 0), face, unit, unit + 1))
        content.boxes[box] = BoxUnits(unit, unit + 1)
        content.boxes[text_box] = BoxUnits(unit, unit + 1, face)
        return True

    def _take_text(self, box: Any, path: tuple[int, ...]) -> bool:
        # Its style is that of its parent, which has been looked at.
        content, text = self.content, box.text
        if not box.style["font_size"]:
            return False
        face = self.layout.face(box.style)
        first = len(content)
        units = cut(text)
        found = face.shape_all(units)
        if found is None:
            return False
        single = len(units) == len(text)
        offsets = range(len(units)) if single else list(accumulate(map(len, units[:-1]), initial=0))
        # Most text has nothing in it that does not stand as it is.
        start = 0
        for index, parts in _special(content, units, text):
            content.extend(units[start:index], found[start:index], offsets[start:index], face.size)
            if parts and not _add_parts(content, parts, offsets[index], face):
                return False
            start = index + 1
        content.extend(units[start:], found[start:], offsets[start:], face.size)
        content.pieces.append(Piece(box, path, face, first, len(content)))
        content.boxes[box] = BoxUnits(first, len(content), face)
        return True


def _make_note(content: ContentBuilder, start: int) -> None:
    """Let the units from ``start`` on stand in two lines: each takes the half of its advance."""
    end = len(content)
    units, classes = content.texts[start:end], content.classes[start:end]
    pairs = zip(pairwise(units), pairwise(classes), strict=True)
    may_end = [False, *(may_break(a, c, b, d, STRICT) for (a, b), (c, d) in pairs)]
    advances = [shaped.advance for shaped in content.shaped[start:end]]
    widths, places = columns(advances, may_end, content.sizes[start] / 2)
    content.advances[start:end] = widths
    content.classes[start:end] = [CL19_IDEOGRAPHIC] * (end - start)
    for unit in range(start, end):
        content.loose.pop(unit, None)
    content.joined.update(start + i - 1 for i in range(1, end - start) if i not in places)
    content.notes.append(Note(start, end, may_end))


def _special(content: ContentBuilder, units: list[str], text: str) -> list[tuple[int, Parts]]:
    """Return which units are not added as they are: words in parts, and spaces that collapse."""
    special: dict[int, Parts] = {}
    if units and max(map(len, units)) >= SHORTEST:
        for index, unit in enumerate(units):
            if len(unit) >= SHORTEST:
                parts = divide(unit, hyphenation=content.hyphenation)
                if len(parts) > 1:
                    special[index] = parts
    if units[:1] == [" "] and content.at_space():
        special[0] = ()
    if "  " in text:
        pairs = enumerate(pairwise(units), 1)
        special.update((index, ()) for index, pair in pairs if pair == (" ", " "))
    return sorted(special.items())


def _add_parts(content: ContentBuilder, parts: Parts, offset: int, face: Face) -> bool:
    """Add a word in parts: a line may end between them."""
    glyphs = face.shape_parts([part for part, _ in parts])
    hyphen = face.shape(HYPHEN)
    if glyphs is None or hyphen is None:
        return False
    last = len(content) + len(parts) - 1
    for (part, with_hyphen), shaped in zip(parts, glyphs, strict=True):
        unit = len(content)
        if unit < last:
            content.loose[unit] = hyphen.advance if with_hyphen else 0.0
        content.add(part, shaped, offset, face.size)
        offset += len(part)
    return True
