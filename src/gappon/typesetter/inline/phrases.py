"""Where phrases begin in Japanese text, by BudouX's model."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

import budoux

from gappon.kumihan.classes import CL01_OPENING, CL04_DIVIDING, CL26_WORD_SPACE, class_of
from gappon.kumihan.spacing import AFTER_HALF

ENDS = AFTER_HALF | {CL04_DIVIDING, CL26_WORD_SPACE}


@lru_cache(maxsize=1)
def _parser() -> budoux.Parser:
    return budoux.load_default_japanese_parser()


def phrase_starts(units: Sequence[str]) -> frozenset[int]:
    """Return the units with which phrases begin: where the model says so, and around marks."""
    starts = {0}
    ends = set(accumulate(map(len, _parser().parse("".join(units)))))
    offset = 0
    for index, unit in enumerate(units):
        after_mark = index and class_of(units[index - 1][-1]) in ENDS
        if offset in ends or after_mark or class_of(unit) == CL01_OPENING:
            starts.add(index)
        offset += len(unit)
    return frozenset(starts)
