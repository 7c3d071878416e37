"""An inline tree → one sequence of units, so that spacing and kinsoku work across elements."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.percent import resolve_percentages
from weasyprint.layout.replaced import inline_replaced_box_layout

from gappon.exporters.pdf import rubies
from gappon.exporters.pdf.rubies import Compound
from gappon.exporters.pdf.shaping import HYPHEN, Face, Faces, Shaped
from gappon.exporters.pdf.words import divide, may_be_divided
from gappon.kumihan.classes import (
    CL14_SPACE,
    CL20_REFERENCE_MARK,
    CL26_WORD_SPACE,
    CL27_WESTERN,
)

WIDE = (
    "\u2010\u2014\u2015\u2018\u2019\u201c\u201d\u2025\u2026\u2032\u2033\u203b\u2103\u2116"
    "\u2190-\u21ff\u2460-\u24ff\u25a0-\u26ff\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60"
    "\uffe0-\uffe6\U00020000-\U0003ffff"
)
MARKS = "\u0300-\u036f\u3099\u309a\ufe00-\ufe0e\U000e0100-\U000e01ef"
# Dashes and leaders in pairs are one unit: fonts draw them as one line.
UNIT = re.compile(rf"[ \u00a0\u3000]|——|――|……|‥‥|[{WIDE}][{MARKS}]*|[^ \u00a0\u3000{WIDE}]+")
# Scripts that need shaping across a line, coloured emoji, and characters that control layout.
NOT_TAKEN = re.compile(
    "[\u0590-\u0dff\u0e00-\u109f\u1780-\u18af\u200d-\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff"
    "\ufe0f\ufe70-\ufefc\U0001f000-\U0001faff\u00ad\u200b\t\n]"
)
EMPTY_LINE = "\u200b"
IMAGE = "\ufffc"  # stands for an image among units


@dataclass
class Piece:
    """A text box or an image of the paragraph: its units are ``start`` to ``end - 1``."""

    box: Any
    path: tuple[int, ...]
    face: Face | None
    start: int
    end: int = 0
    _counted: tuple[int, int] = (0, 0)

    def bytes_to(self, offset: int) -> int:
        """Return how many bytes of UTF-8 stand before a character of its text.

        Counted on from where it was asked before, because lines ask one after the other.
        """
        characters, count = self._counted if self._counted[0] <= offset else (0, 0)
        count += len(self.box.text[characters:offset].encode())
        self._counted = (offset, count)
        return count


@dataclass
class Flat:
    """A paragraph's inline tree as one sequence of units.

    Attributes:
        units, classes, advances, sizes, shaped, codes, offsets: of each unit; codes are those of
            :class:`Shaped`, offsets are into its box.
        pieces: boxes that have units, in order.
        loose, joined: see :class:`gappon.kumihan.paragraph.Units`.
        ranges: units of each box, by its ``id``.
        hidden: boxes that are not placed (readings, line breaks), by ``id``.
        faces: of text boxes, by ``id``.
        sides: what units are widened by for the decoration of inline boxes.
        leads: half of what units are widened by under a reading.
        compounds: ruby.
        forced: units that begin a line because of a line break before them.
        images: units that are images.
        leader: the unit that stands for a leader, which fills its line; None: there is none.
        hyphenation: long Latin words are divided between syllables.
        stops: units that are drawn one by one, when the paragraph has been drawn before.
        is_recorded: its glyphs are known to the document.
    """

    units: list[str] = field(default_factory=list)
    classes: list[int] = field(default_factory=list)
    advances: list[float] = field(default_factory=list)
    sizes: list[float] = field(default_factory=list)
    shaped: list[Shaped] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    loose: dict[int, float] = field(default_factory=dict)
    hyphenation: bool = False
    ranges: dict[int, tuple[int, int]] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    faces: dict[int, Face] = field(default_factory=dict)
    sides: dict[int, float] = field(default_factory=dict)
    leads: dict[int, float] = field(default_factory=dict)
    joined: set[int] = field(default_factory=set)
    compounds: list[Compound] = field(default_factory=list)
    forced: list[int] = field(default_factory=list)
    images: set[int] = field(default_factory=set)
    leader: int | None = None
    stops: list[int] | None = None
    is_recorded: bool = False

    def segments(self, start: int = 0) -> list[tuple[int, int]]:
        """Return the ranges of units between line breaks, from a unit on."""
        edges = [start, *(unit for unit in self.forced if unit > start), len(self.units)]
        return [(a, b) for a, b in pairwise(edges) if a < b]

    def add(self, unit: str, shaped: Shaped, offset: int) -> None:
        """Add a unit; its size is added with those of its box."""
        self.units.append(unit)
        self.classes.append(shaped.kind)
        self.advances.append(shaped.advance)
        self.shaped.append(shaped)
        self.codes.append(shaped.code)
        self.offsets.append(offset)

    def at_space(self) -> bool:
        """Say whether a space would collapse: at a line's beginning, or behind another one."""
        return not self.units or self.units[-1] == " " or len(self.units) in self.forced[-1:]

    def widen(self, unit: int, by: float) -> None:
        """Make room beside a unit for the decoration of its inline box, in CSS px."""
        if by:
            self.advances[unit] += by
            self.sides[unit] = self.sides.get(unit, 0.0) + by


