"""Ruby (JLREQ 3.3): how far readings hang over neighbours, and where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gappon.kumihan.classes import (
    CL01_OPENING,
    CL05_MIDDLE_DOT,
    CL08_INSEPARABLE,
    CL10_PROLONGED,
    CL11_SMALL_KANA,
    CL14_SPACE,
    CL15_HIRAGANA,
    CL16_KATAKANA,
)
from gappon.kumihan.spacing import AFTER_HALF

# How far a reading may hang over its neighbours, in em of the reading (3.3.8, and Table 1: "ruby
# hang", "1/2 be hang", "1/4 be hang", notes 1 and 8).
OVERHANG: dict[int, float] = {
    **dict.fromkeys(AFTER_HALF, 1.0),
    CL01_OPENING: 1.0,
    CL05_MIDDLE_DOT: 0.5,
    CL08_INSEPARABLE: 1.0,
    CL10_PROLONGED: 1.0,
    CL11_SMALL_KANA: 1.0,
    CL14_SPACE: 1.0,
    CL15_HIRAGANA: 1.0,
    CL16_KATAKANA: 1.0,
}


@dataclass(frozen=True)
class Widened:
    """How a base is set under a wider reading, so that both have one middle.

    Attributes:
        before, behind: what is put before its first character and behind its last one.
        between: what is put between its characters.
    """

    before: float
    behind: float
    between: float


def overhang(excess: float, size: float, neighbour: int | None, taken: float = 0.0) -> float:
    """Return how far a reading hangs over a character beside its base (3.3.8).

    Args:
        excess: how much wider it is than its base.
        size: of its own characters.
        neighbour: class of the character; None: nothing may be hung over there.
        taken: how far another reading hangs over the same character from its other side; the
            readings keep an em of their own apart.
    """
    most = OVERHANG.get(neighbour, 0.0) * size if neighbour is not None else 0.0
    return max(0.0, min(excess / 2, most - taken))


def widened(excess: float, count: int, left: float, right: float) -> Widened:
    """Return how a base is spread under a reading that is wider by ``excess``.

    What hangs over at both sides alike leaves the base in the middle; what one side cannot take is
    put beside the base there. The rest is spread 1 : 2 : 1 (3.3.8).

    Args:
        excess: how much wider the reading is.
        count: characters of the base.
        left, right: how far it hangs over the neighbours.
    """
    most = max(left, right)
    share = (excess - 2 * most) / (2 * count)
    return Widened(most - left + share, most - right + share, 2 * share)


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
