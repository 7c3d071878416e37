"""What a theme's style sheets refer to: nothing outside of the book.

A book must show the same everywhere, and a theme that came with a site must not read the
machine's files or call home. Pictures of a theme are written as ``data:`` addresses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import tinycss2
from jinja2 import Environment
from tinycss2.ast import Node

from gappon.markup import ASSET

INSIDE = ("data:", ASSET, "#")  # addresses that stay in the book
# Functions that take an address as a string (CSS Images 4, CSS Values 5).
ADDRESSING = frozenset(("url", "src", "image", "image-set", "-webkit-image-set", "cross-fade"))
UNKNOWN = "\ufffc"  # stands for what a template fills in


@dataclass(frozen=True)
class Reference:
    """Something outside of the book that a theme refers to.

    Attributes:
        line: 1-based.
        text: as it is written: an address, ``@import``, ``<script>``.
    """

    line: int
    text: str


def blanked(source: str, environment: Environment, name: str) -> str:
    """Return a template's own text; what is filled in is one character, lines are where they were.

    Raises:
        TemplateSyntaxError: it is no template.
    """
    parts: list[str] = []
    line = 1
    for number, kind, value in environment.lex(source, filename=name):
        text = value if kind == "data" else UNKNOWN if kind == "variable_begin" else ""
        parts.append("\n" * (number - line) + text)
        line = max(line, number) + text.count("\n")
    return "".join(parts)


def in_style_sheet(css: str) -> list[Reference]:
    """Return what a style sheet refers to outside of the book, in order."""
    return list(_in_tokens(tinycss2.parse_component_value_list(css)))


def without_references(css: str) -> str:
    """Return a style sheet that refers to nothing outside of the book."""
    tokens = tinycss2.parse_component_value_list(css)
    if not any(_in_tokens(tokens)):
        return css
    return str(tinycss2.serialize(_cleaned(tokens)))


def _in_tokens(tokens: Iterable[Node]) -> Iterator[Reference]:
    rule = ""  # an import is told as a whole; the address of a namespace is a name alone
    for token in tokens:
        if token.type == "at-keyword":
            rule = token.lower_value
            if rule == "import":
                yield Reference(token.source_line, "@import")
        elif token == ";":
            rule = ""
        elif rule not in ("import", "namespace") and _leads_out(token):
            yield Reference(token.source_line, _text_of(token))
        yield from _in_tokens(_children(token))
        if token.type == "{} block":
            rule = ""


def _leads_out(token: Node) -> bool:
    if token.type == "url":
        return is_outside(token.value)
    if token.type != "function" or token.lower_name not in ADDRESSING:
        return False
    return any(
        (inner.type == "string" and is_outside(inner.value))
        or (inner.type == "function" and inner.lower_name == "var")  # whatever that is
        for inner in token.arguments
    )


def is_outside(address: str) -> bool:
    """Say whether an address leads out of the book; what a template fills in is not known yet."""
    address = address.strip().lower()
    return bool(address) and not address.startswith((*INSIDE, UNKNOWN))


def _text_of(token: Node) -> str:
    return str(tinycss2.serialize([token]))[:80]


def _children(token: Node) -> Iterable[Node]:
    return getattr(token, "content", None) or getattr(token, "arguments", None) or ()


def _cleaned(tokens: Iterable[Node]) -> list[Node]:
    kept: list[Node] = []
    rule = ""
    for token in tokens:
        if token.type == "at-keyword":
            rule = token.lower_value
        if rule != "import":
            kept.append(token if rule == "namespace" else _harmless(token))
        if token == ";" or token.type == "{} block":
            rule = ""
    return kept


def _harmless(token: Node) -> Node:
    if _leads_out(token):
        return tinycss2.ast.IdentToken(token.source_line, token.source_column, "none")
    for name in ("content", "arguments"):
        if getattr(token, name, None):
            setattr(token, name, _cleaned(getattr(token, name)))
    return token
