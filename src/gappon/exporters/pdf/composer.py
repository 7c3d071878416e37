"""kumihan in the place of WeasyPrint's line breaking, for inline content that it can take.

Whole paragraphs are composed once and kept on their line box; WeasyPrint asks for the same lines
again and again. Everything else (floats, inline blocks, preformatted and right-to-left text,
letter-spacing, coloured emoji) goes the old way, and is counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.inline import _adjust_line_height, line_box_verticality
from weasyprint.layout.percent import resolve_one_percentage, resolve_percentages
from weasyprint.text.line_break import strut

from gappon.exporters.pdf.shaping import Face, Faces, Shaped
from gappon.kumihan.classes import CL20_REFERENCE_MARK
from gappon.kumihan.lines import Line, compose, compose_ragged, is_rigid
from gappon.kumihan.paragraph import Paragraph, Units
from gappon.kumihan.style import Style

WIDE = (
    "\u2010\u2014\u2015\u2018\u2019\u201c\u201d\u2025\u2026\u2032\u2033\u203b\u2103\u2116"
    "\u2190-\u21ff\u2460-\u24ff\u25a0-\u26ff\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60"
    "\uffe0-\uffe6\U00020000-\U0003ffff"
)
MARKS = "\u0300-\u036f\u3099\u309a\ufe00-\ufe0e\U000e0100-\U000e01ef"
UNIT = re.compile(rf"[ \u00a0\u3000]|[{WIDE}][{MARKS}]*|[^ \u00a0\u3000{WIDE}]+")
# Scripts that need shaping across a line, coloured emoji, and characters that control layout.
NOT_TAKEN = re.compile(
    "[\u0590-\u0dff\u0e00-\u109f\u1780-\u18af\u200d-\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff"
    "\ufe0f\ufe70-\ufefc\U0001f000-\U0001faff\u00ad\u200b\t\n]"
)
WORD_PART = re.compile(r"[^/._\-?&=:#%+@]*[/._\-?&=:#%+@]+|.+")
LONG_WORD = 16  # letters; longer ones may be broken behind signs (addresses, paths, names)
VERY_LONG_WORD = 30  # letters; longer ones without signs may be broken anywhere


@dataclass
class Counts:
    """How many paragraphs were composed, and how many went the old way."""

    composed: int = 0
    old_way: int = 0


@dataclass
class Piece:
    """A text box of the paragraph: its units are ``start`` to ``end - 1``."""

    box: Any
    path: tuple[int, ...]
    face: Face
    start: int
    end: int = 0


@dataclass
class Flat:
    """A paragraph's inline tree as one sequence of units."""

    units: list[str] = field(default_factory=list)
    classes: list[int] = field(default_factory=list)
    advances: list[float] = field(default_factory=list)
    sizes: list[float] = field(default_factory=list)
    shaped: list[Shaped] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    loose: set[int] = field(default_factory=set)
    ranges: dict[int, tuple[int, int]] = field(default_factory=dict)
    faces: dict[int, Face] = field(default_factory=dict)


class Composed:
    """What a text box on a line draws: units of a paragraph, adjusted as the line is.

    Attributes:
        flat, paragraph, line: where it comes from.
        start, end: its units.
    """

    __slots__ = ("end", "flat", "line", "paragraph", "start")

    def __init__(self, flat: Flat, paragraph: Paragraph, line: Line, start: int, end: int) -> None:
        self.flat = flat
        self.paragraph = paragraph
        self.line = line
        self.start = start
        self.end = end


