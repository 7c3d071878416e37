"""Emphasis dots (圏点): ``《《重要》》`` becomes ``<em class="dots">``."""

from __future__ import annotations

import re
from typing import Any

PATTERN = r"《《(?P<dots_text>[^《》\n]{1,100})》》"


def parse_dots(inline: Any, match: re.Match[str], state: Any) -> int | None:
    """Add a token whose text may itself have inline marks."""
    if state.depth >= inline.max_nested_level:
        return None
    inner = state.copy()
    inner.src = match["dots_text"]
    state.append_token({"type": "emphasis_dots", "children": inline.render(inner)})
    return match.end()


def render_dots(renderer: Any, text: str) -> str:
    """Return emphasis by dots; the themes draw them."""
    return f'<em class="dots">{text}</em>'


def emphasis_dots(md: Any) -> None:
    """Register the construct."""
    md.inline.register("emphasis_dots", PATTERN, parse_dots, before="link", start_chars="《")
    md.renderer.register("emphasis_dots", render_dots)
