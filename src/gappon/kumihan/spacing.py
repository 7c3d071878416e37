"""Space between two characters, by their classes: natural, and what it may give or take.

JLREQ Appendix B, Table 1 (3.1.2 to 3.2.6), with Tables 4 and 6 for what is reduced and added.
"""

from __future__ import annotations

from collections.abc import Set
from functools import lru_cache
from typing import NamedTuple

from gappon.kumihan.classes import (
    CL01_OPENING,
    CL02_CLOSING,
    CL04_DIVIDING,
    CL05_MIDDLE_DOT,
    CL06_FULL_STOP,
    CL07_COMMA,
    CL09_ITERATION,
    CL10_PROLONGED,
    CL11_SMALL_KANA,
    CL14_SPACE,
    CL15_HIRAGANA,
    CL16_KATAKANA,
    CL19_IDEOGRAPHIC,
    CL20_REFERENCE_MARK,
    CL24_NUMERAL,
    CL26_WORD_SPACE,
    CL27_WESTERN,
    FIXED_SPACE,
    JAPANESE,
    LATIN,
    MARK_BEHIND_STOP,
    NARROW_CLOSING,
    NARROW_OPENING,
)
from gappon.kumihan.style import Style

AFTER_HALF = frozenset((CL02_CLOSING, CL06_FULL_STOP, CL07_COMMA))

# Order of reduction (JLREQ 3.8.3) and of expansion (3.8.4): lower goes first.
WORD_SPACES, MIDDLE_DOTS, BRACKETS, JAPANESE_WESTERN = 0, 1, 2, 3


class Gap(NamedTuple):
    """The space between two characters, in em.

    Attributes:
        natural: added to the advances.
        shrink: how much it may lose.
        stretch: how much it may gain before all gaps gain.
        tier: its place in the order.
        white: there is white between the characters' ink.
    """

    natural: float = 0.0
    shrink: float = 0.0
    stretch: float = 0.0
    tier: int = BRACKETS
    white: bool = True


SOLID = Gap(white=False)
ANY: Set[int] = frozenset(range(200))


def _of(*classes: int) -> frozenset[int]:
    return frozenset(classes)


_OPENING = _of(CL01_OPENING, NARROW_OPENING)
_CLOSING = _of(CL02_CLOSING, NARROW_CLOSING)
_STOPS = _of(CL06_FULL_STOP, CL07_COMMA)
_KANA_AND_KANJI = _of(
    CL09_ITERATION,
    CL10_PROLONGED,
    CL11_SMALL_KANA,
    CL15_HIRAGANA,
    CL16_KATAKANA,
    CL19_IDEOGRAPHIC,
)
_LETTERS = _of(CL24_NUMERAL, CL27_WESTERN)
_LATIN_SIDE = LATIN | {CL26_WORD_SPACE, FIXED_SPACE}

