"""kumihan in the place of WeasyPrint's line breaking, for inline content that it can take.

Whole paragraphs are composed once and kept by their line box; WeasyPrint asks for the same lines
again and again. Everything else (floats, inline blocks, preformatted and right-to-left text,
letter-spacing, coloured emoji) goes the fallback way, and is counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from weasyprint.formatting_structure.boxes import LineBox
from weasyprint.layout.percent import resolve_one_percentage, resolve_percentages

from gappon.kumihan.adjustment import Line
from gappon.kumihan.balance import compose_balanced
from gappon.kumihan.lines import compose, compose_ragged
from gappon.kumihan.paragraph import Paragraph
from gappon.kumihan.style import Style
from gappon.markup import HEADINGS
from gappon.typesetter.context import LayoutContext
from gappon.typesetter.inline.collect import Fallback, collect
from gappon.typesetter.inline.composed import ComposedLine
from gappon.typesetter.inline.content import InlineContent, skip_stacks, unit_at
from gappon.typesetter.inline.phrases import phrase_starts
from gappon.typesetter.inline.place import alignment, place, stand_on_grid
from gappon.typesetter.inline.properties import is_off_grid

SAME = 1e-6  # CSS px
LONG_HEADING = 300  # units; longer ones are paragraphs in disguise


class ParagraphLines(NamedTuple):
    """The lines of a paragraph, and what they were composed for.

    Attributes:
        width, indent: of the block and of the first line, in CSS px.
        lines: all of them from the unit on for which they were asked.
        starts: units with which they begin.
        resume: for each, the skip stack at which WeasyPrint goes on behind it.
    """

    width: float
    indent: float
    lines: list[Line]
    starts: frozenset[int]
    resume: list[Any]

    def serves(self, start: int, indent: float, width: float) -> bool:
        """Say whether composing from a unit would give the same lines."""
        if abs(width - self.width) > SAME:  # left and right pages differ by what floats lose
            return False
        return start in self.starts or (start == 0 and indent == self.indent)


def iter_line_boxes(
    layout: LayoutContext,
    original: Callable[..., Iterator[tuple[Any, Any]]],
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
    """Yield ``(line, resume_at)``, in the place of WeasyPrint's function of this name."""
    content: InlineContent | Fallback
    if context.excluded_shapes:
        content = Fallback("text beside a float")
    elif first_letter_style or first_line_style:
        content = Fallback("::first-letter and ::first-line")
    else:
        content = _content(layout, box, containing_block)
    if isinstance(content, Fallback):
        layout.fallbacks[box.element] = content.reason
        yield from original(
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
    if not len(content):
        return
    if box not in layout.lines:
        resolve_percentages(box, containing_block)
    indent = 0.0
    if skip_stack is None:
        resolve_one_percentage(box, "text_indent", containing_block.width)
        indent = box.text_indent
    start = unit_at(content, skip_stack)
    if start >= len(content):
        return
    grid, baseline = layout.document.grid, _grid_baseline(layout, box)
    if grid is not None and baseline is not None and (down := grid.shift(position_y)):
        _move_marker(absolute_boxes, position_y, down)
        position_y += down
    paragraph = _paragraph(layout, box, content)
    found = _lines(layout, box, content, start, indent, containing_block.width)
    for line, resume in zip(found.lines, found.resume, strict=True):
        if line.start < start:
            continue
        first_indent = indent if line.start == 0 else 0.0
        placed = place(
            box,
            ComposedLine(content, paragraph, line),
            (containing_block.content_box_x() + first_indent, position_y),
            containing_block.width - first_indent,
            layout.strut,
        )
        if grid is not None and baseline is not None:
            stand_on_grid(placed, grid.pitch, baseline)
        position_y = placed.position_y + placed.height
        yield placed, resume
        box.text_indent = 0


def inline_max_content_width(
    layout: LayoutContext,
    original: Callable[..., float],
    context: Any,
    box: Any,
    *args: Any,
    **kw: Any,
) -> float:
    """Return a max-content width, in the place of WeasyPrint's function of this name."""
    found = original(context, box, *args, **kw)
    natural = _natural_width(layout, box) if type(box) is LineBox else None
    return found if natural is None else max(found, natural + 1e-3)


def _natural_width(layout: LayoutContext, box: Any) -> float | None:
    """Return the width of a line box set in one line, None when it is not composed."""
    content = _content(layout, box, None)
    if isinstance(content, Fallback) or not len(content):
        return None
    paragraph = _paragraph(layout, box, content)
    return max(paragraph.natural(start, end) for start, end in content.segments())


def _grid_baseline(layout: LayoutContext, box: Any) -> float | None:
    """Return the baseline within a line of the grid, if the lines of a box stand on it.

    Those of body text do. Headings, text in frames and tables stay where they are, and so does all
    with other line heights; the text behind them goes down to the grid.
    """
    grid = layout.document.grid
    if grid is None or box.element is None or is_heading(box) or is_off_grid(box.style):
        return None
    height, baseline = layout.strut.of(box.style)
    return None if abs(height - grid.pitch) > 0.01 else baseline


def _content(layout: LayoutContext, box: Any, containing_block: Any) -> InlineContent | Fallback:
    content = layout.contents.get(box)
    if content is None:
        content = collect(layout, box, containing_block)
        if containing_block is None and isinstance(content, Fallback):
            return content  # there may be a way when its width is known
        layout.contents[box] = content
    return content


def _style(layout: LayoutContext) -> Style:
    style = layout.document.composition
    assert style is not None, "kumihan is asked for lines in documents alone that it composes"
    return style


def _paragraph(layout: LayoutContext, box: Any, content: InlineContent) -> Paragraph:
    kept = layout.paragraphs.get(box)
    if kept is None:
        kept = layout.paragraphs[box] = Paragraph(content.units, _style(layout))
    return kept


def _lines(
    layout: LayoutContext,
    box: Any,
    content: InlineContent,
    start: int,
    indent: float,
    width: float,
) -> ParagraphLines:
    """Return the lines of a paragraph, composed once for a width.

    A paragraph that goes on elsewhere at another width is composed anew from there.
    """
    kept = layout.lines.get(box)
    if kept is not None and kept.serves(start, indent, width):
        return kept
    lines: list[Line] = []
    style = _style(layout)
    for begin, end in content.segments(start):
        whole = begin == 0 and end == len(content)
        part = (
            _paragraph(layout, box, content)
            if whole
            else Paragraph(content.units.part(begin, end), style)
        )
        found = _compose(box, content, part, width if begin else width - indent, width)
        lines += [_moved(line, begin) for line in found] if begin else found
    starts = [line.start for line in lines]
    resume = [*skip_stacks(content, starts[1:]), None]
    kept = layout.lines[box] = ParagraphLines(width, indent, lines, frozenset(starts), resume)
    return kept


def _compose(
    box: Any, content: InlineContent, part: Paragraph, first: float, measure: float
) -> list[Line]:
    """Return the lines of what stands between two line breaks."""
    if alignment(box) == "justify":
        return compose(part, first, measure)
    texts = part.units.texts
    has_leader = content.leader is not None
    is_title = has_leader or is_heading(box)
    if part.style.headings == "phrases" and is_title and len(texts) < LONG_HEADING:
        phrases = phrase_starts(texts)
        return compose_balanced(part, first, measure, phrases, last_is_full=has_leader)
    return compose_ragged(part, first, measure)


def _move_marker(absolute_boxes: Any, position_y: float, down: float) -> None:
    """Move the marker of a list item down with the item's first line."""
    for placeholder in reversed(absolute_boxes or ()):
        if placeholder.is_outside_marker and abs(placeholder.position_y - position_y) < 0.01:
            placeholder.translate(0, down)
            return


def is_heading(box: Any) -> bool:
    """Say whether a line box is of a heading."""
    return box.element_tag in HEADINGS or (
        box.element is not None and box.element.get("role") == "heading"
    )


def _moved(line: Line, by: int) -> Line:
    return replace(
        line,
        start=line.start + by,
        end=line.end + by,
        visible=line.visible + by,
        extra={unit + by: extra for unit, extra in line.extra.items()},
    )
