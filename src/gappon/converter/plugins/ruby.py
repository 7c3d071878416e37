"""Ruby: ``{漢字|かんじ}``, for each character ``{漢字|かん|じ}``; ``漢字《かんじ》`` of Aozora."""

from __future__ import annotations

import re
from html import escape

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.utils import OptionsDict

from gappon.characters import HAN, JAPANESE, KANA
from gappon.converter.markdown.render import Env, Tokens, line_attribute

BRACES = re.compile(r"\{([^{}|%\n]{1,60})\|([^{}%\n]{1,120})\}(?!\})")
BAR = re.compile(r"[｜|]([^｜|《》\s]{1,40})《([^《》\n]{1,80})》")
READING = re.compile(r"《([^《》\n]{1,80})》")
ALL_KANA = re.compile(f"[{KANA}・ー]+")
HAS_JAPANESE = re.compile(f"[{JAPANESE}]")
KANJI = re.compile(f"[{HAN}]")
LONGEST_BASE = 20  # kanji that stand before 《かんじ》
KANA_PER_KANJI = 6  # 承《うけたまわ》; a title in 《》 is longer, or shorter than its kanji


def braces(state: StateInline, silent: bool) -> bool:
    """Add ``{漢字|かんじ}``; braces without Japanese (``{a|b}``) are braces."""
    if state.src[state.pos] != "{" or state.src[state.pos - 1 : state.pos] == "{":
        return False
    match = BRACES.match(state.src, state.pos, state.posMax)
    if match is None or not HAS_JAPANESE.search(match[0]):
        return False
    return _add(state, match[1], match[2].split("|"), match.end(), silent)


def bar(state: StateInline, silent: bool) -> bool:
    """Add ``｜漢字《かんじ》``."""
    if state.src[state.pos] not in "｜|":
        return False
    match = BAR.match(state.src, state.pos, state.posMax)
    return match is not None and _add(state, match[1], [match[2]], match.end(), silent)


def short(state: StateInline, silent: bool) -> bool:
    """Add ``漢字《かんじ》``, the short form of Aozora Bunko, where a reading can be one."""
    if state.src[state.pos] != "《":
        return False
    match = READING.match(state.src, state.pos, state.posMax)
    base = _kanji_before(state) if match else ""
    if match is None or not _fits(base, match[1]):
        return False
    if not silent:
        if not state.pending.endswith(base):
            return False
        state.pending = state.pending[: -len(base)]
    return _add(state, base, [match[1]], match.end(), silent)


def _kanji_before(state: StateInline) -> str:
    """Return the kanji that end at the state's position, ``""`` when they are too many."""
    start = state.pos
    while start > 0 and KANJI.match(state.src[start - 1]):
        start -= 1
        if state.pos - start > LONGEST_BASE:
            return ""
    return state.src[start : state.pos]


def _fits(base: str, reading: str) -> bool:
    """Say whether a text can be the reading of kanji, not the title that stands behind them."""
    fits = 0 < len(base) <= len(reading) <= KANA_PER_KANJI * len(base)
    return fits and ALL_KANA.fullmatch(reading) is not None


def _add(state: StateInline, base: str, readings: list[str], end: int, silent: bool) -> bool:
    if not silent:
        token = state.push("ruby", "", 0)
        token.content = base
        token.meta["readings"] = [reading.strip() for reading in readings]
    state.pos = end
    return True


def render(renderer: object, tokens: Tokens, idx: int, options: OptionsDict, env: Env) -> str:
    """Return a ruby element; as many readings as characters: one for each (mono ruby)."""
    token = tokens[idx]
    base, readings = token.content, token.meta["readings"]
    line = line_attribute(token, env)
    if len(readings) > 1 and len(readings) == len(base):
        pairs = zip(base, readings, strict=True)
        inner = "".join(f"{escape(b)}<rt>{escape(r)}</rt>" for b, r in pairs)
        return f'<ruby{line} class="mono">{inner}</ruby>'
    return f"<ruby{line}>{escape(base)}<rt>{escape(''.join(readings))}</rt></ruby>"


def ruby(md: MarkdownIt) -> None:
    """Register the three forms."""
    md.inline.ruler.before("link", "ruby_braces", braces)
    md.inline.ruler.before("link", "ruby_bar", bar)
    md.inline.ruler.before("link", "ruby_short", short)
    md.add_render_rule("ruby", render)
