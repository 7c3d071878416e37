"""An inline tree → one sequence of units, so that spacing and kinsoku work across elements."""

from __future__ import annotations

import re
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
from gappon.typesetter.inline import ruby as rubies
from gappon.typesetter.inline.content import InlineContent, Note, Piece
from gappon.typesetter.inline.hyphenate import SHORTEST, Parts, divide
from gappon.typesetter.inline.ruby import Compound
from gappon.typesetter.inline.shape import HYPHEN, Face, Faces, Shaped

WIDE = (
    "\u2010\u2014\u2015\u2018\u2019\u201c\u201d\u2025\u2026\u2032\u2033\u203b\u2103\u2116"
    "\u2190-\u21ff\u2460-\u24ff\u25a0-\u26ff\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60"
    "\uffe0-\uffe6\U00020000-\U0003ffff"
)
MARKS = "\u0300-\u036f\u3099\u309a\ufe00-\ufe0e\U000e0100-\U000e01ef"
# Dashes and leaders in pairs are one unit: fonts draw them as one line.
UNIT = re.compile(rf"[ \u00a0\u3000]|——|――|……|‥‥|[{WIDE}][{MARKS}]*|[^ \u00a0\u3000{WIDE}]+")
STRICT = Style()  # notes have no setting of their own
EMPTY_LINE = "\u200b"
IMAGE = "\ufffc"  # stands for an image among units


def flatten(
    line_box: Any, faces: Faces, containing_block: Any, *, hyphenation: bool = False
) -> InlineContent | None:
    """Return the units of a line box, None when something in it is not for kumihan."""
    if line_box.text_overflow != "clip" or line_box.block_ellipsis != "none":
        return None
    flat = InlineContent(hyphenation=hyphenation)
    if not _gather(line_box, (), flat, faces, containing_block):
        return None
    while flat.units and flat.units[-1] == " ":
        flat.drop_last()
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


def _gather(box: Any, path: tuple[int, ...], flat: InlineContent, faces: Faces, block: Any) -> bool:
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


def _gather_child(
    child: Any, path: tuple[int, ...], flat: InlineContent, faces: Faces, block: Any
) -> bool:
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


def _gather_inline(
    child: Any, path: tuple[int, ...], flat: InlineContent, faces: Faces, block: Any
) -> bool:
    resolve_percentages(child, block or (0, 0))
    before, after = side_width(child, "left"), side_width(child, "right")
    mark = len(flat.units)
    if not _gather(child, path, flat, faces, block):
        return False
    if _is_note(child) and mark < len(flat.units):
        _make_note(mark, flat)
    if child.style["vertical_align"] != "baseline":
        # Note marks and exponents stand at what they belong to (JLREQ cl-20).
        flat.classes[mark:] = [CL20_REFERENCE_MARK] * (len(flat.units) - mark)
    if before or after:
        if mark == len(flat.units):
            return False
        flat.widen(mark, before)
        flat.widen(len(flat.units) - 1, after)
    return True


def _is_note(box: Any) -> bool:
    """Say whether an inline box is an inline cutting note of nothing but text."""
    classes = box.element.get("class", "").split() if box.element is not None else ()
    return "warichu" in classes and [type(child) for child in box.children] == [boxes.TextBox]


def _make_note(start: int, flat: InlineContent) -> None:
    """Let the units from ``start`` on stand in two lines: each takes the half of its advance."""
    end = len(flat.units)
    units, classes = flat.units[start:end], flat.classes[start:end]
    pairs = zip(pairwise(units), pairwise(classes), strict=True)
    may_end = [False, *(may_break(a, c, b, d, STRICT) for (a, b), (c, d) in pairs)]
    advances = [shaped.advance for shaped in flat.shaped[start:end]]
    widths, places = columns(advances, may_end, flat.sizes[start] / 2)
    flat.advances[start:end] = widths
    flat.classes[start:end] = [CL19_IDEOGRAPHIC] * (end - start)
    for unit in range(start, end):
        flat.loose.pop(unit, None)
    flat.joined.update(start + i - 1 for i in range(1, end - start) if i not in places)
    flat.notes.append(Note(start, end, may_end))