class Composer:
    """Composes line boxes of one document.

    Args:
        style: settings of composition.
        original: WeasyPrint's own generator of lines.
        faces: glyphs by font style.
    """

    def __init__(self, style: Style, original: Callable[..., Any], faces: Faces) -> None:
        self.style = style
        self.original = original
        self.faces = faces
        self.counts = Counts()

    def iter_line_boxes(
        self,
        context: Any,
        box: Any,
        position_y: float,
        bottom_space: float,
        skip_stack: Any,
        containing_block: Any,
        absolute_boxes: Any,
        fixed_boxes: Any,
        first_letter_style: Any,
        first_line_style: Any,
    ) -> Iterator[tuple[Any, Any]]:
        """Yield ``(line, resume_at)`` as WeasyPrint's function of this name does."""
        flat = None
        if not (context.excluded_shapes or first_letter_style or first_line_style):
            flat = self._flat(box, containing_block)
        if flat is None:
            yield from self.original(
                context,
                box,
                position_y,
                bottom_space,
                skip_stack,
                containing_block,
                absolute_boxes,
                fixed_boxes,
                first_letter_style,
                first_line_style,
            )
            return
        if not flat.units:
            return
        resolve_percentages(box, containing_block)
        indent = 0.0
        if skip_stack is None:
            resolve_one_percentage(box, "text_indent", containing_block.width)
            indent = box.text_indent
        start = _unit_at(flat, skip_stack)
        if start >= len(flat.units):
            return
        paragraph, lines = self._lines(box, flat, start, indent, containing_block.width)
        x = containing_block.content_box_x()
        for number, line in enumerate(lines):
            if line.start < start:
                continue
            first = line.start == 0 and skip_stack is None
            last = number == len(lines) - 1
            placed = _place(
                box,
                flat,
                paragraph,
                line,
                x,
                position_y,
                indent if first else 0.0,
                containing_block.width,
                last=last,
            )
            resume = None if last else _skip_to(flat, line.end)
            position_y = placed.position_y + placed.height
            yield placed, resume
            box.text_indent = 0

    def natural_width(self, box: Any) -> float | None:
        """Return the width of a line box set in one line, None when it is not composed."""
        flat = self._flat(box, None)
        if flat is None or not flat.units:
            return None
        paragraph = self._paragraph(box, flat)
        return paragraph.natural(0, len(flat.units))

    def _flat(self, box: Any, containing_block: Any) -> Flat | None:
        if not hasattr(box, "kumihan_flat"):
            kept = box.kumihan_flat = _flatten(box, self.faces, containing_block)
            if kept is None:
                self.counts.old_way += 1
            else:
                self.counts.composed += 1
        flat: Flat | None = box.kumihan_flat
        return flat

    def _paragraph(self, box: Any, flat: Flat) -> Paragraph:
        kept = getattr(box, "kumihan_paragraph", None)
        if kept is None:
            kept = box.kumihan_paragraph = Paragraph(
                Units(flat.units, flat.classes, flat.advances, flat.sizes, frozenset(flat.loose)),
                self.style,
            )
        return kept

    def _lines(
        self, box: Any, flat: Flat, start: int, indent: float, width: float
    ) -> tuple[Paragraph, list[Line]]:
        """Return the lines of a paragraph, composed once for a width.

        A paragraph that goes on elsewhere at another width is composed anew from there.
        """
        paragraph = self._paragraph(box, flat)
        kept = getattr(box, "kumihan_lines", None)
        if (
            kept is not None
            and kept[0] == width
            and (start in kept[2] or (start == 0 and kept[1] == indent))
        ):
            return paragraph, kept[3]
        justify = _alignment(box) == "justify"
        method = compose if justify else compose_ragged
        if start:
            loose = frozenset(i - start for i in flat.loose if i >= start)
            units = Units(
                flat.units[start:],
                flat.classes[start:],
                flat.advances[start:],
                flat.sizes[start:],
                loose,
            )
            rest = Paragraph(units, self.style)
            lines = [_moved(line, start) for line in method(rest, width, width)]
        else:
            lines = method(paragraph, width - indent, width)
        box.kumihan_lines = (width, indent, {line.start for line in lines}, lines)
        return paragraph, lines


def _moved(line: Line, by: int) -> Line:
    return Line(
        line.start + by,
        line.end + by,
        line.visible + by,
        line.trim,
        line.hang,
        {unit + by: extra for unit, extra in line.extra.items()},
        line.even,
        line.width,
    )


def _flatten(line_box: Any, faces: Faces, containing_block: Any) -> Flat | None:
    """Return the units of a line box, None when something in it is not for kumihan."""
    if line_box.text_overflow != "clip" or line_box.block_ellipsis != "none":
        return None
    flat = Flat()
    if not _gather(line_box, (), flat, faces, containing_block):
        return None
    while flat.units and flat.units[-1] == " ":
        _drop_last(flat)
    return flat


