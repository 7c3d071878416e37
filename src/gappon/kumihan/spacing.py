"""Space between two characters, by their classes: natural, and what it may give or take.

JLREQ 3.1.2–3.2.6 and Appendix B. Glyphs of brackets, commas and stops are an em wide with half an
em of ink, so the space of JLREQ (a half before an opening bracket, a half after a closing one) is
in the glyph already: where it goes, the natural space here is negative.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from gappon.kumihan.classes import (
    CL01_OPENING,
    CL02_CLOSING,
    CL04_DIVIDING,
    CL05_MIDDLE_DOT,
    CL06_FULL_STOP,
    CL07_COMMA,
    CL12_PREFIXED,
    CL13_POSTFIXED,
    CL14_SPACE,
    JAPANESE,
    WESTERN,
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


def gap_between(first: int, second: int, style: Style) -> Gap:
    """Return the space between characters of two classes (full-width punctuation glyphs)."""
    if (first, second) in _overlapping():
        # One half em stays in 」「 and 」・, none in 」。 and （「.
        return Gap(-0.5, white=first in AFTER_HALF and second not in AFTER_HALF)
    if first in AFTER_HALF:
        # A full stop's space is a sentence's pause: it is reduced at the line end alone.
        return Gap(0.0, 0.0 if first == CL06_FULL_STOP or second == CL14_SPACE else 0.5)
    if second == CL01_OPENING:
        return SOLID if first in (CL01_OPENING, CL14_SPACE) else Gap(0.0, 0.5)
    if CL05_MIDDLE_DOT in (first, second):
        return Gap(0.0, 0.25, 0.0, MIDDLE_DOTS)
    if first == CL12_PREFIXED or second == CL13_POSTFIXED:
        return SOLID  # ￥100, 85％
    if (first in WESTERN and second in JAPANESE) or (first in JAPANESE and second in WESTERN):
        space = style.japanese_western_space
        return Gap(space, space / 2, space, JAPANESE_WESTERN)
    if first == CL04_DIVIDING and second in JAPANESE and style.dividing_space:
        return Gap(style.dividing_space)
    return SOLID


@lru_cache(maxsize=1)
def _overlapping() -> frozenset[tuple[int, int]]:
    """Return pairs of marks whose spaces meet, of which only one stays (JLREQ 3.1.4)."""
    closing = AFTER_HALF
    return frozenset(
        {(first, second) for first in closing for second in (*closing, CL01_OPENING)}
        | {(first, CL05_MIDDLE_DOT) for first in closing}
        | {(CL01_OPENING, CL01_OPENING), (CL05_MIDDLE_DOT, CL01_OPENING)}
    )


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
