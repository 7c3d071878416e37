"""A post's Markdown, each of its lines with the line of the file that it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class SourceText:
    """Text on its way to becoming a chapter.

    Attributes:
        text: Markdown; line ends are ``\\n``.
        lines: for each line of it, the 1-based line of the file.
    """

    text: str
    lines: Sequence[int]

    @classmethod
    def of(cls, text: str, first_line: int) -> SourceText:
        """Return a text that begins at a line of a file, and is as it is written there."""
        return cls(text, range(first_line, first_line + text.count("\n") + 1))

    def line_at(self, index: int) -> int:
        """Return the line of the file for a line of the text, counted from 0."""
        if not self.lines:
            return 0
        return self.lines[min(index, len(self.lines) - 1)]