def _gather_reading(
    box: Any, base: int, flat: InlineContent, faces: Faces, compound: Compound
) -> bool:
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


def _gather_image(box: Any, path: tuple[int, ...], flat: InlineContent, block: Any) -> bool:
    """Add an image or a formula within a line: one unit, spaced as Latin text (JLREQ cl-27)."""
    if not block:
        return False
    resolve_percentages(box, block)
    inline_replaced_box_layout(box, block)
    box.baseline = box.margin_height()
    width: float = box.margin_width()
    unit = len(flat.units)
    flat.add(IMAGE, Shaped((), width, CL27_WESTERN), 0, box.style["font_size"])
    flat.ranges[id(box)] = (unit, unit + 1)
    flat.images.add(unit)
    flat.pieces.append(Piece(box, path, None, unit, unit + 1))
    return True


def _gather_break(box: Any, flat: InlineContent) -> bool:
    """Add a forced line break; a line with nothing on it has a unit of no width."""
    start = len(flat.units)
    if not start or start in flat.forced:
        flat.add(EMPTY_LINE, Shaped((), 0.0, CL14_SPACE), 0, box.style["font_size"])
    end = len(flat.units)
    flat.ranges[id(box)] = (start, end)
    flat.hidden.add(id(box))
    flat.forced.append(end)
    return True


def _gather_leader(
    box: Any, path: tuple[int, ...], flat: InlineContent, faces: Faces, block: Any
) -> bool:
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
    flat.add(text_box.text, Shaped(glyphs, advance, CL27_WESTERN), 0, face.size)
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


def _gather_text(box: Any, path: tuple[int, ...], flat: InlineContent, faces: Faces) -> bool:
    # Its style is that of its parent, which has been looked at.
    text = box.text
    if not box.style["font_size"]:
        return False
    face = faces.of(box.style)
    piece = Piece(box, path, face, len(flat.units))
    units = UNIT.findall(text)
    found = face.shape_all(units)
    if found is None:
        return False
    single = len(units) == len(text)
    offsets = range(len(units)) if single else list(accumulate(map(len, units[:-1]), initial=0))
    # Most text has nothing in it that does not stand as it is.
    start = 0
    for index, parts in _special(units, text, flat):
        flat.extend(units[start:index], found[start:index], offsets[start:index], face.size)
        if parts and not _gather_parts(parts, offsets[index], flat, face):
            return False
        start = index + 1
    flat.extend(units[start:], found[start:], offsets[start:], face.size)
    piece.end = len(flat.units)
    flat.pieces.append(piece)
    flat.faces[id(box)] = face
    flat.ranges[id(box)] = (piece.start, piece.end)
    return True


def _special(units: list[str], text: str, flat: InlineContent) -> list[tuple[int, Parts]]:
    """Return which units are not added as they are: words in parts, and spaces that collapse."""
    special: dict[int, Parts] = {}
    if units and max(map(len, units)) >= SHORTEST:
        hyphenation = flat.hyphenation
        for index, unit in enumerate(units):
            if len(unit) >= SHORTEST:
                parts = divide(unit, hyphenation=hyphenation)
                if len(parts) > 1:
                    special[index] = parts
    if units[:1] == [" "] and flat.at_space():
        special[0] = ()
    if "  " in text:
        pairs = enumerate(pairwise(units), 1)
        special.update((index, ()) for index, pair in pairs if pair == (" ", " "))
    return sorted(special.items())


def _gather_parts(parts: Parts, offset: int, flat: InlineContent, face: Face) -> bool:
    """Add a word in parts: a line may end between them."""
    glyphs = face.shape_parts([part for part, _ in parts])
    hyphen = face.shape(HYPHEN)
    if glyphs is None or hyphen is None:
        return False
    last = len(flat.units) + len(parts) - 1
    for (part, with_hyphen), shaped in zip(parts, glyphs, strict=True):
        unit = len(flat.units)
        if unit < last:
            flat.loose[unit] = hyphen.advance if with_hyphen else 0.0
        flat.add(part, shaped, offset, face.size)
        offset += len(part)
    return True
