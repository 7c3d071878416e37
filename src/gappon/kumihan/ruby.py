"""Ruby (JLREQ 3.3): how far readings hang over neighbours, and where they stand."""

from __future__ import annotations

from collections.abc import Sequence

from gappon.kumihan.classes import (
    CL01_OPENING,
    CL05_MIDDLE_DOT,
    CL08_INSEPARABLE,
    CL10_PROLONGED,
    CL11_SMALL_KANA,
    CL15_HIRAGANA,
    CL16_KATAKANA,
)
from gappon.kumihan.spacing import AFTER_HALF

# Classes over which a reading may hang by one of its own characters: kana and marks (3.3.8).
GIVE_WAY = AFTER_HALF | {
    CL01_OPENING,
    CL05_MIDDLE_DOT,
    CL08_INSEPARABLE,
    CL10_PROLONGED,
    CL11_SMALL_KANA,
    CL15_HIRAGANA,
    CL16_KATAKANA,
}


def overhang(
    excess: float, size: float, before: int | None, after: int | None
) -> tuple[float, float]:
    """Return how far a reading hangs over the characters before and after its base (3.3.8).

    Args:
        excess: how much wider it is than its base.
        size: of its own characters.
        before, after: classes of the neighbours; None: nothing may be hung over there.
    """
    each = min(excess / 2, size)
    return (
        each if before in GIVE_WAY else 0.0,
        each if after in GIVE_WAY else 0.0,
    )


def places(
    bases: Sequence[tuple[float, float]], widths: Sequence[float], left: float, right: float
) -> list[float]:
    """Return where the readings of a compound begin (jukugo ruby, 3.3.7).

    Each stands in the middle over its own base where there is room, else its neighbours make room
    for it; all stay between ``left`` and ``right``.

    Args:
        bases: left edge and width of each base, in order.
        widths: of the readings, set solid.
        left, right: edges of the compound, with what the readings may hang over.
    """
    starts: list[float] = []
    edge = left
    for (x, width), wanted in zip(bases, widths, strict=True):
        edge = max(edge, x + (width - wanted) / 2)
        starts.append(edge)
        edge += wanted
    edge = right
    for index in range(len(starts) - 1, -1, -1):
        starts[index] = max(left, min(starts[index], edge - widths[index]))
        edge = starts[index]
    return starts