def flatten(
    line_box: Any, faces: Faces, containing_block: Any, *, hyphenation: bool = False
) -> Flat | None:
    """Return the units of a line box, None when something in it is not for kumihan."""
    if line_box.text_overflow != "clip" or line_box.block_ellipsis != "none":
        return None
    flat = Flat(hyphenation=hyphenation)
    if not _gather(line_box, (), flat, faces, containing_block):
        return None
    while flat.units and flat.units[-1] == " ":
        _drop_last(flat)
    rubies.settle(flat)
    return flat


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


def _gather(box: Any, path: tuple[int, ...], flat: Flat, faces: Faces, block: Any) -> bool:
    if not _is_taken(box):
        return False
    start = base = len(flat.units)
    compound = Compound()
    for index, child in enumerate(box.children):
        if child.element_tag == "rt" and box.element_tag == "ruby":
            if not _gather_reading(child, base, flat, faces, compound):
                return False
            base = len(flat.units)
        elif not _gather_child(child, (*path, index), flat, faces, block):
            return False
    if compound.readings:
        flat.compounds.append(compound)
    flat.ranges[id(box)] = (start, len(flat.units))
    return True


def _gather_child(child: Any, path: tuple[int, ...], flat: Flat, faces: Faces, block: Any) -> bool:
    if isinstance(child, boxes.TextBox):
        return _gather_text(child, path, flat, faces)
    if child.element_tag == "br":
        return _gather_break(child, flat)
    if child.is_leader:
        return _gather_leader(child, path, flat, faces, block)
    if not child.is_in_normal_flow() or child.style["position"] != "static":
        return False
    if type(child) is boxes.InlineReplacedBox:
        return _gather_image(child, path, flat, block)
    return type(child) is boxes.InlineBox and _gather_inline(child, path, flat, faces, block)


def _gather_inline(child: Any, path: tuple[int, ...], flat: Flat, faces: Faces, block: Any) -> bool:
    resolve_percentages(child, block or (0, 0))
    before, after = side_width(child, "left"), side_width(child, "right")
    mark = len(flat.units)
    if not _gather(child, path, flat, faces, block):
        return False
    if child.style["vertical_align"] != "baseline":
        # Note marks and exponents stand at what they belong to (JLREQ cl-20).
        flat.classes[mark:] = [CL20_REFERENCE_MARK] * (len(flat.units) - mark)
    if before or after:
        if mark == len(flat.units):
            return False
        flat.widen(mark, before)
        flat.widen(len(flat.units) - 1, after)
    return True


def _gather_reading(box: Any, base: int, flat: Flat, faces: Faces, compound: Compound) -> bool:
    """Add the reading of the units from ``base`` on."""
    end = len(flat.units)
    flat.ranges[id(box)] = (end, end)
    flat.hidden.add(id(box))
    if base == end:
        return True
    reading = rubies.read(box, base, end, UNIT, faces)
    if reading is None:
        return False
    if reading.glyphs:
        compound.readings.append(reading)
    return True


def _gather_image(box: Any, path: tuple[int, ...], flat: Flat, block: Any) -> bool:
    """Add an image or a formula within a line: one unit, spaced as Latin text (JLREQ cl-27)."""
    if not block:
        return False
    resolve_percentages(box, block)
    inline_replaced_box_layout(box, block)
    box.baseline = box.margin_height()
    width: float = box.margin_width()
    unit = len(flat.units)
    flat.add(IMAGE, Shaped((), width, CL27_WESTERN), 0)
    flat.sizes.append(box.style["font_size"])
    flat.ranges[id(box)] = (unit, unit + 1)
    flat.images.add(unit)
    flat.pieces.append(Piece(box, path, None, unit, unit + 1))
    return True


def _gather_break(box: Any, flat: Flat) -> bool:
    """Add a forced line break; a line with nothing on it has a unit of no width."""
    start = len(flat.units)
    if not start or start in flat.forced:
        flat.add(EMPTY_LINE, Shaped((), 0.0, CL14_SPACE), 0)
        flat.sizes.append(box.style["font_size"])
    end = len(flat.units)
    flat.ranges[id(box)] = (start, end)
    flat.hidden.add(id(box))
    flat.forced.append(end)
    return True


def _gather_leader(box: Any, path: tuple[int, ...], flat: Flat, faces: Faces, block: Any) -> bool:
    """Add a leader (CSS Generated Content 3): one unit, as wide as its pattern."""
    resolve_percentages(box, block or (0, 0))
    text_box = box.children[0]
    face = faces.of(text_box.style)
    pattern = [face.shape(unit) for unit in UNIT.findall(text_box.text)]
    shaped = [unit for unit in pattern if unit is not None]
    if flat.leader is not None or len(shaped) < len(pattern):
        return False
    flat.leader = unit = len(flat.units)
    advance = sum(one.advance for one in shaped)
    glyphs = tuple(glyph for one in shaped if one.kind != CL26_WORD_SPACE for glyph in one.glyphs)
    flat.add(text_box.text, Shaped(glyphs, advance, CL27_WESTERN), 0)
    flat.sizes.append(face.size)
    flat.pieces.append(Piece(text_box, (*path, 0), face, unit, unit + 1))
    flat.faces[id(text_box)] = face
    flat.ranges[id(box)] = flat.ranges[id(text_box)] = (unit, unit + 1)
    return True