def _gather(box: Any, path: tuple[int, ...], flat: Flat, faces: Faces, block: Any) -> bool:
    style = box.style
    if (
        style["white_space"] != "normal"
        or style["direction"] != "ltr"
        or style["letter_spacing"] not in ("normal", 0)
        or style["word_spacing"]
        or style["hyphens"] == "auto"
        or box.is_leader
    ):
        return False
    start = len(flat.units)
    for index, child in enumerate(box.children):
        child_path = (*path, index)
        if isinstance(child, boxes.TextBox):
            if not _gather_text(child, child_path, flat, faces):
                return False
        elif (
            type(child) is boxes.InlineBox
            and child.is_in_normal_flow()
            and (child.style["position"] == "static")
        ):
            resolve_percentages(child, block or (0, 0))
            before = _side(child, "left")
            mark = len(flat.units)
            if not _gather(child, child_path, flat, faces, block):
                return False
            if child.style["vertical_align"] != "baseline":
                # Note marks and exponents stand at what they belong to (JLREQ cl-20).
                flat.classes[mark:] = [CL20_REFERENCE_MARK] * (len(flat.units) - mark)
            after = _side(child, "right")
            if before or after:
                if mark == len(flat.units):
                    return False
                flat.advances[mark] += before
                flat.advances[-1] += after
        else:
            return False
    flat.ranges[id(box)] = (start, len(flat.units))
    return True


def _side(box: Any, side: str) -> float:
    width: float = (
        getattr(box, f"margin_{side}")
        + getattr(box, f"border_{side}_width")
        + getattr(box, f"padding_{side}")
    )
    return width


def _gather_text(box: Any, path: tuple[int, ...], flat: Flat, faces: Faces) -> bool:
    text, style = box.text, box.style
    if NOT_TAKEN.search(text) or not style["font_size"] or style["white_space"] != "normal":
        return False
    if style["letter_spacing"] not in ("normal", 0) or style["word_spacing"]:
        return False
    face = faces.of(style)
    size = face.size
    piece = Piece(box, path, face, len(flat.units))
    units, classes, advances = flat.units, flat.classes, flat.advances
    shaped, offsets, sizes = flat.shaped, flat.offsets, flat.sizes
    known, shape = face.known, face.shape
    offset = 0
    for unit in UNIT.findall(text):
        here = offset
        offset += len(unit)
        if unit == " " and (not units or units[-1] == " "):
            continue  # collapsed, or at the paragraph's beginning
        if len(unit) >= LONG_WORD:
            if not _gather_long(unit, here, flat, face):
                return False
            continue
        glyphs = known[unit] if unit in known else shape(unit)
        if glyphs is None:
            return False
        units.append(unit)
        classes.append(glyphs.kind)
        advances.append(glyphs.advance)
        shaped.append(glyphs)
        offsets.append(here)
    sizes.extend([size] * (len(units) - piece.start))
    piece.end = len(units)
    flat.pieces.append(piece)
    flat.faces[id(box)] = face
    flat.ranges[id(box)] = (piece.start, piece.end)
    return True


def _gather_long(word: str, offset: int, flat: Flat, face: Face) -> bool:
    """Add a long word in parts: a line may end behind the signs in it, or anywhere in the end."""
    parts = WORD_PART.findall(word)
    if len(parts) == 1 and len(word) > VERY_LONG_WORD:
        parts = [word[i : i + 4] for i in range(0, len(word), 4)]
    for number, part in enumerate(parts):
        glyphs = face.shape(part)
        if glyphs is None:
            return False
        if number < len(parts) - 1:
            flat.loose.add(len(flat.units))
        flat.units.append(part)
        flat.classes.append(glyphs.kind)
        flat.advances.append(glyphs.advance)
        flat.shaped.append(glyphs)
        flat.offsets.append(offset)
        offset += len(part)
    return True


