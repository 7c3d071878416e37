"""Images with a size behind their address, as Zenn has them: ``![図](/images/a.png =250x)``."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

SIZED = re.compile(
    r"\([ \t]*(?P<src>[^\s()<>]+)[ \t]+=(?P<width>\d{1,5})?%?x(?P<height>\d{1,5})?%?[ \t]*\)"
)


def inline(state: StateInline, silent: bool) -> bool:
    """Add an image; a size in percent is the theme's to say."""
    if not state.src.startswith("![", state.pos):
        return False
    end = state.md.helpers.parseLinkLabel(state, state.pos + 1, False)
    match = SIZED.match(state.src, end + 1, state.posMax) if end >= 0 else None
    if match is None:
        return False
    if not silent:
        content = state.src[state.pos + 2 : end]
        children: list[Token] = []
        state.md.inline.parse(content, state.md, state.env, children)
        token = state.push("image", "img", 0)
        token.attrs, token.children, token.content = {"src": match["src"]}, children, content
        for name in ("width", "height"):
            if match[name] and "%" not in match[0]:
                token.attrs[name] = match[name]
    state.pos = match.end()
    return True


def image_size(md: MarkdownIt) -> None:
    """Register the construct."""
    md.inline.ruler.before("image", "image_size", inline)