def side_width(box: Any, side: str) -> float:
    """Return margin, border and padding of an inline box on a side, in CSS px."""
    width: float = (
        getattr(box, f"margin_{side}")
        + getattr(box, f"border_{side}_width")
        + getattr(box, f"padding_{side}")
    )
    return width


def _gather_text(box: Any, path: tuple[int, ...], flat: Flat, faces: Faces) -> bool:
    # Its style is that of its parent, which has been looked at.
    text = box.text
    if NOT_TAKEN.search(text) or not box.style["font_size"]:
        return False
    face = faces.of(box.style)
    piece = Piece(box, path, face, len(flat.units))
    units = UNIT.findall(text)
    found = face.shape_all(units)
    if found is None:
        return False
    single = len(units) == len(text)
    begins_with_space = units[:1] == [" "] and flat.at_space()
    divided = not single and any(
        may_be_divided(unit, hyphenation=flat.hyphenation) for unit in units if len(unit) > 1
    )
    if begins_with_space or divided or "  " in text:
        if not _gather_one_by_one(units, flat, face):
            return False
    elif units:
        _, advances, kinds, codes = zip(*found, strict=True)
        flat.units += units
        flat.shaped += found
        flat.classes += kinds
        flat.advances += advances
        flat.codes += codes
        flat.offsets += range(len(units)) if single else accumulate(map(len, units[:-1]), initial=0)
    flat.sizes += [face.size] * (len(flat.units) - piece.start)
    piece.end = len(flat.units)
    flat.pieces.append(piece)
    flat.faces[id(box)] = face
    flat.ranges[id(box)] = (piece.start, piece.end)
    return True


def _gather_one_by_one(units: list[str], flat: Flat, face: Face) -> bool:
    """Add units that have glyphs; spaces collapse, and long words are taken in parts."""
    offset = 0
    for unit in units:
        here = offset
        offset += len(unit)
        if unit == " " and flat.at_space():
            continue
        if not may_be_divided(unit, hyphenation=flat.hyphenation):
            flat.add(unit, face.known[unit], here)
        elif not _gather_word(unit, here, flat, face):
            return False
    return True


def _gather_word(word: str, offset: int, flat: Flat, face: Face) -> bool:
    """Add a word in parts: a line may end between them."""
    parts = divide(word, hyphenation=flat.hyphenation)
    glyphs = face.shape_parts([part for part, _ in parts])
    hyphen = face.shape(HYPHEN)
    if glyphs is None or hyphen is None:
        return False
    end = offset + len(word)
    for (part, with_hyphen), shaped in zip(parts, glyphs, strict=True):
        if offset + len(part) < end:
            flat.loose[len(flat.units)] = hyphen.advance if with_hyphen else 0.0
        flat.add(part, shaped, offset)
        offset += len(part)
    return True


def _drop_last(flat: Flat) -> None:
    lists = (flat.units, flat.classes, flat.advances, flat.sizes, flat.shaped, flat.codes)
    for values in (*lists, flat.offsets):
        values.pop()
    count = len(flat.units)
    flat.forced = [unit for unit in flat.forced if unit <= count]
    for piece in flat.pieces:
        piece.start, piece.end = min(piece.start, count), min(piece.end, count)
    flat.joined.discard(count - 1)
    flat.ranges = {key: (min(a, count), min(b, count)) for key, (a, b) in flat.ranges.items()}


def unit_at(flat: Flat, skip_stack: Any) -> int:
    """Return the unit at which a skip stack goes on."""
    if skip_stack is None:
        return 0
    path: list[int] = []
    while skip_stack is not None:
        ((index, skip_stack),) = skip_stack.items()
        path.append(index)
    for piece in flat.pieces:
        if piece.path == tuple(path[:-1]) and piece.face is not None:
            length = len(piece.box.text.encode()[: path[-1]].decode(errors="ignore"))
            for unit in range(piece.start, piece.end):
                if flat.offsets[unit] >= length:
                    return unit
            return piece.end
        if piece.path >= tuple(path):
            return piece.start
    return len(flat.units)


def skip_to(flat: Flat, unit: int) -> Any:
    """Return the skip stack at which a unit is the next; an empty line is passed over."""
    for piece in flat.pieces:
        if unit < piece.end:
            skip: Any = None
            if piece.start not in flat.images:
                skip = {piece.bytes_to(flat.offsets[max(unit, piece.start)]): None}
            for index in reversed(piece.path):
                skip = {index: skip}
            return skip
    return None