def _drop_last(flat: Flat) -> None:
    for values in (flat.units, flat.classes, flat.advances, flat.sizes, flat.shaped, flat.offsets):
        values.pop()
    count = len(flat.units)
    for piece in flat.pieces:
        piece.start, piece.end = min(piece.start, count), min(piece.end, count)
    flat.ranges = {key: (min(a, count), min(b, count)) for key, (a, b) in flat.ranges.items()}


def _alignment(box: Any) -> str:
    align: str = box.style["text_align_all"]
    return {"left": "start", "right": "end"}.get(align, align)


def _unit_at(flat: Flat, skip_stack: Any) -> int:
    """Return the unit at which a skip stack goes on."""
    if skip_stack is None:
        return 0
    path: list[int] = []
    while skip_stack is not None:
        ((index, skip_stack),) = skip_stack.items()
        path.append(index)
    for piece in flat.pieces:
        if piece.path == tuple(path[:-1]):
            length = len(piece.box.text.encode()[: path[-1]].decode(errors="ignore"))
            for unit in range(piece.start, piece.end):
                if flat.offsets[unit] >= length:
                    return unit
            return piece.end
        if piece.path >= tuple(path):
            return piece.start
    return len(flat.units)


def _skip_to(flat: Flat, unit: int) -> Any:
    """Return the skip stack at which a unit is the next."""
    for piece in flat.pieces:
        if piece.start <= unit < piece.end:
            skip: Any = {len(piece.box.text[: flat.offsets[unit]].encode()): None}
            for index in reversed(piece.path):
                skip = {index: skip}
            return skip
    return None


def _place(
    box: Any,
    flat: Flat,
    paragraph: Paragraph,
    line: Line,
    x: float,
    position_y: float,
    indent: float,
    width: float,
    *,
    last: bool,
) -> Any:
    """Return the line box of a line, its children copied and placed."""
    align = _alignment(box)
    room = width - indent - line.width
    offset = {"center": room / 2, "end": room}.get(align, 0.0)
    pen = x + indent + offset
    children, _ = _children(box, flat, paragraph, line, pen)
    placed = box.copy_with_children(children)
    placed.position_x, placed.position_y = x + indent + offset, position_y
    placed.width = line.width
    _adjust_line_height(placed)
    bottom, top = line_box_verticality(placed)
    placed.baseline = -top
    placed.position_y = top
    placed.height = bottom - top
    placed.margin_top = placed.margin_bottom = 0
    placed.translate(0, position_y - top)
    placed.position_y = position_y
    return placed


def _children(
    box: Any, flat: Flat, paragraph: Paragraph, line: Line, pen: float
) -> tuple[list[Any], float]:
    """Return copies of the children that have units on the line, and where the pen is then."""
    children = []
    for child in box.children:
        start, end = flat.ranges[id(child)]
        first, final = max(start, line.start), min(end, line.visible)
        if first >= final:
            # An empty inline element is an anchor: it stays on the line where it stands.
            if (
                start == end
                and isinstance(child, boxes.InlineBox)
                and (line.start <= start < line.end or start == line.end == len(flat.units))
            ):
                children.append(_empty(child, pen))
            continue
        if isinstance(child, boxes.TextBox):
            copy, pen = _text(child, flat, paragraph, line, first, final, pen)
        else:
            copy, pen = _inline(child, flat, paragraph, line, pen)
        children.append(copy)
    return children, pen


def _inline(
    box: Any, flat: Flat, paragraph: Paragraph, line: Line, pen: float
) -> tuple[Any, float]:
    start, end = flat.ranges[id(box)]
    is_start, is_end = start >= line.start, end <= line.end
    left = pen
    children, pen = _children(
        box, flat, paragraph, line, pen + (_side(box, "left") if is_start else 0.0)
    )
    copy = box.copy_with_children(children)
    copy.remove_decoration(start=not is_start, end=not is_end)
    final = min(end, line.visible)
    behind = _gap(paragraph, line, final - 1) if final < line.visible else 0.0
    copy.position_x = left
    copy.width = pen - behind - left - (_side(box, "left") if is_start else 0.0)
    _adjust_line_height(copy)
    return copy, pen + (_side(box, "right") if is_end else 0.0)


def _empty(box: Any, pen: float) -> Any:
    copy = box.copy_with_children([])
    copy.position_x, copy.width = pen, 0
    _adjust_line_height(copy)
    return copy


