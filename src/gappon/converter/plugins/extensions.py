"""kramdown's extensions: comments and options are left out, other tags stand for nothing."""

from __future__ import annotations

import re
from bisect import bisect_left

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from gappon.converter.markdown.document import document_of
from gappon.converter.markdown.state import LinedInline
from gappon.converter.tags import TagReader

TAG = re.compile(r"\{:(?:/(?:\w*)|:(?P<name>\w+)(?:[ \t][^{}\n/]*)?(?P<empty>/?))\}")


def block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Leave out lines of comment."""
    position = state.bMarks[start_line] + state.tShift[start_line]
    if state.is_code_block(start_line) or not state.src.startswith("{::comment}", position):
        return False
    last = bisect_left(state.eMarks, _end(document_of(state.env).tags, position))
    if not start_line <= last < end_line:
        return False
    if not silent:
        state.line = last + 1
    return True


def inline(state: StateInline, silent: bool) -> bool:
    """Leave out a comment, or a tag of another extension."""
    if not state.src.startswith("{:", state.pos):
        return False
    match = TAG.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    assert isinstance(state, LinedInline)
    end = match.end()
    if match["name"] == "comment" and not match["empty"]:
        end = max(end, min(_end(state.tags, end), state.posMax))
    state.pos = end
    return True


def _end(reader: TagReader, start: int) -> int:
    """Return where a comment ends, -1 when it does not."""
    ends = (
        place + len(mark)
        for mark in ("{:/comment}", "{:/}")
        if (place := reader.find(mark, start)) >= 0
    )
    return min(ends, default=-1)


def extensions(md: MarkdownIt) -> None:
    """Register both rules."""
    md.block.ruler.before(
        "fence", "extension", block, {"alt": ["paragraph", "reference", "blockquote"]}
    )
    md.inline.ruler.before("link", "extension", inline)
