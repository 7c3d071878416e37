"""Tate-chu-yoko by markup, ``^21^``: up to four letters set upright together in vertical text."""

from __future__ import annotations

import re
from typing import Any

from mistune.util import escape

PATTERN = r"\^(?P<tcy_text>[0-9A-Za-z!?]{1,4})\^(?!\^)"


def parse_tcy(inline: Any, match: re.Match[str], state: Any) -> int:
    """Add the token."""
    state.append_token({"type": "tate_chu_yoko", "raw": match["tcy_text"]})
    return match.end()


def render_tcy(renderer: Any, text: str) -> str:
    """Return a span that vertical themes combine; horizontal ones leave it as it is."""
    return f'<span class="tcy">{escape(text)}</span>'


def tate_chu_yoko(md: Any) -> None:
    """Register the construct."""
    md.inline.register("tate_chu_yoko", PATTERN, parse_tcy, before="link", start_chars="^")
    md.renderer.register("tate_chu_yoko", render_tcy)
