"""An inline tree → one sequence of units, so that spacing and kinsoku work across elements."""

from __future__ import annotations

from typing import Any, NamedTuple

from weasyprint.formatting_structure import boxes
from weasyprint.layout.percent import resolve_percentages
from weasyprint.layout.replaced import inline_replaced_box_layout

from gappon.kumihan.classes import (
    CL14_SPACE,
    CL20_REFERENCE_MARK,
    CL26_WORD_SPACE,
    CL27_WESTERN,
    MARK_BEHIND_STOP,
    NARROW_CLOSING,
)
from gappon.kumihan.spacing import AFTER_HALF
from gappon.kumihan.style import Style
from gappon.typesetter.context import LayoutContext
from gappon.typesetter.inline import ruby
from gappon.typesetter.inline.builder import ContentBuilder, NotTakenError
from gappon.typesetter.inline.content import BoxUnits, InlineContent, Piece
from gappon.typesetter.inline.glyphs import Shaped
from gappon.typesetter.inline.notes import make_note
from gappon.typesetter.inline.properties import is_cutting_note, is_literal
from gappon.typesetter.inline.ruby import Compound, Reading
from gappon.typesetter.inline.text import add_text
from gappon.typesetter.inline.units import cut, is_shaped_whole

EMPTY_LINE = "\u200b"
IMAGE = "\ufffc"  # stands for an image among units
CLOSED = AFTER_HALF | {NARROW_CLOSING, MARK_BEHIND_STOP}


class Fallback(NamedTuple):
    """Inline content that WeasyPrint breaks into lines.

    Attributes:
        reason: why, in words for an editor.
    """

    reason: str


def collect(
    layout: LayoutContext, line_box: Any, containing_block: Any
) -> InlineContent | Fallback:
    """Return the units of a line box, or why they are not for kumihan."""
    if line_box.text_overflow != "clip" or line_box.block_ellipsis != "none":
        return Fallback("an ellipsis where text has no room")
    content = ContentBuilder(hyphenation=(layout.document.composition or Style()).hyphenation)
    try:
        _Collector(layout, content, containing_block).take(line_box, ())
    except NotTakenError as error:
        return Fallback(str(error))
    except LookupError:
        return Fallback("a character that no font has")
    content.drop_spaces_at_end()
    ruby.settle(content, is_indented=_is_indented(line_box))
    return content.build()


def side_width(box: Any, side: str) -> float:
    """Return margin, border and padding of an inline box on a side, in CSS px."""
    width: float = (
        getattr(box, f"margin_{side}")
        + getattr(box, f"border_{side}_width")
        + getattr(box, f"padding_{side}")
    )
    return width


def _is_indented(box: Any) -> bool:
    """Say whether a first line has an indent, over which a reading may hang (JLREQ A.1, note 8)."""
    indent = box.style["text_indent"]
    return bool(getattr(indent, "value", 0) > 0)


def _check_style(style: Any) -> None:
    """Raise when kumihan does not set text of a style."""
    if style["white_space"] != "normal":
        raise NotTakenError("preformatted text")
    if style["direction"] != "ltr":
        raise NotTakenError("text from right to left")
    if style["word_spacing"]:
        raise NotTakenError("word-spacing")
    if style["hyphens"] == "auto":
        raise NotTakenError("hyphens: auto")


def _check_width(content: ContentBuilder, first: int, width: float) -> None:
    """Raise when units from one on need lines of their own, in scripts not known here."""
    for text, shaped in zip(content.texts[first:], content.shaped[first:], strict=True):
        if shaped.advance > width / 2 and is_shaped_whole(text):
            raise NotTakenError("a long passage of a script that is not set letter by letter")


