"""Progress of a build: bars on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from types import TracebackType

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


class TerminalProgress:
    """Bars with pieces done, pages so far and time left."""

    def __init__(self, console: Console) -> None:
        self._bars = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[note]}"),
            TimeRemainingColumn(),
            console=console,
            transient=True,
        )
        self._tasks: dict[str, TaskID] = {}
        self._pages = self._reused = 0
        self._console = console

    def __enter__(self) -> TerminalProgress:
        self._bars.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bars.stop()

    def begin(self, step: str, total: int) -> None:
        """Show a new bar."""
        self._pages = self._reused = 0
        self._tasks[step] = self._bars.add_task(step, total=total, note="")

    def advance(self, step: str, name: str, *, reused: bool, pages: int = 0) -> None:
        """Move the bar."""
        task = self._tasks.get(step)
        if task is None:
            return
        self._pages += pages
        self._reused += reused
        parts = [
            f"{self._pages:,} pages" if self._pages else "",
            f"{self._reused} from cache" if self._reused else "",
        ]
        self._bars.update(task, advance=1, note=", ".join(part for part in parts if part))

    def volume(self, title: str, path: str, state: str) -> None:
        """Say that a file is there."""
        self._console.print(f"{path}  {state}", markup=False)


class LineProgress:
    """A line a step and a file; every ten seconds one in between."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._counts: dict[str, list[int]] = {}
        self._last = time.monotonic()

    def __enter__(self) -> LineProgress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        return None

    def begin(self, step: str, total: int) -> None:
        """Note how much there is."""
        self._counts[step] = [0, 0, 0, total]

    def advance(self, step: str, name: str, *, reused: bool, pages: int = 0) -> None:
        """Count; say so from time to time and at the end."""
        counts = self._counts.get(step)
        if counts is None:
            return
        counts[0] += 1
        counts[1] += reused
        counts[2] += pages
        now = time.monotonic()
        if counts[0] == counts[3] or now - self._last > 10:
            self._last = now
            note = f", {counts[2]:,} pages" if counts[2] else ""
            self._console.print(
                f"{step}: {counts[0]}/{counts[3]} ({counts[1]} from cache{note})", markup=False
            )

    def volume(self, title: str, path: str, state: str) -> None:
        """Say that a file is there."""
        self._console.print(f"{path}  {state}", markup=False)
