"""Tate-chu-yoko by markup, ``^21^``: up to four letters set upright together in vertical text."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from gappon.markup import UPRIGHT

MARKED = re.compile(r"\^([0-9A-Za-z!?]{1,4})\^(?!\^)")


def parse(state: StateInline, silent: bool) -> bool:
    """Add a span that vertical themes combine; horizontal ones leave it as it is."""
    if state.src[state.pos] != "^":
        return False
    match = MARKED.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        state.push("tate_chu_yoko_open", "span", 1).attrs = {"class": UPRIGHT}
        state.push("text", "", 0).content = match[1]
        state.push("tate_chu_yoko_close", "span", -1)
    state.pos = match.end()
    return True


def tate_chu_yoko(md: MarkdownIt) -> None:
    """Register the construct."""
    md.inline.ruler.before("link", "tate_chu_yoko", parse)