# JLREQ Table 1, by rows and columns: classes before and after, the space between their ink in em,
# what of it may go (Table 4), and when. The first row that fits counts; where none does, they are
# set solid.
TABLE_1: tuple[tuple[Set[int], Set[int], float, float, int], ...] = (
    # Proportional quotation marks in Latin text have no space of their own.
    (_LATIN_SIDE, _of(NARROW_OPENING), 0, 0, BRACKETS),
    (_of(NARROW_CLOSING), _LATIN_SIDE, 0, 0, BRACKETS),
    # Opening brackets: solid to what they open.
    (_OPENING, _of(CL05_MIDDLE_DOT), 0.25, 0.25, MIDDLE_DOTS),
    (_OPENING, ANY, 0, 0, BRACKETS),
    # Closing brackets, full stops, commas.
    (_CLOSING | _STOPS, _CLOSING | _STOPS | {CL20_REFERENCE_MARK}, 0, 0, BRACKETS),
    (_of(MARK_BEHIND_STOP), _CLOSING | _STOPS | {CL20_REFERENCE_MARK}, 0, 0, BRACKETS),
    (_CLOSING, _of(CL05_MIDDLE_DOT), 0.25, 0, MIDDLE_DOTS),
    (_STOPS, _of(CL05_MIDDLE_DOT), 0.75, 0.25, MIDDLE_DOTS),
    (_CLOSING, _of(CL14_SPACE), 0, 0, BRACKETS),
    (_CLOSING | _STOPS | {MARK_BEHIND_STOP}, _OPENING, 0.5, 0, BRACKETS),
    (_STOPS, _of(CL14_SPACE), 0.5, 0, BRACKETS),
    # A full stop's space is a sentence's pause: it is reduced at the line end alone.
    (_of(CL06_FULL_STOP, MARK_BEHIND_STOP), ANY, 0.5, 0, BRACKETS),
    (_CLOSING | {CL07_COMMA}, ANY, 0.5, 0.5, BRACKETS),
    # Middle dots.
    (_of(CL05_MIDDLE_DOT), _of(CL05_MIDDLE_DOT), 0.5, 0.25, MIDDLE_DOTS),
    (_of(CL05_MIDDLE_DOT), _OPENING, 0.25, 0, MIDDLE_DOTS),
    # Before opening brackets.
    (_of(CL14_SPACE), _OPENING, 0, 0, BRACKETS),
    (ANY, _OPENING, 0.5, 0.5, BRACKETS),
    (_of(CL05_MIDDLE_DOT), ANY, 0.25, 0.25, MIDDLE_DOTS),
    (ANY, _of(CL05_MIDDLE_DOT), 0.25, 0.25, MIDDLE_DOTS),
)
# Pairs that have the quarter em between Japanese and Latin (3.2.6 and Table 1).
MIXED = (
    (_KANA_AND_KANJI | {CL04_DIVIDING}, _LETTERS),
    (_LETTERS, _KANA_AND_KANJI),
)
MOST_MIXED = 0.5  # em, at which it ends to gain (3.8.4)

# White in the glyphs themselves: brackets, commas, stops and middle dots are an em wide with half
# an em of ink or less, so that the space of Table 1 is in them.
WHITE_BEFORE = {CL01_OPENING: 0.5, CL05_MIDDLE_DOT: 0.25}
WHITE_AFTER = {CL02_CLOSING: 0.5, CL06_FULL_STOP: 0.5, CL07_COMMA: 0.5, CL05_MIDDLE_DOT: 0.25}


def gap_between(first: int, second: int, style: Style) -> Gap:
    """Return the space between characters of two classes."""
    width, shrink, stretch, tier = _table(first, second, style)
    within = WHITE_AFTER.get(first, 0.0) + WHITE_BEFORE.get(second, 0.0)
    if not width and not within:
        return SOLID
    return Gap(width - within, shrink, stretch, tier, width > 0)


def _table(first: int, second: int, style: Style) -> tuple[float, float, float, int]:
    """Return the space between ink, what it may lose and gain, and when."""
    for before, after, width, shrink, tier in TABLE_1:
        if first in before and second in after:
            return width, shrink, 0.0, tier
    sentence = style.dividing_space if first == CL04_DIVIDING else 0.0
    if sentence and second in JAPANESE | _LETTERS:
        return sentence, 0.0, 0.0, BRACKETS
    if is_mixed(first, second):
        width = style.japanese_western_space
        return width, width / 2, max(0.0, MOST_MIXED - width), JAPANESE_WESTERN
    return 0.0, 0.0, 0.0, BRACKETS


@lru_cache(maxsize=1024)
def is_mixed(first: int, second: int) -> bool:
    """Say whether Japanese and Latin text meet, with a quarter em between them."""
    return any(first in before and second in after for before, after in MIXED)


def line_start_trim(first: int, style: Style) -> float:
    """Return what an opening bracket loses before it at a line's start, in em (JLREQ 3.1.5)."""
    return 0.5 if first == CL01_OPENING and style.line_start_bracket == "tentsuki" else 0.0


def line_end_trims(last: int) -> tuple[float, ...]:
    """Return what a character may lose behind it at a line's end, in em, the natural first.

    JLREQ 3.1.9: the half behind a closing mark stays or goes, a middle dot's quarter too.
    """
    if last in AFTER_HALF:
        return (0.0, 0.5)
    if last == CL05_MIDDLE_DOT:
        return (0.0, 0.25)
    return (0.0,)
