"""What Zenn embeds, ``@[youtube](…)``, ``@[card](…)`` …: a link with its title."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from gappon.converter.leftovers.embeds import embed
from gappon.converter.markdown.state import line_text

EMBED = re.compile(r"@\[(\w+)\]\(([^\s()]*(?:\([^\s()]*\)[^\s()]*)*)\)[ \t]*")


def block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Add a paragraph that holds the link; what is not known is text."""
    if state.is_code_block(start_line) or not line_text(state, start_line).startswith("@["):
        return False
    match = EMBED.fullmatch(line_text(state, start_line))
    link = embed(match[1], match[2]) if match else ""
    if not link:
        return False
    if not silent:
        lines = [start_line, start_line + 1]
        state.push("paragraph_open", "p", 1).map = lines
        token = state.push("inline", "", 0)
        token.content, token.map, token.children = link, lines, []
        state.push("paragraph_close", "p", -1)
        state.line = start_line + 1
    return True


def embeds(md: MarkdownIt) -> None:
    """Register the construct."""
    md.block.ruler.before("paragraph", "embed", block, {"alt": ["paragraph", "reference"]})
