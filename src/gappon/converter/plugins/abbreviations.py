"""Abbreviations of PHP Markdown Extra, ``*[JIS]: 日本産業規格``, where they are whole words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from gappon.converter.markdown.document import document_of
from gappon.converter.markdown.state import block_tokens, line_text

DEFINITION = re.compile(r"\*\[((?:[^\]\\]|\\.)+)\]:[ \t]*(.*)")
LONGEST = 60  # characters; what is longer is no abbreviation


def define(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Remember what an abbreviation stands for."""
    if state.is_code_block(start_line) or not line_text(state, start_line).startswith("*["):
        return False
    match = DEFINITION.fullmatch(line_text(state, start_line))
    if match is None or len(match[1]) > LONGEST:
        return False
    if not silent:
        document_of(state.env).abbreviations[match[1]] = match[2].strip()
        state.line = start_line + 1
    return True


def mark(state: StateCore) -> None:
    """Mark abbreviations in all text."""
    names = document_of(state.env).abbreviations
    if not names:
        return
    finder = Finder(names)
    for token in block_tokens(state):
        if token.children:
            token.children = [part for child in token.children for part in finder.split(child)]


class Finder:
    """Finds many names in a text, in a time that does not grow with their number."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names
        lengths: dict[str, set[int]] = {}
        for name in names:
            lengths.setdefault(name[0], set()).add(len(name))
        self.lengths = {first: sorted(each, reverse=True) for first, each in lengths.items()}
        self.first = re.compile(f"[{re.escape(''.join(self.lengths))}]")

    def split(self, token: Token) -> list[Token]:
        """Return a token, or the pieces of a text: names in elements of their own."""
        if token.type != "text":
            return [token]
        text = token.content
        pieces: list[Token] = []
        done = position = 0
        while (match := self.first.search(text, position)) is not None:
            name = self._name_at(text, match.start())
            position = match.start() + max(1, len(name))
            if name:
                pieces += [_text(text[done : match.start()]), *self._element(name)]
                done = position
        return [*pieces, _text(text[done:])] if pieces else [token]

    def _name_at(self, text: str, start: int) -> str:
        """Return the longest name that stands at a place as a word of its own."""
        for length in self.lengths[text[start]]:
            name = text[start : start + length]
            before, after = text[start - 1 : start], text[start + length : start + length + 1]
            if name in self.names and not (
                _within_word(before, name[0]) or _within_word(name[-1], after)
            ):
                return name
        return ""

    def _element(self, name: str) -> list[Token]:
        opening = Token("abbreviation_open", "abbr", 1)
        if self.names[name]:
            opening.attrs = {"title": self.names[name]}
        return [opening, _text(name), Token("abbreviation_close", "abbr", -1)]


def _within_word(left: str, right: str) -> bool:
    """Say whether two characters belong to one Latin word."""
    return all(character.isascii() and character.isalnum() for character in (left, right))


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def abbreviations(md: MarkdownIt) -> None:
    """Register the construct."""
    md.block.ruler.before("list", "abbreviation", define, {"alt": ["paragraph", "reference"]})
    md.core.ruler.push("abbreviations", mark)
