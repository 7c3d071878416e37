"""``:::note`` blocks as Zenn, Qiita and Docusaurus write them: admonitions and details."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from gappon.converter.markdown.state import line_text

FENCE = re.compile(r"(:{3,})[ \t]*(?:([A-Za-z]\w*)([^\n]*))?")
# Names by which sites call them → kind.
KINDS = {
    **dict.fromkeys(("note", "info", "message", "abstract", "summary", "tldr", "todo"), "note"),
    **dict.fromkeys(("example", "question", "help", "faq", "quote", "cite"), "note"),
    **dict.fromkeys(("tip", "hint", "success", "check", "done"), "tip"),
    **dict.fromkeys(("important",), "important"),
    **dict.fromkeys(("warning", "warn", "attention", "bug"), "warning"),
    **dict.fromkeys(("caution", "alert", "danger", "error", "failure", "fail"), "caution"),
}
TITLES = {
    "note": "補足",
    "tip": "ヒント",
    "important": "重要",
    "warning": "注意",
    "caution": "警告",
    "details": "詳細",
}


def block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Add a ``:::`` block up to its closing fence; unknown kinds become plain divisions."""
    if state.is_code_block(start_line):
        return False
    fence = FENCE.fullmatch(line_text(state, start_line))
    if fence is None or not fence[2]:
        return False
    if silent:
        return True
    colons, kind, rest = len(fence[1]), fence[2].lower(), fence[3]
    last = _closing(state, start_line + 1, end_line, colons)
    words = rest.strip().split(maxsplit=1)
    if words and words[0].lower() in KINDS and kind in ("message", "note"):
        kind, rest = words[0].lower(), words[1] if len(words) > 1 else ""
    opening = state.push("container_open", "", 1)
    opening.map = [start_line, last]
    limit, parent = state.lineMax, state.parentType
    state.lineMax, state.parentType = last, "container"
    inside = len(state.tokens)
    state.md.block.tokenize(state, start_line + 1, last)
    state.lineMax, state.parentType = limit, parent
    closing = state.push("container_close", "", -1)
    kind = kind if kind == "details" else KINDS.get(kind, kind)
    state.tokens[inside:inside] = make_box(opening, closing, kind, rest.strip().strip("[]"))
    state.line = min(last + 1, end_line)
    return True


def make_box(opening: Token, closing: Token, kind: str, title: str) -> list[Token]:
    """Make a block an admonition, details, or a plain division; return what is its title."""
    opening.tag = closing.tag = {"details": "details"}.get(kind, "aside")
    if kind not in TITLES:
        opening.tag = closing.tag = "div"
        opening.attrs = {"class": kind}
        return []
    tag = "summary" if kind == "details" else "p"
    start = Token("title_open", tag, 1, map=opening.map, block=True)
    text = Token("inline", "", 0, map=opening.map, content=title or TITLES[kind])
    if kind != "details":
        opening.attrs = {"class": f"admonition {kind}"}
        start.attrs = {"class": "admonition-title"}
    return [start, text, Token("title_close", tag, -1, block=True)]


def _closing(state: StateBlock, line: int, end_line: int, colons: int) -> int:
    """Return the line of the closing fence, or where the block ends without; inner ones count."""
    depth = 0
    while line < end_line:
        if state.sCount[line] < state.blkIndent and not state.isEmpty(line):
            return line
        text = line_text(state, line)
        fence = FENCE.fullmatch(text) if text.startswith(":::") else None
        if fence is not None and not state.is_code_block(line):
            if fence[2]:
                depth += 1
            elif depth and len(fence[1]) <= colons:
                depth -= 1
            elif len(fence[1]) >= colons or not depth:
                return line
        line += 1
    return end_line


def containers(md: MarkdownIt) -> None:
    """Register the construct."""
    md.block.ruler.before(
        "fence", "container", block, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
