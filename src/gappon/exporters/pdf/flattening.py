"""An inline tree → one sequence of units, so that spacing and kinsoku work across elements."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.percent import resolve_percentages

from gappon.exporters.pdf.shaping import Face, Faces, Shaped
from gappon.kumihan.classes import CL20_REFERENCE_MARK

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
class Piece:
    """A text box of the paragraph: its units are ``start`` to ``end - 1``."""

    box: Any
    path: tuple[int, ...]
    face: Face
    start: int
    end: int = 0


@dataclass
class Ruby:
    """A reading over base characters: units ``start`` to ``end - 1`` (JLREQ 3.3).

    Attributes:
        glyphs: of the reading.
        size: of the reading, in CSS px.
        width: of the reading set solid.
        base: width of the base, in CSS px.
    """

    start: int
    end: int
    glyphs: list[Shaped]
    size: float
    width: float
    base: float


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
    hidden: set[int] = field(default_factory=set)
    faces: dict[int, Face] = field(default_factory=dict)
    sides: dict[int, float] = field(default_factory=dict)
    leads: dict[int, float] = field(default_factory=dict)
    joined: set[int] = field(default_factory=set)
    rubies: dict[int, Ruby] = field(default_factory=dict)

    def widen(self, unit: int, by: float) -> None:
        """Make room beside a unit for the decoration of its inline box, in CSS px."""
        if by:
            self.advances[unit] += by
            self.sides[unit] = self.sides.get(unit, 0.0) + by


def flatten(line_box: Any, faces: Faces, containing_block: Any) -> Flat | None:
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
    base = start
    for index, child in enumerate(box.children):
        child_path = (*path, index)
        if child.element_tag == "rt" and box.element_tag == "ruby":
            if not gather_ruby(child, base, flat, faces):
                return False
            base = len(flat.units)
            continue
        if isinstance(child, boxes.TextBox):
            if not _gather_text(child, child_path, flat, faces):
                return False
        elif (
            type(child) is boxes.InlineBox
            and child.is_in_normal_flow()
            and (child.style["position"] == "static")
        ):
            resolve_percentages(child, block or (0, 0))
            before = side_width(child, "left")
            mark = len(flat.units)
            if not _gather(child, child_path, flat, faces, block):
                return False
            if child.style["vertical_align"] != "baseline":
                # Note marks and exponents stand at what they belong to (JLREQ cl-20).
                flat.classes[mark:] = [CL20_REFERENCE_MARK] * (len(flat.units) - mark)
            after = side_width(child, "right")
            if before or after:
                if mark == len(flat.units):
                    return False
                flat.widen(mark, before)
                flat.widen(len(flat.units) - 1, after)
        else:
            return False
    flat.ranges[id(box)] = (start, len(flat.units))
    return True


def gather_ruby(box: Any, base: int, flat: Flat, faces: Faces) -> bool:
    """Add the reading of the units from ``base`` on; a wider reading widens them.

    Readings hang over their neighbours by nothing; a line may not end inside a base (JLREQ 3.3.5
    for mono and group ruby).
    """
    flat.ranges[id(box)] = (len(flat.units), len(flat.units))
    flat.hidden.add(id(box))
    texts = [child for child in box.descendants() if isinstance(child, boxes.TextBox)]
    end = len(flat.units)
    if not texts or base == end:
        return base == end
    face = faces.of(texts[0].style)
    glyphs = []
    for unit in UNIT.findall("".join(child.text for child in texts).strip()):
        shaped = face.shape(unit)
        if shaped is None:
            return False
        glyphs.append(shaped)
    width = sum(shaped.advance for shaped in glyphs)
    wide = sum(flat.advances[base:end])
    ruby = Ruby(base, end, glyphs, face.size, width, wide)
    if width > wide:
        # The base stands in the middle of its reading, its characters spread (3.3.8).
        share = (width - wide) / (end - base)
        for unit in range(base, end):
            flat.advances[unit] += share
            flat.leads[unit] = share / 2
    flat.joined.update(range(base, end - 1))
    flat.rubies[base] = ruby
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
    text, style = box.text, box.style
    if NOT_TAKEN.search(text) or not style["font_size"] or style["white_space"] != "normal":
        return False
    if style["letter_spacing"] not in ("normal", 0) or style["word_spacing"]:
        return False
    face = faces.of(style)
    piece = Piece(box, path, face, len(flat.units))
    units = UNIT.findall(text)
    glyphs = [face.known[unit] if unit in face.known else face.shape(unit) for unit in units]
    if None in glyphs:
        return False
    begins_with_space = units[:1] == [" "] and (not flat.units or flat.units[-1] == " ")
    if begins_with_space or "  " in text or max(map(len, units), default=0) >= LONG_WORD:
        if not _gather_one_by_one(units, flat, face):
            return False
    else:
        flat.units += units
        flat.shaped += glyphs
        flat.classes += [shaped.kind for shaped in glyphs]
        flat.advances += [shaped.advance for shaped in glyphs]
        flat.offsets += accumulate(map(len, units[:-1]), initial=0) if units else ()
    flat.sizes += [face.size] * (len(flat.units) - piece.start)
    piece.end = len(flat.units)
    flat.pieces.append(piece)
    flat.faces[id(box)] = face
    flat.ranges[id(box)] = (piece.start, piece.end)
    return True


def _gather_one_by_one(units: list[str], flat: Flat, face: Face) -> bool:
    """Add units; spaces collapse, and long words are taken in parts."""
    offset = 0
    for unit in units:
        here = offset
        offset += len(unit)
        if unit == " " and (not flat.units or flat.units[-1] == " "):
            continue
        if not _gather_long(unit, here, flat, face):
            return False
    return True


def _gather_long(word: str, offset: int, flat: Flat, face: Face) -> bool:
    """Add a word, a long one in parts: a line may end behind its signs, or anywhere in the end."""
    parts = WORD_PART.findall(word) if len(word) >= LONG_WORD else [word]
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
        if piece.path == tuple(path[:-1]):
            length = len(piece.box.text.encode()[: path[-1]].decode(errors="ignore"))
            for unit in range(piece.start, piece.end):
                if flat.offsets[unit] >= length:
                    return unit
            return piece.end
        if piece.path >= tuple(path):
            return piece.start
    return len(flat.units)


def skip_to(flat: Flat, unit: int) -> Any:
    """Return the skip stack at which a unit is the next."""
    for piece in flat.pieces:
        if piece.start <= unit < piece.end:
            skip: Any = {len(piece.box.text[: flat.offsets[unit]].encode()): None}
            for index in reversed(piece.path):
                skip = {index: skip}
            return skip
    return None
