"""Definition lists of PHP Markdown Extra and kramdown: terms, one a line, then ``: definition``."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from gappon.converter.markdown.document import document_of
from gappon.converter.markdown.state import line_text

MARK = re.compile(r":[ \t]+(?=\S)")
INDENT = 2  # of what continues a definition
CODE = 4  # and of code


def block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Add a list: terms and their definitions, as long as more follow."""
    if silent:  # the next definition of the same terms, beside the one that this line would be in
        return state.ddIndent >= 0 and _is_definition(state, start_line, state.ddIndent - INDENT)
    first = _first_definition(state, start_line, end_line)
    if first < 0:
        return False
    opening = state.push("dl_open", "dl", 1)
    line = start_line
    while first >= 0:
        _add_terms(state, line, first)
        line = first
        while (following := state.skipEmptyLines(line)) < end_line:
            if not _is_definition(state, following):
                break
            line = _add_definition(state, following, end_line)
        following = state.skipEmptyLines(line)
        first = _first_definition(state, following, end_line)
        line = following if first >= 0 else line
    opening.map = [start_line, line]
    state.push("dl_close", "dl", -1)
    state.line = line
    return True


def _is_definition(state: StateBlock, line: int, least: int | None = None) -> bool:
    least = state.blkIndent if least is None else least
    if not least <= state.sCount[line] < least + CODE:
        return False
    return MARK.match(line_text(state, line)) is not None


def _first_definition(state: StateBlock, line: int, end_line: int) -> int:
    """Return the line of the definition of terms that begin at a line, -1 when none follows."""
    last = document_of(state.env).last_definition
    if not line < min(last, end_line):
        return -1
    terminators = state.md.block.ruler.getRules("paragraph")
    if _is_definition(state, line) or state.is_code_block(line):
        return -1
    for place in range(line + 1, end_line):
        if state.isEmpty(place):
            following = state.skipEmptyLines(place)
            return following if following < end_line and _is_definition(state, following) else -1
        if _is_definition(state, place):
            return place
        if state.sCount[place] < state.blkIndent:
            return -1
        if any(rule(state, place, end_line, True) for rule in terminators):
            return -1
    return -1


def _add_terms(state: StateBlock, line: int, end_line: int) -> None:
    for place in range(line, end_line):
        text = state.getLines(place, place + 1, state.blkIndent, False).strip()
        if text:
            state.push("dt_open", "dt", 1).map = [place, place + 1]
            token = state.push("inline", "", 0)
            token.map, token.content = [place, place + 1], text
            state.push("dt_close", "dt", -1)


def _add_definition(state: StateBlock, line: int, end_line: int) -> int:
    """Add a definition; return the line behind it."""
    opening = state.push("dd_open", "dd", 1)
    inside = len(state.tokens)
    saved = (state.bMarks[line], state.tShift[line], state.sCount[line])
    before = (state.blkIndent, state.ddIndent, state.parentType)
    state.blkIndent = state.ddIndent = state.sCount[line] + INDENT
    start = state.bMarks[line] + state.tShift[line] + 1
    state.bMarks[line] = start
    state.tShift[line] = state.skipSpaces(start) - start
    state.sCount[line] = state.blkIndent
    state.parentType = "definition"
    state.md.block.tokenize(state, line, end_line)
    state.bMarks[line], state.tShift[line], state.sCount[line] = saved
    state.blkIndent, state.ddIndent, state.parentType = before
    opening.map = [line, state.line]
    held = state.tokens[inside:]
    if len(held) == 3 and held[0].type == "paragraph_open" and not state.isEmpty(line - 1):
        held[0].hidden = held[2].hidden = True
    state.push("dd_close", "dd", -1)
    return state.line


def definition_list(md: MarkdownIt) -> None:
    """Register the construct."""
    md.block.ruler.before(
        "paragraph", "definition_list", block, {"alt": ["paragraph", "reference", "blockquote"]}
    )
