"""Style sheets for vertical lines: what themes say of top and left is meant of text.

Themes are written for horizontal lines. A gap above a heading is one before it, which in vertical
lines is on its right (CSS Logical Properties 1).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import tinycss2
from tinycss2.ast import Node

from gappon.exporters.epub.declarations import NO_VALUE

SIDES = {"top": "block-start", "right": "inline-end", "bottom": "block-end", "left": "inline-start"}
SIDED = re.compile(r"(margin|padding|border)-(top|right|bottom|left)(-width|-style|-color)?")
BOX = re.compile(r"(margin|padding|border)(?:-(width|style|color))?")
ALIGNED = {"left": "start", "right": "end"}


def logical(name: str, value: Sequence[Node]) -> str | None:
    """Return a declaration that follows the lines, None where it does already."""
    text = tinycss2.serialize(value)
    if match := SIDED.fullmatch(name):
        return f"{match[1]}-{SIDES[match[2]]}{match[3] or ''}:{text}"
    parts = [token for token in value if token.type not in NO_VALUE and token != ";"]
    match = BOX.fullmatch(name)
    if match and (match[1] != "border" or match[2]) and "!" not in parts and len(parts) > 1:
        return _box(match[1], f"-{match[2]}" if match[2] else "", parts)
    if name == "text-align" and len(parts) == 1:
        word = ALIGNED.get(getattr(parts[0], "lower_value", ""))
        return f"text-align: {word};" if word else None
    return None


def _box(name: str, suffix: str, parts: Sequence[Node]) -> str:
    """Return a shorthand of the four sides as two, of the block's and of the line's direction."""
    texts = [tinycss2.serialize([part]) for part in parts]
    top, right, bottom, left = (texts + texts[len(texts) - 2 :] * 2)[:4]
    return f"{name}-block{suffix}: {top} {bottom}; {name}-inline{suffix}: {left} {right};"
