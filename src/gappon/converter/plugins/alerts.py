"""Alerts: block quotes that begin with ``[!NOTE]`` (GitHub's, Obsidian's) become admonitions."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from gappon.converter.markdown.document import document_of
from gappon.converter.plugins.containers import KINDS, make_box

MARK = re.compile(r"\[!(\w+)\][+-]?[ \t]*([^\n]*)(?:\n|$)")


def turn_quotes(state: StateCore) -> None:
    """Turn such quotes into admonitions, before their text is read."""
    state.tokens = _turned(state.tokens)
    for note in document_of(state.env).notes:
        note.tokens = _turned(note.tokens)


def _turned(tokens: list[Token]) -> list[Token]:
    result: list[Token] = []
    open_quotes: list[tuple[Token, int] | None] = []  # alerts: their tokens, where titles stand
    titles: list[tuple[int, list[Token]]] = []
    for index, token in enumerate(tokens):
        result.append(token)
        if token.type == "blockquote_open":
            is_alert = _mark(tokens, index) is not None
            open_quotes.append((token, index) if is_alert else None)
        elif token.type == "blockquote_close" and (alert := open_quotes.pop()) is not None:
            titles.append((alert[1] + 1, _turn(tokens, alert[1], token)))
    for place, title in sorted(titles, key=lambda each: each[0], reverse=True):
        result[place:place] = title
    return result


def _mark(tokens: list[Token], index: int) -> re.Match[str] | None:
    """Return the mark at the beginning of a quote."""
    following = tokens[index + 1 : index + 3]
    if [token.type for token in following] != ["paragraph_open", "inline"]:
        return None
    match = MARK.match(following[1].content)
    return match if match and match[1].lower() in KINDS else None


def _turn(tokens: list[Token], index: int, closing: Token) -> list[Token]:
    """Make a quote an admonition; return its title."""
    match = _mark(tokens, index)
    assert match is not None
    start, text, end = tokens[index + 1 : index + 4]
    text.content = text.content[match.end() :]
    if text.map:
        text.map = [text.map[0] + 1, text.map[1]]
    if not text.content.strip():
        start.hidden = end.hidden = True
    return make_box(tokens[index], closing, KINDS[match[1].lower()], match[2].strip())


def alerts(md: MarkdownIt) -> None:
    """Register the construct."""
    md.core.ruler.after("block", "alerts", turn_quotes)