def _text(
    box: Any, flat: Flat, paragraph: Paragraph, line: Line, first: int, final: int, pen: float
) -> tuple[Any, float]:
    offsets = flat.offsets
    last = final - 1
    copy = box.copy_with_text(
        box.text[offsets[first] : offsets[last] + len(flat.units[last])] or " "
    )
    width = paragraph.ends[final] - paragraph.ends[first] - paragraph.gaps[last]
    if line.extra:
        width += sum(extra for unit, extra in line.extra.items() if first <= unit < last)
    if line.even:
        width += line.even * sum(not is_rigid(paragraph, unit) for unit in range(first, last))
    if first == line.start:
        width -= line.trim
    sides = sum(flat.advances[unit] - flat.shaped[unit].advance for unit in {first, last})
    face = flat.faces[id(box)]
    copy.kumihan = Composed(flat, paragraph, line, first, final)
    copy.position_x = pen
    copy.width = width - sides
    copy.margin_left = copy.margin_right = 0
    copy.padding_left = copy.padding_right = copy.padding_top = copy.padding_bottom = 0
    copy.border_left_width = copy.border_right_width = 0
    copy.border_top_width = copy.border_bottom_width = 0
    copy.pango_layout = face.decoration
    copy.height = face.height
    line_height, _ = strut(box.style)
    half = (line_height - face.height) / 2
    copy.margin_top = copy.margin_bottom = half
    copy.baseline = face.baseline + half
    pen += copy.width
    if final < line.visible:
        pen += _gap(paragraph, line, last)
    return copy, pen


def _gap(paragraph: Paragraph, line: Line, unit: int) -> float:
    gap = paragraph.gaps[unit] + line.extra.get(unit, 0.0)
    if line.even and not is_rigid(paragraph, unit):
        gap += line.even
    return gap


def draw_composed(stream: Any, box: Any) -> None:
    """Draw a composed text box: one ``TJ`` for each font, numbers only where a gap differs."""
    composed: Composed = box.kumihan
    flat, line = composed.flat, composed.line
    size = box.style["font_size"]
    stream.set_text_matrix(1, 0, 0, -1, box.position_x, box.position_y + box.baseline)
    parts: list[str] = []
    current = None
    font: Any = None
    # What the pen is off from where the glyphs' own widths have brought it, in px.
    off = -line.trim if composed.start == line.start else 0.0
    final = composed.end - 1
    gaps, extra, even = composed.paragraph.gaps, line.extra, line.even
    shaped = flat.shaped
    widths: dict[int, int] = {}
    for unit in range(composed.start, composed.end):
        for glyph in shaped[unit].glyphs:
            if glyph.font is not current:
                if parts:
                    stream.show_text(_closed(parts))
                    parts = []
                current = glyph.font
                font, _ = stream.add_font(current)
                stream.set_font_size(font.hash, size)
                widths = font.widths
            number = glyph.number
            width = widths.get(number)
            if width is None:
                width = _width(stream, font, current, number, size)
            if number not in font.to_unicode:
                font.to_unicode[number] = glyph.text
            off += glyph.shift
            if off:
                parts.append(f">{-off / size * 1000:.4g}<")
            parts.append(glyph.hexadecimal)
            off = glyph.advance - width * size / 1000 - glyph.shift
            if -1e-3 < off < 1e-3:
                off = 0.0
        if unit != final:
            gap = gaps[unit]
            if extra and unit in extra:
                gap += extra[unit]
            if even and not is_rigid(composed.paragraph, unit):
                gap += even
            off += gap
    if parts:
        stream.show_text(_closed(parts))


def _closed(parts: list[str]) -> str:
    return "<" + "".join(parts) + ">"


def _width(stream: Any, font: Any, pango_font: Any, number: int, size: float) -> int:
    """Return a glyph's width in thousandths of an em, as WeasyPrint records it."""
    from weasyprint.text.ffi import FROM_UNITS, pango

    pango.pango_font_get_glyph_extents(pango_font, number, stream.ink_rect, stream.logical_rect)
    width = font.widths[number] = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
    return int(width)
