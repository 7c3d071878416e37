"""A Markdown source in pieces: code (fenced or in backticks) and the text around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

CODE = re.compile(
    r"^(?P<indent>[ \t>]*(?:[-*+] )?[ \t]*)(?P<fence>`{3,}|~{3,})[^\n]*\n"
    r"(?:.*?\n)??[ \t>]*(?P=fence)[`~]*[ \t]*$"
    r"|(?<!`)(?P<ticks>`+)(?!`)(?:[^`\n]|(?!(?P=ticks)(?!`))`)+?(?P=ticks)(?!`)",
    re.MULTILINE | re.DOTALL,
)


def pieces(source: str) -> Iterator[tuple[bool, str]]:
    """Yield ``(is_code, piece)``; the pieces joined are the source."""
    if "`" not in source and "~~~" not in source:
        yield False, source
        return
    position = 0
    for match in CODE.finditer(source):
        if match.start() > position:
            yield False, source[position : match.start()]
        yield True, match[0]
        position = match.end()
    if position < len(source):
        yield False, source[position:]


def in_text(source: str, change: Callable[[str], str]) -> str:
    """Apply a change to the text around code."""
    return "".join(piece if code else change(piece) for code, piece in pieces(source))
