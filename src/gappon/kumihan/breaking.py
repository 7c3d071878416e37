"""Where a line may end: kinsoku shori (JLREQ 3.1.7, 3.1.8, 3.1.10, 3.1.11)."""

from __future__ import annotations

from gappon.kumihan.classes import (
    CL01_OPENING,
    CL02_CLOSING,
    CL03_HYPHEN,
    CL04_DIVIDING,
    CL05_MIDDLE_DOT,
    CL06_FULL_STOP,
    CL07_COMMA,
    CL08_INSEPARABLE,
    CL09_ITERATION,
    CL10_PROLONGED,
    CL11_SMALL_KANA,
    CL12_PREFIXED,
    CL13_POSTFIXED,
    CL20_REFERENCE_MARK,
    CL24_NUMERAL,
    HALF_CLOSING,
    HALF_OPENING,
    LATIN,
    NARROW_CLOSING,
    NARROW_OPENING,
    SPACES,
    WESTERN,
)
from gappon.kumihan.style import Style

ALWAYS_NO_START = frozenset(
    (CL02_CLOSING, CL05_MIDDLE_DOT, CL06_FULL_STOP, CL07_COMMA, NARROW_CLOSING, HALF_CLOSING)
)
NO_END = frozenset((CL01_OPENING, NARROW_OPENING, HALF_OPENING, CL12_PREFIXED))
NO_START = {
    "strict": ALWAYS_NO_START
    | {CL03_HYPHEN, CL04_DIVIDING, CL09_ITERATION, CL10_PROLONGED, CL11_SMALL_KANA},
    "normal": ALWAYS_NO_START | {CL03_HYPHEN, CL04_DIVIDING, CL09_ITERATION},
    "loose": ALWAYS_NO_START,
}
WESTERN_NO_START = frozenset(")]}>,.!?:;%'\"’”…»")
WESTERN_NO_END = frozenset("([{<'\"‘“«$#¥£")
# Halves of vertical kana repeat marks: neither stands alone (3.1.10).
REPEAT_MARKS = frozenset(("〳〵", "〴〵"))
JOINERS = frozenset("\u00a0\u2060\ufeff\u202f")


def may_break(first: str, first_class: int, second: str, second_class: int, style: Style) -> bool:
    """Say whether a line may end between two units (characters, or parts of Latin words).

    Args:
        first, second: the units.
        first_class: of the first one's end.
        second_class: of the second one's beginning.
        style: has the level of kinsoku.
    """
    if not _classes_allow(first_class, second_class, style):
        return False
    if first[-1] in JOINERS or second[0] in JOINERS:
        return False
    if first_class == CL08_INSEPARABLE and second_class == CL08_INSEPARABLE:
        # ……, —— stay together (3.1.10)
        return first[-1] != second[0] and first[-1] + second[0] not in REPEAT_MARKS
    if second_class in WESTERN and second[0] in WESTERN_NO_START:
        return False
    return not (first_class in WESTERN and first[-1] in WESTERN_NO_END)


def _classes_allow(first: int, second: int, style: Style) -> bool:
    if second in NO_START[style.kinsoku] or first in NO_END:
        return False
    if second in SPACES or second == CL20_REFERENCE_MARK:
        return False  # a space stays at the line's end, where it vanishes
    if first in LATIN and second in LATIN:
        return False
    return not (first == CL24_NUMERAL and second == CL13_POSTFIXED)
