"""Lines → WeasyPrint's boxes."""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import replace
from itertools import islice
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.inline import _adjust_line_height, line_box_verticality

from gappon.kumihan.adjustment import Line
from gappon.kumihan.paragraph import Paragraph
from gappon.typesetter.inline.collect import side_width
from gappon.typesetter.inline.content import InlineContent
from gappon.typesetter.inline.draw import Composed, advance, distance, gap
from gappon.typesetter.patches import kept_strut

FEW = 8  # children
ROOM = 0.4  # lines; what may reach into the space between lines


def alignment(box: Any) -> str:
    """Return ``start``, ``end``, ``center`` or ``justify``."""
    align: str = box.style["text_align_all"]
    return {"left": "start", "right": "end"}.get(align, align)


def place(
    box: Any,
    flat: InlineContent,
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
    align = alignment(box)
    room = width - indent - line.width
    if flat.leader is not None and line.start <= flat.leader < line.visible and room > 0:
        line = replace(line, extra={**line.extra, flat.leader: room}, width=line.width + room)
        room = 0.0
    offset = {"center": room / 2, "end": room}.get(align, 0.0)
    pen = x + indent + offset
    children, _ = _children(box, flat, paragraph, line, pen)
    placed = box.copy_with_children(children)
    placed.position_x, placed.position_y = x + indent + offset, position_y
    placed.width = line.width
    _adjust_line_height(placed)
    bottom, top = _verticality(placed)
    placed.baseline = -top
    placed.position_y = top
    placed.height = bottom - top
    placed.margin_top = placed.margin_bottom = 0
    placed.translate(0, position_y - top)
    placed.position_y = position_y
    return placed


def _verticality(line: Any) -> tuple[float, float]:
    """Place what is on a line vertically; return its lower and upper edge from the baseline."""
    if any(type(child) is not boxes.TextBox for child in line.children):
        edges: tuple[float, float] = line_box_verticality(line)
        return edges
    for text in line.children:  # most lines; texts have a style of their own only within elements
        text.position_y = -text.baseline
    everything = (line, *line.children)
    return (
        max(box.margin_height() - box.baseline for box in everything),
        min(-box.baseline for box in everything),
    )


def stand_on_grid(line: Any, pitch: float, baseline: float) -> None:
    """Give a placed line whole lines of the grid, and its text the baseline that all have there.

    Other fonts and sizes within it do not make it higher; a formula that is higher than a line
    takes two or more.

    Args:
        line: the box.
        pitch: from one line of the grid to the next, in CSS px.
        baseline: from a line's upper edge, in CSS px.
    """
    lines = max(1, math.ceil(line.height / pitch - ROOM))
    baseline += (lines - 1) * pitch / 2
    y = line.position_y
    line.translate(0, baseline - line.baseline)
    line.position_y, line.baseline, line.height = y, baseline, lines * pitch


def _children(
    box: Any, flat: InlineContent, paragraph: Paragraph, line: Line, pen: float
) -> tuple[list[Any], float]:
    """Return copies of the children that have units on the line, and where the pen is then."""
    children = []
    first_child = 0
    if len(box.children) > FEW:  # paragraphs of many lines that end with br
        first_child = bisect_left(
            box.children, line.start, key=lambda child: flat.ranges[id(child)][1]
        )
    for child in islice(box.children, first_child, None):
        start, end = flat.ranges[id(child)]
        if start > line.end:
            break
        if id(child) in flat.hidden:
            continue
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
        elif first in flat.images and isinstance(child, boxes.ReplacedBox):
            copy = child.copy()
            copy.position_x = pen
            pen += flat.advances[first] + (
                gap(paragraph, line, first) if final < line.visible else 0.0
            )
        else:
            copy, pen = _inline(child, flat, paragraph, line, pen)
        children.append(copy)
    return children, pen


def _inline(
    box: Any, flat: InlineContent, paragraph: Paragraph, line: Line, pen: float
) -> tuple[Any, float]:
    start, end = flat.ranges[id(box)]
    is_start, is_end = start >= line.start, end <= line.end
    left = pen
    children, pen = _children(
        box, flat, paragraph, line, pen + (side_width(box, "left") if is_start else 0.0)
    )
    copy = box.copy_with_children(children)
    copy.remove_decoration(start=not is_start, end=not is_end)
    final = min(end, line.visible)
    behind = gap(paragraph, line, final - 1) if final < line.visible else 0.0
    copy.position_x = left
    copy.width = pen - behind - left - (side_width(box, "left") if is_start else 0.0)
    _adjust_line_height(copy)
    return copy, pen + (side_width(box, "right") if is_end else 0.0)


def _empty(box: Any, pen: float) -> Any:
    copy = box.copy_with_children([])
    copy.position_x, copy.width = pen, 0
    _adjust_line_height(copy)
    return copy


def _text(
    box: Any,
    flat: InlineContent,
    paragraph: Paragraph,
    line: Line,
    first: int,
    final: int,
    pen: float,
) -> tuple[Any, float]:
    offsets = flat.offsets
    last = final - 1
    copy = box.copy_with_text(
        box.text[offsets[first] : offsets[last] + len(flat.units[last])] or " "
    )
    width = distance(paragraph, line, first, last) + advance(paragraph, line, last)
    if final == line.visible:
        width += line.hyphen
    sides = sum(flat.sides.get(unit, 0.0) for unit in {first, last})
    face = flat.faces[id(box)]
    copy.kumihan = Composed(flat, paragraph, line, face, first, final)
    copy.position_x = pen
    copy.width = width - sides
    copy.margin_left = copy.margin_right = 0
    copy.padding_left = copy.padding_right = copy.padding_top = copy.padding_bottom = 0
    copy.border_left_width = copy.border_right_width = 0
    copy.border_top_width = copy.border_bottom_width = 0
    copy.pango_layout = face.decoration
    copy.height = face.height
    half = (kept_strut(box.style)[0] - face.height) / 2
    copy.margin_top = copy.margin_bottom = half
    copy.baseline = face.baseline + half
    pen += copy.width
    if final < line.visible:
        pen += gap(paragraph, line, last)
    return copy, pen
