"""Code that a generator marks up its own way, as a fenced block of Markdown."""

from __future__ import annotations

import re

TICKS = re.compile("`+")


def fenced(code: str, info: str) -> str:
    """Return a fenced block for code that stood between two marks.

    Args:
        code: what was between them; a first line that is empty is not code, nor is the indent of
            the second mark.
        info: language and title, as they stand behind a fence.
    """
    body, _, indent = code.rpartition("\n")
    if indent.strip():
        body, indent = code, ""
    body = body.removeprefix("\n")
    fence = "`" * max(3, 1 + max((len(run) for run in TICKS.findall(code)), default=0))
    return f"{fence}{info.strip()}\n{body}\n{indent}{fence}\n"
