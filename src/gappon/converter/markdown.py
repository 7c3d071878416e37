"""Mistune 3, set up for the Markdown that Japanese company blogs are written in."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

import mistune
from mistune.inline_parser import InlineParser
from mistune.plugins.abbr import abbr
from mistune.plugins.def_list import def_list
from mistune.plugins.formatting import strikethrough
from mistune.plugins.task_lists import task_lists
from mistune.util import escape

from gappon.converter.marks import EMPHASIS_EDGE, RUBY_BAR
from gappon.converter.plugins.admonition import admonition
from gappon.converter.plugins.autolink import autolink
from gappon.converter.plugins.code import code
from gappon.converter.plugins.emphasis_dots import emphasis_dots
from gappon.converter.plugins.footnotes import footnotes
from gappon.converter.plugins.math import math
from gappon.converter.plugins.ruby import ruby
from gappon.converter.plugins.table import table
from gappon.converter.plugins.tate_chu_yoko import tate_chu_yoko
from gappon.converter.plugins.warichu import warichu

PLUGINS = (
    table,
    footnotes,
    strikethrough,
    task_lists,
    def_list,
    abbr,
    math,
    ruby,
    emphasis_dots,
    tate_chu_yoko,
    warichu,
    admonition,
    code,
    autolink,
)
DELIMITER_RUN = re.compile(r"(?<![\\*])\*{1,3}(?!\*)|(?<![\\~])~~(?!~)")
WIDE = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")


class Renderer(mistune.HTMLRenderer):  # type: ignore[misc]
    """HTML with raw HTML let through: it is sanitised afterwards, at one door."""

    def __init__(self) -> None:
        super().__init__(escape=False, allow_harmful_protocols=True)

    def codespan(self, text: str) -> str:
        """Return code in a line."""
        return f"<code>{escape(text)}</code>"


class JapaneseInlineParser(InlineParser):  # type: ignore[misc]
    """Mistune's parser, with emphasis that works beside Japanese punctuation.

    CommonMark's flanking rules want a space around ``**「重要」**です``; Japanese has none. Where
    a delimiter run touches East Asian text, an invisible edge makes it flanking.
    """

    def __call__(self, s: str, env: Any) -> list[dict[str, Any]]:
        """Parse the inline content of a block."""
        tokens: list[dict[str, Any]] = super().__call__(
            s if EMPHASIS_EDGE in s else ease_emphasis(s), env
        )
        return tokens


def ease_emphasis(text: str) -> str:
    """Put an edge between a delimiter run and punctuation where East Asian text is near."""
    if "*" not in text and "~~" not in text:
        return text
    pieces = re.split(r"(`+[^`]*`+)", text)
    for index in range(0, len(pieces), 2):
        pieces[index] = DELIMITER_RUN.sub(_eased, pieces[index])
    return "".join(pieces)


def _eased(match: re.Match[str]) -> str:
    before = match.string[match.start() - 1 : match.start()]
    after = match.string[match.end() : match.end() + 1]
    run = match[0]
    if not before or not after or before.isspace() or after.isspace():
        return run
    if not (WIDE.match(before) or WIDE.match(after)):
        return run
    if _is_punctuation(after) and not _is_punctuation(before):
        return run + EMPHASIS_EDGE
    if _is_punctuation(before) and not _is_punctuation(after):
        return EMPHASIS_EDGE + run
    return run


def _is_punctuation(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"


@lru_cache(maxsize=1)
def _parser() -> mistune.Markdown:
    md = mistune.Markdown(renderer=Renderer(), inline=JapaneseInlineParser(), plugins=PLUGINS)
    md.before_render_hooks.append(_abbreviations_as_words)
    return md


def _abbreviations_as_words(md: Any, state: Any) -> None:
    """Let abbreviations match whole words only (Mistune finds AI in MAIL too)."""
    names = state.env.get("ref_abbrs")
    if names:
        longest_first = sorted(names, key=len, reverse=True)
        state.env["abbrs_re"] = re.compile("|".join(_as_word(name) for name in longest_first))


def _as_word(name: str) -> str:
    head = r"(?<![A-Za-z0-9])" if name[0].isascii() and name[0].isalnum() else ""
    tail = r"(?![A-Za-z0-9])" if name[-1].isascii() and name[-1].isalnum() else ""
    return head + re.escape(name) + tail


def to_html(source: str) -> str:
    """Return the HTML of a Markdown text; raw HTML in it is still as it was written."""
    html = _parser()(source)
    assert isinstance(html, str)
    html = html.replace(RUBY_BAR, "|")  # ruby is no Markdown inside blocks of HTML
    return html if EMPHASIS_EDGE in source else html.replace(EMPHASIS_EDGE, "")


def without_own_marks(source: str) -> str:
    """Return a text without the characters that the converter uses as marks."""
    return source.replace(RUBY_BAR, "")
