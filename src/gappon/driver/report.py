"""What a build did: for ``--json``, for the last lines on a terminal, and for the exit code."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

from gappon.diagnostics import Notice, Severity
from gappon.driver.memory import peak_megabytes
from gappon.driver.planning import Totals
from gappon.publication import Book


@dataclass(frozen=True)
class FileReport:
    """A file that a volume has.

    Attributes:
        path: where it is.
        format: ``epub`` or ``pdf``.
        size: in bytes.
        state: ``written`` or ``unchanged``.
        pages: of a PDF, else 0.
        font_bytes: of the fonts in an EPUB, as they are stored.
        sha256: of the file, hexadecimal.
    """

    path: str
    format: str
    size: int
    state: str
    pages: int = 0
    font_bytes: int = 0
    sha256: str = ""


@dataclass
class VolumeReport:
    """A volume, with its files or with why there are none."""

    title: str
    identifier: str
    posts: int
    characters: int
    files: list[FileReport] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, book: Book) -> VolumeReport:
        """Return the report on a book of which there are no files yet."""
        volume = book.volume
        return cls(book.title, volume.identifier, len(book.chapters), volume.characters)


@dataclass
class Report:
    """Everything that ``--json`` prints."""

    volumes: list[VolumeReport] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    totals: Totals = field(default_factory=Totals)
    chapters: dict[str, int] = field(default_factory=lambda: {"converted": 0, "reused": 0})
    fragments: dict[str, int] = field(default_factory=lambda: {"compiled": 0, "reused": 0})
    composed: int = 0
    """Characters of text that were composed by gappon's own rules."""
    fallback: dict[str, int] = field(default_factory=dict)
    """Characters of what WeasyPrint broke into lines, by the reason."""
    seconds: dict[str, float] = field(default_factory=dict)
    peak_megabytes: dict[str, float] = field(default_factory=dict)

    @property
    def exit_code(self) -> int:
        """0: built; 1: built, with errors in some posts."""
        errors = any(n.severity is Severity.ERROR for n in self.notices)
        return 1 if errors or any(volume.errors for volume in self.volumes) else 0

    @property
    def written(self) -> int:
        """How many files were written."""
        return sum(f.state == "written" for v in self.volumes for f in v.files)

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        """Add the time of a step."""
        start, inside = time.perf_counter(), self._waited()
        try:
            yield
        finally:
            took = time.perf_counter() - start
            if step not in ("cover", "total"):  # waiting for a cover inside a step is its own step
                took -= self._waited() - inside
            self.seconds[step] = round(self.seconds.get(step, 0.0) + took, 3)

    def _waited(self) -> float:
        return self.seconds.get("cover", 0.0)

    def measure_memory(self, worker: float) -> None:
        """Note the peak memory of this process and of the largest worker, in MB."""
        self.peak_megabytes = {"main": round(peak_megabytes(), 1), "worker": round(worker, 1)}

    def as_json(self) -> dict[str, Any]:
        """Return plain values."""
        values = asdict(self)
        values["exit_code"] = self.exit_code
        return values
