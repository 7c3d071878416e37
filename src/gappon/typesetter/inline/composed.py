"""A composed line, and the boxes of text on it."""

from __future__ import annotations

from dataclasses import dataclass
from operator import sub
from typing import Any, NamedTuple

from weasyprint.formatting_structure.boxes import TextBox

from gappon.kumihan.adjustment import Line
from gappon.kumihan.paragraph import Paragraph
from gappon.typesetter.inline.content import InlineContent
from gappon.typesetter.inline.shape import Face


@dataclass(frozen=True, slots=True)
class ComposedLine:
    """A line of a paragraph, with what its positions are computed from.

    Lengths are in CSS px.
    """

    content: InlineContent
    paragraph: Paragraph
    line: Line

    def distance(self, first: int, unit: int) -> float:
        """Return how far a unit stands from where the pen begins with ``first``."""
        paragraph, line = self.paragraph, self.line
        width = paragraph.ends[unit] - paragraph.ends[first]
        if line.extra:
            width += sum(extra for place, extra in line.extra.items() if first <= place < unit)
        if line.even:
            between, within = map(sub, paragraph.gaps_before(unit), paragraph.gaps_before(first))
            width += line.even * between + line.letters * within
        return width - line.trim if first == line.start else width

    def place(self, unit: int) -> float:
        """Return where a unit stands, from where the pen begins."""
        return self.distance(self.line.start, unit)

    def gap(self, unit: int) -> float:
        """Return the space behind a unit."""
        paragraph, line = self.paragraph, self.line
        width = paragraph.gaps[unit] + line.extra.get(unit, 0.0)
        if line.even:
            between, within = map(sub, paragraph.gaps_before(unit + 1), paragraph.gaps_before(unit))
            width += line.even * between + line.letters * (within - paragraph.letters[unit])
        return width

    def advance(self, unit: int) -> float:
        """Return the width of a unit."""
        letters = self.paragraph.letters[unit]
        return self.content.units.advances[unit] + self.line.letters * letters


class Run(NamedTuple):
    """What a text box on a line draws: units ``start`` to ``end - 1`` of its paragraph."""

    line: ComposedLine
    face: Face
    start: int
    end: int

    @property
    def ends_with_hyphen(self) -> bool:
        """A hyphen is put behind its last unit."""
        line = self.line.line
        return line.hyphen > 0 and self.end == line.visible


class ComposedText(TextBox):  # type: ignore[misc]
    """A text box on a composed line.

    A class of ours, so that a copy that WeasyPrint makes of it draws the same.
    """

    run: Run

    @classmethod
    def of(cls, box: Any, text: str, run: Run) -> ComposedText:
        """Return a part of a text box of the inline tree."""
        made = cls.__new__(cls)
        made.__dict__.update(box.__dict__)
        made.text, made.run = text, run
        return made
