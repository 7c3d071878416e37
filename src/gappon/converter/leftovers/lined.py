"""Text that is written piece by piece, each line with the line of the file that it comes from."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from io import StringIO

from liquid.exceptions import OutputStreamLimitError

from gappon.converter.source import SourceText


class LinedWriter:
    """Makes a text of another one, and knows for each of its lines the line of the file.

    Args:
        source: the text that it is made of; indexes are those of its lines, counted from 0.
    """

    def __init__(self, source: SourceText) -> None:
        self._source = source
        self._parts: list[str] = []
        self._lines: list[int] = []
        self._at_start = True

    def index_at(self, place: int) -> int:
        """Return the index of the line that a place of the source is on."""
        return bisect_left(self._ends, place)

    @cached_property
    def _ends(self) -> list[int]:
        text = self._source.text
        return [place for place, character in enumerate(text) if character == "\n"]

    def copy(self, text: str, index: int) -> None:
        """Add text of the source, which begins on a line and goes on on the lines below."""
        self._add(text, index, 1)

    def put(self, text: str, index: int) -> None:
        """Add text that stands for something on a line, all of it."""
        self._add(text, index, 0)

    def _add(self, text: str, index: int, step: int) -> None:
        if not text:
            return
        self._parts.append(text)
        ends = text.count("\n")
        begun = range(0 if self._at_start else 1, ends + (not text.endswith("\n")))
        self._lines.extend(self._source.line_at(index + step * number) for number in begun)
        self._at_start = text.endswith("\n")

    def source(self) -> SourceText:
        """Return what was written."""
        return SourceText("".join(self._parts), self._lines)


class LinedBuffer(StringIO):
    """A buffer for python-liquid, which says before it writes where the text comes from.

    Attributes:
        writer: gets what is written.
        index: of the line on which the next text begins.
        step: 1 when that text is the file's own, 0 when it stands for a mark.
        limit: characters that it takes.
    """

    def __init__(self, writer: LinedWriter, limit: int) -> None:
        super().__init__()
        self.writer = writer
        self.limit = limit
        self.index = 0
        self.step = 0

    def write(self, text: str) -> int:
        """Add text.

        Raises:
            OutputStreamLimitError: that is too much.
        """
        self.limit -= len(text)
        if self.limit < 0:
            raise OutputStreamLimitError("the post makes too much text", token=None)
        if self.step:
            self.writer.copy(text, self.index)
        else:
            self.writer.put(text, self.index)
        return len(text)
