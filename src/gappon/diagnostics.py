"""What gappon has to say about the input: one line per finding, gathered, never printed here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

# Control characters, line separators, changes of direction (UAX #9), halves of characters.
COMMANDS = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


class Severity(StrEnum):
    """How bad a finding is.

    ``ERROR``: a post, or a part of it, is not in the book. ``WARNING``: something was repaired or
    left out. ``INFO``: worth knowing.
    """

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, order=True)
class Notice:
    """One finding, written for an editor.

    Attributes:
        file: path of the source, relative to the site folder (``""`` when it is not about a file).
        line: 1-based line in the file, 0 when unknown.
        severity: see :class:`Severity`.
        code: stable short name such as ``title-replacement-character``.
        message: what is wrong and what was done about it, in one sentence.
    """

    file: str
    line: int
    severity: Severity
    code: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return printable(f"{place or 'gappon'}: {self.severity}: {self.message} [{self.code}]")


def printable(text: str) -> str:
    """Return a text for a terminal: what would command it, or break the line, as escapes."""
    return COMMANDS.sub(lambda m: m[0].encode("unicode_escape", "surrogatepass").decode(), text)


class Notices:
    """Gathers notices while one value is made from another; each is kept once."""

    def __init__(self, file: str = "") -> None:
        self.file = file
        self._seen: dict[Notice, None] = {}

    def error(self, code: str, message: str, line: int = 0) -> None:
        """Something is not in the book."""
        self.add(Notice(self.file, line, Severity.ERROR, code, message))

    def warning(self, code: str, message: str, line: int = 0) -> None:
        """Something was repaired or left out."""
        self.add(Notice(self.file, line, Severity.WARNING, code, message))

    def info(self, code: str, message: str, line: int = 0) -> None:
        """Something is worth knowing."""
        self.add(Notice(self.file, line, Severity.INFO, code, message))

    def add(self, notice: Notice) -> None:
        """Keep a notice, unless the same one is there already."""
        self._seen.setdefault(notice)

    def extend(self, notices: Iterable[Notice]) -> None:
        """Keep several notices."""
        for notice in notices:
            self.add(notice)

    def __iter__(self) -> Iterator[Notice]:
        return iter(self._seen)

    def __len__(self) -> int:
        return len(self._seen)

    def __bool__(self) -> bool:
        return bool(self._seen)
