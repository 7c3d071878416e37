"""markdown-it's parsers, so that every token knows its line and nothing is lost.

markdown-it-py 4 gives lines to blocks alone, and forgets what is nested deeper than it may be.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, MutableMapping
from typing import Any, Literal

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from gappon.converter.markdown.document import document_of
from gappon.converter.tags import TagReader

# What the text rule stops at, besides the marks that markdown-it knows: rules begin there.
STOPS = re.compile(r"[\n!#$%&*+\-:<=>@\[\\\]\^_`{}~《｜|［]|(?<![0-9A-Za-z])[Ww][Ww][Ww]\.")


class LinedInline(StateInline):
    """The text of a block; its tokens have the line at which they begin, as ``map``."""

    def __init__(
        self, src: str, md: MarkdownIt, env: MutableMapping[str, Any], tokens: list[Token]
    ) -> None:
        super().__init__(src, md, env, tokens)
        self.first_line = document_of(env).line
        self.tags = TagReader(src)
        self.line_ends = [match.start() for match in re.finditer("\n", src)]

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Add a token."""
        token = super().push(ttype, tag, nesting)
        line = self.line_at(self.pos)
        token.map = [line, line + 1]
        return token

    def line_at(self, position: int) -> int:
        """Return the line of the source, counted from 0, of a place in the text."""
        return self.first_line + bisect_left(self.line_ends, position)


class InlineParser(ParserInline):
    """Reads the text of a block."""

    def __init__(self) -> None:
        super().__init__()
        self.terminator_re = STOPS

    def parse(
        self, src: str, md: MarkdownIt, env: MutableMapping[str, Any], tokens: list[Token]
    ) -> list[Token]:
        """Return the tokens of a text that begins at the line which the document says."""
        state = LinedInline(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


class BlockParser(ParserBlock):
    """Reads blocks; those that are nested too deeply are kept as one paragraph."""

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:
        """Add the tokens of lines to ``state``."""
        if state.level < state.md.options.maxNesting:
            super().tokenize(state, startLine, endLine)
            return
        end = startLine + 1
        while end < endLine and (state.isEmpty(end) or state.sCount[end] >= state.blkIndent):
            end += 1
        add_paragraph(state, startLine, end)
        state.line = end
        message = "blocks nested too deeply; their marks were kept as text"
        document_of(state.env).warn("nested-too-deep", message, startLine)


def line_text(state: StateBlock, line: int) -> str:
    """Return a line without what is before its text: spaces, and marks of quotes and items."""
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def add_paragraph(state: StateBlock, start: int, end: int) -> None:
    """Add lines to a state as the text of one paragraph."""
    state.push("paragraph_open", "p", 1).map = [start, end]
    token = state.push("inline", "", 0)
    token.content = state.getLines(start, end, state.blkIndent, False).strip(" \t\n")
    token.map, token.children = [start, end], []
    state.push("paragraph_close", "p", -1)


def read_texts(state: StateCore) -> None:
    """Read the text of all blocks, those of notes among them (a rule of the core)."""
    document = document_of(state.env)
    for token in block_tokens(state):
        if token.type == "inline":
            document.line = token.map[0] if token.map else document.line
            document.depth = token.meta.get("depth", 0)
            token.children = []
            state.md.inline.parse(token.content, state.md, state.env, token.children)


def block_tokens(state: StateCore) -> Iterator[Token]:
    """Yield the tokens of a post's blocks, then those of its notes, as long as there are more."""
    yield from state.tokens
    for note in document_of(state.env).notes:
        yield from note.tokens
