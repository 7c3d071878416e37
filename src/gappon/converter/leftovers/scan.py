"""Marks of a site's generator in a text, read once from left to right.

Code and formulas are passed over: what looks like a mark there was not meant as one, unless the
generator says so itself (``{% raw %}`` within code).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache

from gappon.converter.plugins.math import DISPLAY, INLINE

LONGEST = 2000  # characters of a mark; what is longer is text
FENCE = re.compile(r"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(?P<marks>`{3,}|~{3,})", re.MULTILINE)
TICKS = re.compile("`+")
BLANK = re.compile(r"\n[ \t]*\n")


class Kind(Enum):
    """What a piece of a text is."""

    TEXT = "text"
    CODE = "code"
    OUTPUT = "output"
    TAG = "tag"


@dataclass(frozen=True)
class Piece:
    """A piece of a text.

    Attributes:
        kind: what it is.
        start, end: places in the text.
        inner: of a mark, what is between its ends, without white space around.
        opening: of a mark, how it begins: ``{{``, ``{%``, ``{{<`` …
        trims_before, trims_after: of a mark, the white space around it goes (``{%-``).
    """

    kind: Kind
    start: int
    end: int
    inner: str = ""
    opening: str = ""
    trims_before: bool = False
    trims_after: bool = False


@dataclass(frozen=True)
class Marks:
    """How a generator's marks look: what opens and closes them, the longest first."""

    kinds: dict[str, tuple[str, Kind]]
    trims: bool = False

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What may begin something that is not plain text."""
        openings = "|".join(map(re.escape, self.kinds))
        return re.compile(rf"{FENCE.pattern}|`+|\$\$?|{openings}", re.MULTILINE)


_SHORTCODES = {"{{<": (">}}", Kind.TAG), "{{%": ("%}}", Kind.TAG)}
SHORTCODES = Marks(_SHORTCODES)
LIQUID = Marks({**_SHORTCODES, "{{": ("}}", Kind.OUTPUT), "{%": ("%}", Kind.TAG)}, trims=True)
NUNJUCKS = Marks({"{%": ("%}", Kind.TAG)}, trims=True)


@dataclass
class Scanner:
    """Reads a text; whoever reads along may send it on, over what is to be taken as it is."""

    text: str
    marks: Marks
    position: int = 0

    def __post_init__(self) -> None:
        self._found: dict[str, int] = {}
        self._searched: dict[re.Pattern[str], re.Match[str] | None] = {}

    def pieces(self) -> Iterator[Piece]:
        """Yield the pieces of the text, in order and without gaps but for what was skipped."""
        while self.position < len(self.text):
            start = self.position
            found = self._next(start)
            begin = found.start if found else len(self.text)
            if begin > start:
                self.position = begin
                yield Piece(Kind.TEXT, start, begin)
                if self.position != begin:  # whoever read the text went on beyond it
                    continue
            if found:
                self.position = found.end
                yield found

    def find(self, wanted: str, start: int) -> int:
        """Return the next place of a text, -1 when it is not there."""
        known = self._found.get(wanted, -2)
        if known == -1 or known >= start:
            return known
        self._found[wanted] = self.text.find(wanted, start)
        return self._found[wanted]

    def search(self, pattern: re.Pattern[str], start: int) -> re.Match[str] | None:
        """Return the next place of a pattern, None when it is not there."""
        if pattern in self._searched:
            known = self._searched[pattern]
            if known is None or known.start() >= start:
                return known
        self._searched[pattern] = pattern.search(self.text, start)
        return self._searched[pattern]

    def _next(self, start: int) -> Piece | None:
        """Return the first piece from a place on that is not plain text."""
        while (match := self.marks.pattern.search(self.text, start)) is not None:
            if match["marks"]:
                return Piece(Kind.CODE, match.start(), self._end_of_fence(match))
            if match[0][0] == "`":
                end = self._end_of_ticks(match)
            elif match[0][0] == "$":
                end = self._end_of_formula(match)
            else:
                piece = self._mark(match)
                if piece is not None:
                    return piece
                start = match.start() + 1
                continue
            if end > match.end():
                return Piece(Kind.CODE, match.start(), end)
            start = match.end()
        return None

    def _mark(self, match: re.Match[str]) -> Piece | None:
        """Return the mark that begins at a place, None when it does not end soon."""
        opening = match[0]
        closing, kind = self.marks.kinds[opening]
        start = match.end()
        end = self.find(closing, start)
        another = self.find(opening, start)
        if not start <= end <= start + LONGEST or start <= another < end:
            return None
        inner = self.text[start:end]
        trims = self.marks.trims and len(opening) == 2
        before = trims and inner.startswith("-")
        after = trims and inner[before:].endswith("-")
        inner = inner[before : len(inner) - after].strip()
        return Piece(kind, match.start(), end + len(closing), inner, opening, before, after)

    def _end_of_fence(self, match: re.Match[str]) -> int:
        closed = _closing(match["marks"][0], len(match["marks"])).search(self.text, match.end())
        return closed.end() if closed else len(self.text)

    def _end_of_ticks(self, match: re.Match[str]) -> int:
        """Return where code in a line ends, 0 when its ticks are not closed in its paragraph."""
        runs = self._runs.get(len(match[0]), [])
        following = bisect_left(runs, match.end())
        if following == len(runs):
            return 0
        blank = bisect_left(self._blanks, match.end())
        limit = self._blanks[blank] if blank < len(self._blanks) else len(self.text)
        end = runs[following] + len(match[0])
        return end if end <= limit else 0

    def _end_of_formula(self, match: re.Match[str]) -> int:
        for pattern in (DISPLAY, INLINE):
            formula = pattern.match(self.text, match.start())
            if formula:
                return formula.end()
        return 0

    @cached_property
    def _runs(self) -> dict[int, list[int]]:
        """Where runs of ticks are, by their lengths."""
        runs: dict[int, list[int]] = {}
        for run in TICKS.finditer(self.text):
            runs.setdefault(len(run[0]), []).append(run.start())
        return runs

    @cached_property
    def _blanks(self) -> list[int]:
        """Where paragraphs end."""
        return [blank.start() for blank in BLANK.finditer(self.text)]


@lru_cache(maxsize=64)
def _closing(mark: str, count: int) -> re.Pattern[str]:
    """Return what closes a fence (CommonMark 0.31 §4.5), in quotes too."""
    return re.compile(rf"^[ \t>]*{mark}{{{count},}}[ \t]*$", re.MULTILINE)
