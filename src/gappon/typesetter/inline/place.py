"""Lines → WeasyPrint's boxes."""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import replace
from itertools import islice
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.inline import _adjust_line_height, line_box_verticality

from gappon.typesetter.context import ByIdentity, Strut
from gappon.typesetter.inline.collect import side_width
from gappon.typesetter.inline.composed import ComposedLine, ComposedText, Run

FEW = 8  # children
ROOM = 0.4  # lines; what may reach into the space between lines


def alignment(box: Any) -> str:
    """Return ``start``, ``end``, ``center`` or ``justify``."""
    align: str = box.style["text_align_all"]
    return {"left": "start", "right": "end"}.get(align, align)


def place(
    box: Any,
    composed: ComposedLine,
    origin: tuple[float, float],
    room: float,
    strut: ByIdentity[Strut],
) -> Any:
    """Return the line box of a line, its children copied and placed.

    Args:
        box: of the paragraph.
        composed: the line.
        origin: its upper corner at the start.
        room: for it, in CSS px.
        strut: line heights and baselines, by style.
    """
    content, line = composed.content, composed.line
    x, position_y = origin
    room -= line.width
    if content.leader is not None and line.start <= content.leader < line.visible and room > 0:
        extra = {**line.extra, content.leader: room}
        composed = replace(composed, line=replace(line, extra=extra, width=line.width + room))
        room = 0.0
    x += {"center": room / 2, "end": room}.get(alignment(box), 0.0)
    children, _ = _Placer(composed, strut).children(box, x)
    placed = box.copy_with_children(children)
    placed.position_x, placed.position_y = x, position_y
    placed.width = composed.line.width
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
    if any(type(child) is not ComposedText for child in line.children):
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


def _empty(box: Any, pen: float) -> Any:
    copy = box.copy_with_children([])
    copy.position_x, copy.width = pen, 0
    _adjust_line_height(copy)
    return copy


class _Placer:
    """Copies and places what stands on a line; its methods return where the pen is then.

    Args:
        composed: the line.
        strut: line heights and baselines, by style.
    """

    def __init__(self, composed: ComposedLine, strut: ByIdentity[Strut]) -> None:
        self.composed = composed
        self.content = composed.content
        self.line = composed.line
        self.strut = strut

    def children(self, box: Any, pen: float) -> tuple[list[Any], float]:
        """Return copies of the children that have units on the line."""
        content, line = self.content, self.line
        children = []
        first_child = 0
        if len(box.children) > FEW:  # paragraphs of many lines that end with br
            first_child = bisect_left(
                box.children, line.start, key=lambda child: content.boxes[child].end
            )
        for child in islice(box.children, first_child, None):
            start, end, _, is_placed = content.boxes[child]
            if start > line.end:
                break
            if not is_placed:
                continue
            first, final = max(start, line.start), min(end, line.visible)
            if first < final:
                copy, pen = self._child(child, first, final, pen)
                children.append(copy)
            elif (
                # An empty inline element is an anchor: it stays on the line where it stands.
                start == end
                and isinstance(child, boxes.InlineBox)
                and (line.start <= start < line.end or start == line.end == len(content))
            ):
                children.append(_empty(child, pen))
        return children, pen

    def _child(self, box: Any, first: int, final: int, pen: float) -> tuple[Any, float]:
        if isinstance(box, boxes.TextBox):
            return self._text(box, first, final, pen)
        if first in self.content.images and isinstance(box, boxes.ReplacedBox):
            copy = box.copy()
            copy.position_x = pen
            behind = self.composed.gap(first) if final < self.line.visible else 0.0
            return copy, pen + (self.content.units.advances[first] + behind)
        return self._inline(box, pen)

    def _inline(self, box: Any, pen: float) -> tuple[Any, float]:
        line = self.line
        start, end, _, _ = self.content.boxes[box]
        is_start, is_end = start >= line.start, end <= line.end
        left, side = pen, side_width(box, "left") if is_start else 0.0
        children, pen = self.children(box, pen + side)
        copy = box.copy_with_children(children)
        copy.remove_decoration(start=not is_start, end=not is_end)
        final = min(end, line.visible)
        behind = self.composed.gap(final - 1) if final < line.visible else 0.0
        copy.position_x = left
        copy.width = pen - behind - left - side
        _adjust_line_height(copy)
        return copy, pen + (side_width(box, "right") if is_end else 0.0)

    def _text(self, box: Any, first: int, final: int, pen: float) -> tuple[Any, float]:
        content, composed, line = self.content, self.composed, self.line
        offsets, last = content.offsets, final - 1
        face = content.boxes[box].face
        assert face is not None
        text = box.text[offsets[first] : offsets[last] + len(content.units.texts[last])]
        copy = ComposedText.of(box, text or " ", Run(composed, face, first, final))
        width = composed.distance(first, last) + composed.advance(last)
        if final == line.visible:
            width += line.hyphen
        copy.position_x = pen
        copy.width = width - sum(content.sides.get(unit, 0.0) for unit in {first, last})
        copy.margin_left = copy.margin_right = 0
        copy.padding_left = copy.padding_right = copy.padding_top = copy.padding_bottom = 0
        copy.border_left_width = copy.border_right_width = 0
        copy.border_top_width = copy.border_bottom_width = 0
        copy.pango_layout = face.decoration
        copy.height = face.height
        half = (self.strut.of(box.style)[0] - face.height) / 2
        copy.margin_top = copy.margin_bottom = half
        copy.baseline = face.baseline + half
        pen += copy.width
        if final < line.visible:
            pen += composed.gap(last)
        return copy, pen
