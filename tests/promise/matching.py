"""Is a text in a book, in order? What is not, is listed."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

# How many characters may stand between two runs that are neighbours in the source: titles of boxes,
# numbers of lists, notes at the foot of a page.
NEAR = 400
# Shorter runs are found anywhere: they are looked for when the longer ones around have been found.
LONG = 6
# Lines that may stand between two lines of one run: readings, notes, a running head, a table's head.
BETWEEN = 60
# White space; what says where words and lines may be divided.
NOT_COMPARED = re.compile(r"[\s\u00ad\u200b\u2060\ufeff]+")
# Engines take a hyphen at a line's end for one that divides a word (PDFium says U+0002 or U+FFFE), and
# leave out characters that are not seen: joiners, marks of direction, variation selectors.
NOT_IN_PDF = re.compile(
    "[-\u2010\x02\ufffe\u200c-\u200f\u202a-\u202e\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)


def bare(text: str) -> str:
    """Return text as it is compared."""
    return NOT_COMPARED.sub("", text)


def drawn(text: str) -> str:
    """Return text without what engines may leave out of a PDF's."""
    return NOT_IN_PDF.sub("", text)


@dataclass(frozen=True)
class Run:
    """Text of a source that no markup interrupts.

    Attributes:
        text: without white space.
        first, last: 1-based lines of the block that it stands in.
        apart: stands elsewhere in the book than in the source (a note, a reading).
        in_pdf: is text in the PDF too (a formula's words are not: they are drawn).
    """

    text: str
    first: int = 0
    last: int = 0
    apart: bool = False
    in_pdf: bool = True

    def as_drawn(self) -> Run:
        """Return the run as it is looked for in a PDF."""
        return replace(self, text=drawn(self.text))


@dataclass
class Pages:
    """Text of a book or a chapter, line by line, in the order in which a reader has it.

    Attributes:
        small: readings and other small text that stands apart from them.
    """

    lines: Sequence[str]
    small: Sequence[str]
    joined: str = field(init=False)
    ends: list[int] = field(init=False)
    apart: str = field(init=False)

    def __post_init__(self) -> None:
        self.lines = [line for line in map(bare, self.lines) if line]
        self.joined = "".join(self.lines)
        self.ends = list(accumulate(map(len, self.lines)))
        self.small = [line for line in map(bare, self.small) if line]
        self.apart = self.joined + "\n" + bare("".join(self.small))

    def find(self, run: str, position: int, limit: int) -> tuple[int, int] | None:
        """Return where a run begins and ends that begins between two places, or None.

        Lines of something else may stand between two lines of a run: notes at the foot of a page,
        readings over a line.
        """
        whole = self.joined.find(run, position, limit + len(run))
        if whole == position:
            return whole, whole + len(run)
        last = whole + len(run) if whole >= 0 else len(self.joined)
        limit = whole if whole >= 0 else limit
        first = bisect_right(self.ends, position)
        for number in range(first, len(self.lines)):
            begin = max(position, self.ends[number] - len(self.lines[number]))
            if begin > limit:
                break
            line = self.joined[begin : self.ends[number]]
            for offset in _places(line, run[0]):
                tail = line[offset:]
                if begin + offset < limit and len(tail) < len(run) and run.startswith(tail):
                    end = self._rest(run[len(tail) :], number + 1)
                    if end is not None and end <= last:
                        return begin + offset, end
        return (whole, last) if whole >= 0 else None

    def has(self, run: str) -> bool:
        """Say whether a run stands anywhere."""
        return run in self.apart or self.find(run, 0, len(self.joined)) is not None

    def is_small(self, run: Run) -> bool:
        """Say whether a run is a reading, or another small text, and nothing else."""
        return run.text in self.small

    def _rest(self, rest: str, first: int) -> int | None:
        """Return where the rest of a run ends, that begins with a line from ``first`` on."""
        for number in range(first, min(first + BETWEEN, len(self.lines))):
            line = self.lines[number]
            if line.startswith(rest):
                return self.ends[number] - len(line) + len(rest)
            if rest.startswith(line):
                end = self._rest(rest[len(line) :], number + 1)
                if end is not None:
                    return end
        return None


def missing(runs: Sequence[Run], pages: Pages) -> list[Run]:
    """Return the runs that do not follow each other in a text; those apart may stand anywhere."""
    apart = [run for run in runs if run.apart and not pages.has(run.text)]
    in_order = [run for run in runs if not run.apart and run.text]
    lost: set[int] = set()
    starts = [len(pages.joined)] * (len(in_order) + 1)
    position = skipped = 0
    for index, run in enumerate(in_order):
        if len(run.text) >= LONG:
            place = pages.find(run.text, position, position + skipped + NEAR)
            if place:
                (starts[index], position), skipped = place, 0
            else:
                lost.add(index)
        skipped += len(run.text)
    ends = list(accumulate(reversed(starts), min))[::-1]
    position = 0
    for index, run in enumerate(in_order):
        if len(run.text) >= LONG and index not in lost:
            position = starts[index]
        if index not in lost:
            place = pages.find(run.text, position, ends[index + 1])
            if place:
                position = place[1]
            else:
                lost.add(index)
    return apart + [
        in_order[index] for index in sorted(lost) if not pages.is_small(in_order[index])
    ]


def difference(run: Run, pages: Pages) -> str:
    """Say where a run that is missing stops being in a text, and what stands there instead."""
    for length in range(len(run.text) - 1, 0, -1):
        found = pages.joined.find(run.text[:length])
        if found >= 0:
            instead = pages.joined[found + length : found + length + 8]
            before, after = run.text[max(0, length - 8) : length], run.text[length : length + 8]
            return f"behind {before!r} stands {instead!r}, not {after!r}"
    return f"nothing of {run.text[:40]!r}"


def _places(line: str, character: str) -> list[int]:
    return [index for index, char in enumerate(line) if char == character]
