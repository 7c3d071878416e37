"""Progress of a build: bars on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)

from gappon.diagnostics import printable


class _ConsoleProgress:
    """What both have: a console that is told of files, and a beginning and an end."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Do nothing."""

    def volume(self, title: str, path: str, state: str) -> None:
        """Say that a file is there."""
        self._console.print(printable(f"{path}  {state}"))


@dataclass
class _Count:
    """How far a step is."""

    total: int
    done: int = 0
    reused: int = 0
    pages: int = 0

    def add(self, pages: int, *, reused: bool) -> None:
        """Count a piece."""
        self.done += 1
        self.reused += reused
        self.pages += pages


class TerminalProgress(_ConsoleProgress):
    """Bars with pieces done, pages so far and time left."""

    def __init__(self, console: Console) -> None:
        super().__init__(console)
        self._bars = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[note]}", markup=False),
            TimeRemainingColumn(),
            console=console,
            transient=True,
        )
        self._tasks: dict[str, tuple[TaskID, _Count]] = {}

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bars.stop()

    def begin(self, step: str, total: int) -> None:
        """Show a new bar."""
        self._tasks[step] = self._bars.add_task(step, total=total, note=""), _Count(total)

    def advance(self, step: str, name: str, *, reused: bool, pages: int = 0) -> None:
        """Move the bar."""
        if step not in self._tasks:
            return
        task, count = self._tasks[step]
        count.add(pages, reused=reused)
        parts = [
            f"{count.pages:,} pages" if count.pages else "",
            f"{count.reused} from cache" if count.reused else "",
        ]
        self._bars.update(task, advance=1, note=", ".join(part for part in parts if part))


class LineProgress(_ConsoleProgress):
    """A line a step and a file; every ten seconds one in between."""

    def __init__(self, console: Console) -> None:
        super().__init__(console)
        self._counts: dict[str, _Count] = {}
        self._last = time.monotonic()

    def begin(self, step: str, total: int) -> None:
        """Note how much there is."""
        self._counts[step] = _Count(total)

    def advance(self, step: str, name: str, *, reused: bool, pages: int = 0) -> None:
        """Count; say so from time to time and at the end."""
        count = self._counts.get(step)
        if count is None:
            return
        count.add(pages, reused=reused)
        now = time.monotonic()
        if count.done == count.total or now - self._last > 10:
            self._last = now
            note = f", {count.pages:,} pages" if count.pages else ""
            self._console.print(
                f"{step}: {count.done}/{count.total} ({count.reused} from cache{note})",
            )
