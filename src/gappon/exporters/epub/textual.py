"""XHTML text walked token by token: well-formed, so that tags can be told from text simply."""

from __future__ import annotations

import re
from collections.abc import Iterator

TOKEN = re.compile(r"(<[^<>]*>)|([^<]+)")
NAME = re.compile(r"</?([A-Za-z][\w-]*)")


def tokens(xhtml: str, left_out: frozenset[str]) -> Iterator[tuple[str, bool, str]]:
    """Yield ``(token, is text to be looked at, name of a tag)`` in order.

    Args:
        xhtml: a well-formed fragment.
        left_out: elements whose text is not looked at.
    """
    depth = 0
    for match in TOKEN.finditer(xhtml):
        tag, text = match[1], match[2]
        if tag is None:
            yield text, depth == 0, ""
            continue
        found = NAME.match(tag)
        name = found[1] if found else ""
        if name in left_out and not tag.endswith("/>"):
            depth += -1 if tag.startswith("</") else 1
        yield tag, False, name
