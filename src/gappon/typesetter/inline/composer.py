"""kumihan in the place of WeasyPrint's line breaking, for inline content that it can take.

Whole paragraphs are composed once and kept on their line box; WeasyPrint asks for the same lines
again and again. Everything else (floats, inline blocks, preformatted and right-to-left text,
letter-spacing, coloured emoji) goes the old way, and is counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from weasyprint.layout.percent import resolve_one_percentage, resolve_percentages

from gappon.kumihan.adjustment import Line
from gappon.kumihan.balance import compose_balanced
from gappon.kumihan.lines import compose, compose_ragged
from gappon.kumihan.paragraph import Paragraph, Units
from gappon.kumihan.style import Style
from gappon.publication import HEADINGS
from gappon.typesetter.fragment import Grid
from gappon.typesetter.inline.collect import flatten
from gappon.typesetter.inline.content import InlineContent, skip_to, unit_at
from gappon.typesetter.inline.phrases import phrase_starts
from gappon.typesetter.inline.place import alignment, place, stand_on_grid
from gappon.typesetter.inline.shape import Faces
from gappon.typesetter.patches import kept_strut

OFF_GRID = "data-off-grid"  # set on elements whose text has a frame of its own
SAME = 1e-6  # CSS px
KEPT = ("kumihan_flat", "kumihan_paragraph", "kumihan_lines")
LONG_HEADING = 300  # units; longer ones are paragraphs in disguise


@dataclass
class Counts:
    """How many paragraphs were composed, and how many went the old way."""

    composed: int = 0
    fallback: int = 0


class _Kept(NamedTuple):
    """The lines of a paragraph, and what they were composed for."""

    width: float
    indent: float
    starts: frozenset[int]
    lines: list[Line]

    def serves(self, start: int, indent: float, width: float) -> bool:
        """Say whether composing from a unit would give the same lines."""
        if abs(width - self.width) > SAME:  # left and right pages differ by what floats lose
            return False
        return start in self.starts or (start == 0 and indent == self.indent)


class Composer:
    """Composes line boxes of one document.

    Args:
        style: settings of composition.
        original: WeasyPrint's own generator of lines.
        faces: glyphs by font style.
        grid: lines on which body text stands.
    """

    def __init__(
        self,
        style: Style,
        original: Callable[..., Any],
        faces: Faces,
        grid: Grid | None = None,
    ) -> None:
        self.style = style
        self.grid = grid
        self.original = original
        self.faces = faces
        self.counts = Counts()
        self._flattened: list[Any] = []

    def release(self) -> None:
        """Take away what hangs on boxes: they are in cycles, which live on for a while."""
        for box in self._flattened:
            for name in KEPT:
                vars(box).pop(name, None)

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
        if not hasattr(box, "kumihan_lines"):
            resolve_percentages(box, containing_block)
        indent = 0.0
        if skip_stack is None:
            resolve_one_percentage(box, "text_indent", containing_block.width)
            indent = box.text_indent
        start = unit_at(flat, skip_stack)
        if start >= len(flat.units):
            return
        paragraph, lines = self._lines(box, flat, start, indent, containing_block.width)
        x = containing_block.content_box_x()
        grid, baseline = self.grid, self._grid_baseline(box)
        if grid is not None and baseline is not None and (down := grid.shift(position_y)):
            _move_marker(absolute_boxes, position_y, down)
            position_y += down
        for number, line in enumerate(lines):
            if line.start < start:
                continue
            first = line.start == 0 and skip_stack is None
            last = number == len(lines) - 1
            placed = place(
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
            if grid is not None and baseline is not None:
                stand_on_grid(placed, grid.pitch, baseline)
            resume = None if last else skip_to(flat, line.end)
            position_y = placed.position_y + placed.height
            yield placed, resume
            box.text_indent = 0

    def _grid_baseline(self, box: Any) -> float | None:
        """Return the baseline within a line of the grid, if the lines of a box stand on it.

        Those of body text do. Headings, text in frames and tables stay where they are, and so does
        all with other line heights; the text behind them goes down to the grid.
        """
        if self.grid is None or box.element is None or is_heading(box):
            return None
        height, baseline = kept_strut(box.style)
        off_grid = box.element.get(OFF_GRID) or abs(height - self.grid.pitch) > 0.01
        return None if off_grid else baseline

    def natural_width(self, box: Any) -> float | None:
        """Return the width of a line box set in one line, None when it is not composed."""
        flat = self._flat(box, None)
        if flat is None or not flat.units:
            return None
        paragraph = self._paragraph(box, flat)
        return max(paragraph.natural(start, end) for start, end in flat.segments())

    def _flat(self, box: Any, containing_block: Any) -> InlineContent | None:
        if not hasattr(box, "kumihan_flat"):
            kept = box.kumihan_flat = flatten(
                box, self.faces, containing_block, hyphenation=self.style.hyphenation
            )
            self._flattened.append(box)
            if kept is None:
                self.counts.fallback += 1
            else:
                self.counts.composed += 1
        flat: InlineContent | None = box.kumihan_flat
        return flat

    def _paragraph(self, box: Any, flat: InlineContent) -> Paragraph:
        if not hasattr(box, "kumihan_paragraph"):
            box.kumihan_paragraph = Paragraph(_units(flat), self.style)
        kept: Paragraph = box.kumihan_paragraph
        return kept

    def _lines(
        self, box: Any, flat: InlineContent, start: int, indent: float, width: float
    ) -> tuple[Paragraph, list[Line]]:
        """Return the lines of a paragraph, composed once for a width.

        A paragraph that goes on elsewhere at another width is composed anew from there.
        """
        paragraph = self._paragraph(box, flat)
        kept: _Kept | None = getattr(box, "kumihan_lines", None)
        if kept is not None and kept.serves(start, indent, width):
            return paragraph, kept.lines
        lines = []
        for begin, end in flat.segments(start):
            whole = begin == 0 and end == len(flat.units)
            part = paragraph if whole else Paragraph(_units(flat, begin, end), self.style)
            first = width if begin else width - indent
            found = self._compose(box, flat, part, first, width)
            lines += [_moved(line, begin) for line in found] if begin else found
        box.kumihan_lines = _Kept(width, indent, frozenset(line.start for line in lines), lines)
        return paragraph, lines

    def _compose(
        self, box: Any, flat: InlineContent, part: Paragraph, first: float, measure: float
    ) -> list[Line]:
        """Return the lines of what stands between two line breaks."""
        if alignment(box) == "justify":
            return compose(part, first, measure)
        units = part.units.texts
        has_leader = flat.leader is not None
        is_title = has_leader or is_heading(box)
        if self.style.headings == "phrases" and is_title and len(units) < LONG_HEADING:
            phrases = phrase_starts(units)
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


def _units(flat: InlineContent, start: int = 0, end: int | None = None) -> Units:
    """Return what composition sees of a paragraph, from a unit to another."""
    within = range(start, len(flat.units) if end is None else end)
    return Units(
        flat.units[start:end],
        flat.classes[start:end],
        flat.advances[start:end],
        flat.sizes[start:end],
        {i - start: flat.loose[i] for i in within if i in flat.loose} if flat.loose else {},
        frozenset(i - start for i in within if i in flat.joined) if flat.joined else frozenset(),
    )


def _moved(line: Line, by: int) -> Line:
    return replace(
        line,
        start=line.start + by,
        end=line.end + by,
        visible=line.visible + by,
        extra={unit + by: extra for unit, extra in line.extra.items()},
    )
