"""What is known of a post while its Markdown is read: lines, notices, notes, abbreviations."""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from markdown_it.token import Token

from gappon.converter.raw_html import HtmlRewriter
from gappon.converter.source import SourceText
from gappon.converter.tags import TagReader
from gappon.diagnostics import Notices
from gappon.publication import Dialect

DEFINITION = re.compile(r"^[\s>\d.)+*-]*:[ \t]")  # of a definition list, in quotes and items too
KEY = "document"  # where it is found in markdown-it's environment


@dataclass
class Note:
    """A footnote.

    Attributes:
        name: by which it is referred to; ``""`` for one that stands in a line.
        line: of the source, counted from 0.
        tokens: its blocks.
        number: that it has in the post, 0 when nothing refers to it.
    """

    name: str
    line: int
    tokens: list[Token]
    number: int = 0


@dataclass
class Document:
    """A post while it is read; it lives as long as one call of the parser.

    Attributes:
        source: the Markdown and its lines.
        dialect: what the post holds besides Markdown.
        notices: what has to be said of it.
        line: line of ``source``, counted from 0, at which the block begins whose text is read.
        depth: how many notes are around that text.
        tags: reads those of the source.
        html: rewrites raw HTML.
        notes: all footnotes, until they stand at the end; more come while text is read.
        named_notes: those that have names.
        abbreviations: what they stand for.
    """

    source: SourceText
    dialect: Dialect
    notices: Notices
    line: int = 0
    depth: int = 0
    tags: TagReader = field(init=False)
    html: HtmlRewriter = field(init=False)
    notes: list[Note] = field(default_factory=list)
    named_notes: dict[str, Note] = field(default_factory=dict)
    abbreviations: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tags = TagReader(self.source.text)
        self.html = HtmlRewriter(self.notices.warning, components="mdx" in self.dialect.marks)

    @cached_property
    def last_definition(self) -> int:
        """The last line, counted from 0, that may be a definition; -1 when there is none."""
        lines = self.source.text.split("\n")
        return max((at for at, line in enumerate(lines) if DEFINITION.search(line)), default=-1)

    def warn(self, code: str, message: str, line: int) -> None:
        """Say that something was repaired or left out at a line of the source, from 0."""
        self.notices.warning(code, message, self.source.line_at(line))


def document_of(env: MutableMapping[str, Any]) -> Document:
    """Return the document that a rule of markdown-it is at work on."""
    document = env[KEY]
    assert isinstance(document, Document)
    return document