class _Collector:
    """Walks through an inline tree.

    Args:
        layout: of the document.
        content: takes the units.
        block: containing block, None where widths are asked for before there is one.
    """

    def __init__(self, layout: LayoutContext, content: ContentBuilder, block: Any) -> None:
        self.layout = layout
        self.content = content
        self.block = block

    def take(self, box: Any, path: tuple[int, ...]) -> None:
        """Take the children of a box."""
        _check_style(box.style)
        content = self.content
        start = base = len(content)
        readings: list[Reading] = []
        for index, child in enumerate(box.children):
            if child.element_tag == "rt" and box.element_tag == "ruby":
                self._take_reading(child, base, readings)
                base = len(content)
            else:
                self._take_child(child, (*path, index))
        if readings:
            content.compounds.append(Compound(tuple(readings)))
        content.boxes[box] = BoxUnits(start, len(content))

    def _take_child(self, child: Any, path: tuple[int, ...]) -> None:
        if isinstance(child, boxes.TextBox):
            self._take_text(child, path)
        elif child.element_tag == "br":
            self._take_break(child)
        elif child.is_leader:
            self._take_leader(child, path)
        elif not child.is_in_normal_flow() or child.style["position"] != "static":
            raise NotTakenError("floats and positioned boxes")
        elif type(child) is boxes.InlineReplacedBox:
            self._take_image(child, path)
        elif type(child) is boxes.InlineBox:
            self._take_inline(child, path)
        else:
            raise NotTakenError("inline blocks")

    def _take_inline(self, child: Any, path: tuple[int, ...]) -> None:
        content = self.content
        resolve_percentages(child, self.block or (0, 0))
        before, after = side_width(child, "left"), side_width(child, "right")
        mark = len(content)
        self.take(child, path)
        if is_cutting_note(child) and mark < len(content):
            make_note(content, mark)
        if child.style["vertical_align"] != "baseline":
            self._make_marks(mark)
        if before or after:
            if mark == len(content):
                raise NotTakenError("empty inline boxes with sides")
            content.widen(mark, before)
            content.widen(len(content) - 1, after)

    def _make_marks(self, start: int) -> None:
        """Let note marks and exponents stand at what they belong to (JLREQ cl-20).

        Behind a full stop or a closing bracket the space of that goes behind the mark: before it,
        the mark would seem to belong to the next sentence.
        """
        content = self.content
        count = len(content) - start
        if not count:
            return
        is_closed = start > 0 and content.ends[start - 1] in CLOSED
        content.classes[start:] = [CL20_REFERENCE_MARK] * count
        content.ends[start:] = [CL20_REFERENCE_MARK] * count
        if is_closed:
            content.ends[-1] = MARK_BEHIND_STOP

    def _take_reading(self, box: Any, base: int, readings: list[Reading]) -> None:
        """Take the reading of the units from ``base`` on."""
        end = len(self.content)
        self.content.boxes[box] = BoxUnits(end, end, is_placed=False)
        if base < end and (reading := ruby.read(box, base, end, cut, self.layout.face)):
            readings.append(reading)

    def _take_image(self, box: Any, path: tuple[int, ...]) -> None:
        """Take an image or a formula within a line: one unit, spaced as Latin text (cl-27)."""
        if not self.block:
            raise NotTakenError("images in text without a width")
        content = self.content
        resolve_percentages(box, self.block)
        inline_replaced_box_layout(box, self.block)
        box.baseline = box.margin_height()
        width: float = box.margin_width()
        unit = len(content)
        shaped = Shaped((), width, CL27_WESTERN, CL27_WESTERN)
        content.add(IMAGE, shaped, 0, box.style["font_size"])
        content.boxes[box] = BoxUnits(unit, unit + 1)
        content.images.add(unit)
        content.pieces.append(Piece(box, path, None, unit, unit + 1))

    def _take_break(self, box: Any) -> None:
        """Take a forced line break; a line with nothing on it has a unit of no width."""
        content = self.content
        start = len(content)
        if not start or start in content.forced:
            shaped = Shaped((), 0.0, CL14_SPACE, CL14_SPACE)
            content.add(EMPTY_LINE, shaped, 0, box.style["font_size"])
        end = len(content)
        content.boxes[box] = BoxUnits(start, end, is_placed=False)
        content.forced.append(end)

    def _take_leader(self, box: Any, path: tuple[int, ...]) -> None:
        """Take a leader (CSS Generated Content 3): one unit, as wide as its pattern."""
        content = self.content
        if content.leader is not None:
            raise NotTakenError("two leaders in a line")
        resolve_percentages(box, self.block or (0, 0))
        text_box = box.children[0]
        face = self.layout.face(text_box.style)
        pattern = face.shape_all(cut(text_box.text))
        content.leader = unit = len(content)
        advance = sum(one.advance for one in pattern)
        glyphs = tuple(
            glyph for one in pattern if one.kind != CL26_WORD_SPACE for glyph in one.glyphs
        )
        shaped = Shaped(glyphs, advance, CL27_WESTERN, CL27_WESTERN)
        content.add(text_box.text, shaped, 0, face.size)
        content.pieces.append(Piece(text_box, (*path, 0), face, unit, unit + 1))
        content.boxes[box] = BoxUnits(unit, unit + 1)
        content.boxes[text_box] = BoxUnits(unit, unit + 1, face)

    def _take_text(self, box: Any, path: tuple[int, ...]) -> None:
        # Its style is that of its parent, which has been looked at.
        content = self.content
        if not box.style["font_size"]:
            raise NotTakenError("text of no size")
        face = self.layout.face(box.style)
        first = len(content)
        add_text(content, box.text, face, is_literal=is_literal(box.style))
        if self.block:
            _check_width(content, first, self.block.width)
        content.pieces.append(Piece(box, path, face, first, len(content)))
        content.boxes[box] = BoxUnits(first, len(content), face)
