"""Inline cutting notes (割注) as Aozora Bunko writes them: ``［＃割り注］…［＃割り注終わり］``."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

NOTE = re.compile(r"［＃割り注］([^\n［］]{1,400})［＃割り注終わり］")
BRACKETS = re.compile(r"（(.*)）|\((.*)\)")
AROUND = ("（）", "()", "〔〕", "［］")


def parse(state: StateInline, silent: bool) -> bool:
    """Add small text in brackets, which are taken from the note where it has them.

    The PDF sets it in two lines.
    """
    if state.src[state.pos] != "［":
        return False
    match = NOTE.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        text = match[1].strip()
        inside = BRACKETS.fullmatch(text)
        before = state.src[match.start() - 1 : match.start()]
        around = before + state.src[match.end() : match.end() + 1]
        bare = not inside and around in AROUND
        if not bare:
            state.push("text", "", 0).content = "（"
        state.push("warichu_open", "small", 1).attrs = {"class": "warichu"}
        state.push("text", "", 0).content = (inside[1] or inside[2] or text) if inside else text
        state.push("warichu_close", "small", -1)
        if not bare:
            state.push("text", "", 0).content = "）"
    state.pos = match.end()
    return True


def warichu(md: MarkdownIt) -> None:
    """Register the construct."""
    md.inline.ruler.before("link", "warichu", parse)
