"""TOML, read so that nothing in it takes the reader's stack, its time, or the line of a mistake."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from gappon.errors import TextProblem

MAX_DOTS = 2_000  # on one line; tomllib takes the square of a key's length


class TomlProblem(TextProblem):
    """What is wrong with a text as TOML."""


def load(text: str) -> dict[str, Any]:
    """Return the values of a TOML text.

    Raises:
        TomlProblem: it is no TOML, a number has no end, or a key or value is nested without end.
    """
    rows = text.split("\n")
    endless = next((n for n, row in enumerate(rows, 1) if row.count(".") > MAX_DOTS), 0)
    if endless:
        raise TomlProblem(endless, "a key has no end")
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise TomlProblem(1, "it is nested without end") from error
    except ValueError as error:
        problem, _, place = str(error).partition(" (at ")
        problem = "a number of thousands of digits" if "set_int_max" in problem else problem
        line = re.search(r"line (\d+)", place)
        raise TomlProblem(int(line[1]) if line else len(rows), problem) from error


def line_of(text: str, key: str) -> int:
    """Return the line of a key or table, wherever it stands; 0 when it is not found."""
    pattern = re.compile(rf"[ \t]*\[{{0,2}}[\"']?{re.escape(key)}[\"']?[ \t]*[=.\]]")
    return next((n for n, row in enumerate(text.split("\n"), 1) if pattern.match(row)), 0)
