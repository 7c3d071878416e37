"""Long formulas in pieces, which stand in one line or in several: readers do not break MathML.

They are broken before relations, and where that is not enough before plus and minus, as printers do
(Chicago Manual of Style 12.23). A piece that is still wide says how wide, and the style sheet makes
it as much smaller as it must be.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from copy import deepcopy
from itertools import chain

from lxml import etree

from gappon.converter.tree import text_of
from gappon.exporters.epub.reflow.widths import text_width
from gappon.trees import Element

NARROW = 8.0  # em: fits on a phone with large type
SPARE = 1.15  # readers' mathematical fonts differ
RELATIONS = frozenset("=≠≡≈≅≃∼~<>≤≥≦≧≪≫∝→←↔⇒⇐⇔⟹⟸⟺∈∋⊂⊃⊆⊇≔:↦")
ADDITIONS = frozenset("+-−±∓∪∩∧∨⊕")
OPENING, CLOSING = frozenset("([{⟨⌈⌊"), frozenset(")]}⟩⌉⌋")
SCRIPT = 0.71  # of the size of what it stands at (MathML Core, 3.2.4)
GAP = 0.55  # em, on both sides of a relation or an addition
SCRIPTED = frozenset(("msub", "msup", "msubsup", "mmultiscripts"))
STACKED = frozenset(("munder", "mover", "munderover"))


def break_formulas(root: Element) -> None:
    """Put wide formulas in pieces, and say of wide pieces how wide they are."""
    for formula in list(root.iter("math")):
        if next(formula.iterancestors("math"), None) is None and width(formula) > NARROW:
            _break(formula)


def set_formulas_upright(root: Element) -> None:
    """Put formulas in boxes, which vertical style sheets set horizontally."""
    for formula in list(root.iter("math")):
        if next(formula.iterancestors("math"), None) is None:
            _wrap(formula, "span", "upright-formula")


def width(element: Element) -> float:
    """Return about how wide MathML is, in em of the text around it."""
    if len(element) == 0:
        return _token_width(element)
    parts = [width(child) for child in element if isinstance(child.tag, str)]
    match element.tag:
        case "mfrac":
            return max(parts, default=0.0) + 0.2
        case "msqrt" | "mroot":
            return sum(parts) + 0.9
        case tag if tag in SCRIPTED:
            return sum(parts[:1]) + SCRIPT * max(parts[1:], default=0.0)
        case tag if tag in STACKED:
            return max([*parts[:1], *(SCRIPT * part for part in parts[1:])], default=0.0)
        case "mtable":
            return _table_width(element)
        case _:
            return sum(parts)


def _token_width(token: Element) -> float:
    text = (token.text or "").strip()
    if token.tag == "mo":
        return text_width(text) + (GAP if text in RELATIONS | ADDITIONS else 0.1)
    return _em(token.get("width", "")) if token.tag == "mspace" else text_width(text)


def _table_width(table: Element) -> float:
    rows = [[width(cell) for cell in row] for row in table]
    columns = max(map(len, rows), default=0)
    return sum(
        max((row[column] for row in rows if column < len(row)), default=0.0) + 0.8
        for column in range(columns)
    )


def _em(length: str) -> float:
    try:
        return float(length.removesuffix("em"))
    except ValueError:
        return 0.0


def _break(formula: Element) -> None:
    row = formula
    while len(row) == 1 and row[0].tag in ("mrow", "mstyle"):
        row = row[0]
    pieces: Iterable[list[Element]] = _parted(list(row), RELATIONS)
    pieces = list(
        chain.from_iterable(
            _parted(piece, ADDITIONS) if _total(piece) > NARROW else [piece] for piece in pieces
        )
    )
    is_block = formula.get("display") == "block"
    parent = formula.getparent()
    if is_block and (parent is None or "math" not in parent.get("class", "").split()):
        _wrap(formula, "span", "math")
    made = [_piece(formula, piece, is_block=is_block) for piece in pieces]
    made[-1].tail = formula.tail
    holder = formula.getparent()
    assert holder is not None  # the root of a document is no formula
    index = holder.index(formula)
    holder.remove(formula)
    for offset, piece_of_it in enumerate(made):
        holder.insert(index + offset, piece_of_it)


def _piece(formula: Element, content: list[Element], *, is_block: bool) -> Element:
    """Return a formula of a part of another one's content."""
    piece = etree.Element("math")
    for name, value in formula.items():
        piece.set(name, value)
    piece.set("display", "inline")
    if is_block:
        piece.set("displaystyle", "true")
    row = etree.SubElement(piece, "mrow")
    row.extend(deepcopy(element) for element in content)
    if row[0].tag == "mo" and len(row) > 1:
        row[0].set("form", "infix")  # with the gaps that it had within the formula
    piece.set("alttext", text_of(row))
    wide = width(piece)
    if wide > NARROW:
        piece.set("class", "wide")
        piece.set("style", f"--width: {math.ceil(wide * SPARE)}")
    return piece


def _parted(row: list[Element], before: frozenset[str]) -> Iterator[list[Element]]:
    """Part a row before operators, but not within brackets, nor before its first operand."""
    piece: list[Element] = []
    depth = 0
    for element in row:
        sign = _operator(element)
        depth += (sign in OPENING) - (sign in CLOSING)
        if (
            depth <= 0
            and element.tag == "mo"
            and sign in before
            and any(part.tag != "mo" for part in piece)
        ):
            yield piece
            piece = []
        piece.append(element)
    if piece:
        yield piece


def _operator(element: Element) -> str:
    """Return the sign of an operator, also of one with a script, as the bracket in ``(a+b)^2``."""
    while element.tag in SCRIPTED and len(element):
        element = element[0]
    return (element.text or "").strip() if element.tag == "mo" else ""


def _total(row: Iterable[Element]) -> float:
    return sum(map(width, row))


def _wrap(element: Element, tag: str, name: str) -> None:
    """Put an element into another one in its place."""
    parent = element.getparent()
    assert parent is not None
    box = etree.Element(tag, {"class": name})
    box.tail, element.tail = element.tail, None
    parent.replace(element, box)
    box.append(element)
