"""Emphasis dots (圏点): ``《《重要》》`` becomes ``<em class="dots">``."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from gappon.markup import DOTS

MARKED = re.compile(r"《《([^《》\n]{1,100})》》")


def parse(state: StateInline, silent: bool) -> bool:
    """Add emphasis whose text may itself have inline marks."""
    if state.src[state.pos] != "《":
        return False
    match = MARKED.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        limit = state.posMax
        state.pos, state.posMax = match.span(1)
        state.push("dots_open", "em", 1).attrs = {"class": DOTS}
        state.md.inline.tokenize(state)
        state.push("dots_close", "em", -1)
        state.posMax = limit
    state.pos = match.end()
    return True


def emphasis_dots(md: MarkdownIt) -> None:
    """Register the construct."""
    md.inline.ruler.before("link", "emphasis_dots", parse)
