"""Where the command line writes; nothing in what it is given is markup, an emoji or a command."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable

from rich.console import Console

from gappon.diagnostics import Notice, Severity, printable

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
MANY = 4  # files that say the same become one line

# Rows of a table stay whole where no terminal sets the width.
out = Console(
    highlight=False,
    soft_wrap=True,
    markup=False,
    emoji=False,
    width=None if sys.stdout.isatty() else 180,
)
err = Console(stderr=True, highlight=False, soft_wrap=True, markup=False, emoji=False)


def write_whatever_comes() -> None:
    """Write what the terminal's encoding does not have, and halves of characters, as escapes."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def complain(message: str) -> None:
    """Print an error of several lines."""
    err.print("\n".join(printable(line) for line in f"gappon: {message}".split("\n")))


def print_notices(notices: Iterable[Notice]) -> None:
    """Print one line a notice; one for all files of which the same is to be said."""
    alike: dict[tuple[Severity, str, str], list[Notice]] = defaultdict(list)
    for notice in notices:
        alike[notice.severity, notice.code, notice.message].append(notice)
    for (severity, code, message), same in alike.items():
        files = list(dict.fromkeys(notice.file for notice in same))
        if len(files) < MANY:
            for notice in same:
                err.print(str(notice), style=COLOURS[severity])
            continue
        first = ", ".join(files[: MANY - 1])
        line = f"{len(files)} files: {severity}: {message} [{code}] ({first} …)"
        err.print(printable(line), style=COLOURS[severity])
