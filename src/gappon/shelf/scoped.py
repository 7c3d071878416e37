"""A theme's style sheet for a part of a page: its rules hold inside one element alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import tinycss2

SCOPE = ".book-text"
WHOLE_PAGE = frozenset({"html", "body"})
FONT_FACE = re.compile(r"@font-face\s*\{[^{}]*\}", re.IGNORECASE)
NESTING = frozenset({"media", "supports", "layer"})


def scoped(style_sheet: str) -> str:
    """Return a style sheet whose selectors match inside ``.book-text`` alone.

    What is said of ``html``, ``body`` and ``:root`` is said of that element. Fonts are left out (a
    page uses the reader's own), and all that would be fetched.
    """
    # Volumes of one theme differ in their fonts alone.
    return _scoped(FONT_FACE.sub("", style_sheet))


@lru_cache(maxsize=8)
def _scoped(style_sheet: str) -> str:
    rules = tinycss2.parse_stylesheet(style_sheet, skip_comments=True, skip_whitespace=True)
    return "\n".join(_rules(rules)) + "\n"


def _rules(rules: Iterable[Any]) -> Iterator[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = ", ".join(_selector(part) for part in _parts(rule.prelude))
            yield f"{selectors} {{ {_declarations(rule.content)} }}"
        elif rule.type == "at-rule" and rule.lower_at_keyword in NESTING and rule.content:
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            head = f"@{rule.lower_at_keyword} {tinycss2.serialize(rule.prelude).strip()}"
            yield "\n".join((f"{head} {{", *_rules(inner), "}"))


def _parts(prelude: Iterable[Any]) -> Iterator[list[Any]]:
    """Yield the selectors of a list, each as its tokens."""
    part: list[Any] = []
    for token in prelude:
        if token == ",":
            yield part
            part = []
        else:
            part.append(token)
    yield part


def _selector(tokens: list[Any]) -> str:
    rest = _without_space([token for token in tokens if token.type != "comment"])
    if not (rest and _names_page(rest)):
        return f"{SCOPE} {tinycss2.serialize(rest).strip()}"
    while rest and _names_page(rest):
        tail = rest[2:] if rest[0] == ":" else rest[1:]
        following = _without_space(tail)
        rest = following if following and _names_page(following) else tail  # html body
    return f"{SCOPE}{tinycss2.serialize(rest).rstrip()}"


def _without_space(tokens: list[Any]) -> list[Any]:
    """Return tokens without white space at the beginning."""
    while tokens and tokens[0].type == "whitespace":
        tokens = tokens[1:]
    return tokens


def _names_page(tokens: list[Any]) -> bool:
    first = tokens[0]
    if first.type == "ident":
        return first.lower_value in WHOLE_PAGE
    return first == ":" and len(tokens) > 1 and getattr(tokens[1], "lower_value", "") == "root"


def _declarations(content: Iterable[Any]) -> str:
    kept = []
    for item in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if item.type == "declaration" and not _fetches(item.value):
            important = " !important" if item.important else ""
            kept.append(f"{item.name}: {tinycss2.serialize(item.value).strip()}{important};")
    return " ".join(kept)


def _fetches(tokens: Iterable[Any]) -> bool:
    """Say whether a value names something elsewhere."""
    return any(
        token.type == "url"
        or (token.type == "function" and token.lower_name in ("url", "image-set", "image", "src"))
        for token in tokens
    )
