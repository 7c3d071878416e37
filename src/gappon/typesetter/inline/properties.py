"""What style sheets say to the typesetter, in custom properties of CSS (see docs/themes.md).

WeasyPrint keeps custom properties (CSS Variables 1) in computed styles, as tokens under their names
with underscores, and inherits them. So a theme says by selectors of its own what is set how, and no
name of a class is known here.
"""

from __future__ import annotations

from typing import Any

from weasyprint.formatting_structure import boxes

GRID = "__gappon_grid"  # --gappon-grid: off: lines keep to no grid
NOTE = "__gappon_note"  # --gappon-note: warichu: an inline cutting note
TEXT = "__gappon_text"  # --gappon-text: literal: set as it is typed, with no space put in


def is_off_grid(style: Any) -> bool:
    """Say whether text of a style has a frame of its own, and stands on no grid."""
    return _identifier(style[GRID]) == "off"


def is_literal(style: Any) -> bool:
    """Say whether text of a style is set as it is typed: code, addresses."""
    return _identifier(style[TEXT]) == "literal"


def is_cutting_note(box: Any) -> bool:
    """Say whether an inline box is an inline cutting note of nothing but text."""
    # The property is inherited; an element within a note is no note within a note.
    return (
        _identifier(box.style[NOTE]) == "warichu"
        and _identifier(box.style.parent_style[NOTE]) != "warichu"
        and [type(child) for child in box.children] == [boxes.TextBox]
    )


def _identifier(tokens: Any) -> str:
    """Return the one identifier of a property's value, ``""`` when it is anything else."""
    words = [token for token in tokens or () if token.type not in ("whitespace", "comment")]
    if len(words) != 1 or words[0].type != "ident":
        return ""
    found: str = words[0].lower_value
    return found
