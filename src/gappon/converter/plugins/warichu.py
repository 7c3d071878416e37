"""Inline cutting notes (割注) as Aozora Bunko writes them: ``［＃割り注］…［＃割り注終わり］``."""

from __future__ import annotations

import re
from typing import Any

from mistune.util import escape

PATTERN = r"［＃割り注］(?P<warichu_text>[^\n［］]{1,400})［＃割り注終わり］"
BRACKETS = re.compile(r"（(.*)）|\((.*)\)")


def parse_warichu(inline: Any, match: re.Match[str], state: Any) -> int:
    """Add the token; notes stand in brackets, which are taken from its text where it has them."""
    text = match["warichu_text"].strip()
    inside = BRACKETS.fullmatch(text)
    text = (inside[1] or inside[2] or text) if inside else text
    around = state.src[match.start() - 1 : match.start()] + state.src[match.end() : match.end() + 1]
    bare = not inside and around in ("（）", "()", "〔〕", "［］")
    state.append_token({"type": "warichu", "raw": text, "attrs": {"bare": bare}})
    return match.end()


def render_warichu(renderer: Any, text: str, bare: bool) -> str:
    """Return small text in brackets; the PDF sets it in two lines."""
    note = f'<small class="warichu">{escape(text)}</small>'
    return note if bare else f"（{note}）"


def warichu(md: Any) -> None:
    """Register the construct."""
    md.inline.register("warichu", PATTERN, parse_warichu, before="link", start_chars="［")
    md.renderer.register("warichu", render_warichu)
