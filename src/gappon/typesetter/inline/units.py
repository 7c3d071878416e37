"""Text cut into units: a character with its marks, a pair of dashes, or a Latin word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

WIDE = (
    "\u2010\u2014\u2015\u2018\u2019\u201c\u201d\u2025\u2026\u2032\u2033\u203b\u203c\u2047-\u2049"
    "\u2103\u2116\u2150-\u2211\u2213-\u23ff\u2460-\u27bf\u2b00-\u2bff\u2e80-\u9fff\uf900-\ufaff"
    "\ufe30-\ufe4f\uff01-\uff9f\uffe0-\uffe6\U0001f000-\U0001faff\U00020000-\U0003ffff"
)
MARKS = "\u0300-\u036f\u20d0-\u20f0\u3099\u309a\ufe00-\ufe0f\uff9e\uff9f\U000e0100-\U000e01ef"
# Emoji that may be parts of sequences (UTS #51): with modifiers, tags, and joined.
EMOJI = "\u203c\u2049\u2190-\u21ff\u2300-\u23ff\u2460-\u27bf\u2b00-\u2bff\u3030\u303d\u3297\u3299"
EMOJI += "\U0001f000-\U0001faff"
ELEMENT = f"[{EMOJI}][\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*"
# Controls that are not drawn: soft hyphen, joiners, marks of direction.
CONTROLS = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
# Scripts from right to left, and what stands between their words.
RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
BETWEEN = " 0-9.,:;!?'\"()/%+\\-\u200b-\u200f\u0300-\u036f"
# Scripts whose letters change with their neighbours.
SHAPED = "\u0900-\u0dff\u0e00-\u109f\u1780-\u18af"
SPACE = " \u00a0\u3000"
OTHER = f"{SPACE}{WIDE}{CONTROLS}{RIGHT_TO_LEFT}{SHAPED}"
UNIT = re.compile(
    rf"[{SPACE}]"
    # Dashes and leaders in pairs are one unit: fonts draw them as one line.
    rf"|——|――|……|‥‥"
    rf"|[\U0001f1e6-\U0001f1ff]{{2}}"
    rf"|[0-9#*]\ufe0f?\u20e3"
    rf"|{ELEMENT}(?:\u200d{ELEMENT})*"
    rf"|[{WIDE}][{MARKS}]*"
    rf"|[{RIGHT_TO_LEFT}](?:[{RIGHT_TO_LEFT}{BETWEEN}]*[{RIGHT_TO_LEFT}])?"
    rf"|[{SHAPED}][{SHAPED}\u200b-\u200d]*"
    rf"|[{CONTROLS}]+"
    rf"|[^{OTHER}]+"
)
HAS_CONTROL = re.compile(f"[{CONTROLS}]")
IS_CONTROL = re.compile(f"[{CONTROLS}]+")
IS_SHAPED_WHOLE = re.compile(f"[{RIGHT_TO_LEFT}{SHAPED}]")
IS_RIGHT_TO_LEFT = re.compile(f"[{RIGHT_TO_LEFT}]")
BREAK, SOFT_HYPHEN = "\u200b", "\u00ad"
JOINERS = frozenset("\u2060\ufeff")

cut = UNIT.findall


class Segment(NamedTuple):
    """Units that nothing undrawn stands between.

    Attributes:
        units: in order.
        offset: of the first one in the text.
        control: what stands behind the last: ``""``, or controls.
    """

    units: list[str]
    offset: int
    control: str


def segments(text: str) -> Iterator[Segment]:
    """Yield a text's units, parted where controls stand that are not drawn."""
    if not HAS_CONTROL.search(text):
        yield Segment(cut(text), 0, "")
        return
    units: list[str] = []
    offset = place = 0
    for unit in cut(text):
        place += len(unit)
        if IS_CONTROL.fullmatch(unit):
            yield Segment(units, offset, unit)
            units, offset = [], place
        else:
            units.append(unit)
    yield Segment(units, offset, "")


def is_shaped_whole(unit: str) -> bool:
    """Say whether a unit is of a script whose letters are not set one by one."""
    return bool(IS_SHAPED_WHOLE.match(unit))


def is_right_to_left(unit: str) -> bool:
    """Say whether a unit runs from right to left."""
    return bool(IS_RIGHT_TO_LEFT.match(unit))
