"""kramdown's attribute lists: ``{: .class #id}`` behind a block, a span or a heading, ``{#id}``.

See kramdown.gettalong.org/syntax.html: Inline and Block Attribute Lists, Automatic ``{:toc}``.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from gappon.converter.markdown.document import document_of
from gappon.converter.markdown.state import line_text
from gappon.converter.tree import CONTENTS

LIST = re.compile(r"\{:((?![:/])[^{}\n]*)\}")
HEADING = re.compile(r"\{((?:[#.][\w:.-]+[ \t]*)+)\}")  # Hugo's, and kramdown's {#id}
PART = re.compile(r"""([.#])([\w:-]+)|([\w:-]+)=(?:"([^"]*)"|'([^']*)'|(\S+))|([\w-]+)""")
# Others are not for posts to say; what values these may have, the sanitiser knows.
ALLOWED = frozenset({"id", "title", "lang", "width", "height", "start"})


def block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Add a list that has a line for itself."""
    if state.is_code_block(start_line):
        return False
    match = LIST.fullmatch(line_text(state, start_line).rstrip())
    if match is None:
        return False
    if not silent:
        after = start_line + 1
        text_after = after < end_line and not state.isEmpty(after)
        token = state.push("attribute_list", "", 0)
        token.map, token.content = [start_line, after], match[1]
        blank_before = start_line == 0 or state.isEmpty(start_line - 1)
        token.meta["following"] = text_after and blank_before
        # Behind text it is a line of that text; elsewhere its own line stays, empty.
        token.meta["alone"] = blank_before or _is_behind_table(state)
        state.line = after
    return True


def _is_behind_table(state: StateBlock) -> bool:
    return len(state.tokens) > 1 and state.tokens[-2].type == "table_close"


def inline(state: StateInline, silent: bool) -> bool:
    """Add a list that may belong to the element before it."""
    if not state.src.startswith("{:", state.pos):
        return False
    match = LIST.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        token = state.push("attribute_list", "", 0)
        token.content, token.markup = match[1], match[0]
    state.pos = match.end()
    return True


def attach_to_spans(state: StateInline) -> None:
    """Give lists in lines to the elements that end before them; others are text."""
    begun: list[Token] = []
    target: Token | None = None
    kept = []
    for token in state.tokens:
        if token.type == "attribute_list":
            if target is not None:
                add_attributes(target, token.content)
                continue
            token.type, token.content = "text", token.markup
        kept.append(token)
        target = token if token.type in ("code_inline", "image") else None
        if token.nesting > 0:
            begun.append(token)
        elif token.nesting < 0 and begun:
            target = begun.pop()
    state.tokens[:] = kept


def attach_to_blocks(state: StateCore) -> None:
    """Give lists in lines of their own, and at ends of text, to blocks."""
    document = document_of(state.env)
    state.tokens = _attached(state.tokens)
    for note in document.notes:
        note.tokens = _attached(note.tokens)


def _attached(tokens: list[Token]) -> list[Token]:
    begun: list[Token] = []  # the blocks around the current one
    last: dict[int, Token] = {}  # the last block of each level
    waiting: dict[int, str] = {}  # lists for the next block of a level
    kept = []
    for token in tokens:
        if token.type == "attribute_list":
            if token.meta["following"] or token.level not in last:
                waiting[token.level] = token.content
            else:
                add_attributes(last[token.level], token.content)
            if token.meta["alone"]:
                kept.append(Token("html_block", "", 0))
            continue
        kept.append(token)
        if token.type == "inline":
            _attach_trailing(token, begun)
        elif token.nesting > 0:
            add_attributes(token, waiting.pop(token.level, ""))
            last.pop(token.level + 1, None)
            waiting.pop(token.level + 1, None)
            begun.append(token)
        elif token.nesting < 0:
            last[token.level] = begun.pop()
        else:
            add_attributes(token, waiting.pop(token.level, ""))
            last[token.level] = token
    return kept


def _attach_trailing(token: Token, begun: list[Token]) -> None:
    """Take a list off the end of a block's text, and give it to the block."""
    text = token.content.rstrip()
    if not text.endswith("}") or not begun:
        return
    start = text.rfind("{")
    before = text[start - 1 : start]
    pattern = HEADING if text[start + 1] != ":" and begun[-1].tag[:1] == "h" else LIST
    match = pattern.fullmatch(text, start)
    if match is None or (before and not before.isspace()):
        return
    shown = [block for block in begun if not block.hidden]
    if shown:
        add_attributes(shown[-1], match[1])
        token.content = text[:start].rstrip()


def add_attributes(token: Token, written: str) -> None:
    """Add what a list says to an element."""
    names = str(token.attrs.get("class", "")).split()
    for sign, name, key, double, single, bare, word in PART.findall(written):
        if sign == ".":
            names.append(name)
            token.attrs.setdefault("class", "")
        elif sign == "#":
            token.attrs["id"] = name
        elif key in ALLOWED:
            token.attrs[key] = double or single or bare
        elif word == "toc":
            token.attrs[CONTENTS] = ""
    if names:
        token.attrs["class"] = " ".join(dict.fromkeys(names))


def attribute_lists(md: MarkdownIt) -> None:
    """Register all forms."""
    md.block.ruler.before(
        "fence", "attribute_list", block, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    md.inline.ruler.before("link", "attribute_list", inline)
    md.inline.ruler2.before("fragments_join", "attribute_list", attach_to_spans)
    md.core.ruler.after("block", "attribute_list", attach_to_blocks)
