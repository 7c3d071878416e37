"""Inline cutting notes (割注): small text in two lines within a line (JLREQ 3.4).

A note that a line break divides is read line by line: on each line its upper half, then its lower.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate


def halve(advances: Sequence[float], may_end: Sequence[bool]) -> int:
    """Return how many units of a note, or of what a line has of it, stand in its upper line.

    Args:
        advances: of the units.
        may_end: ``may_end[i]``: a line of the note may end before unit ``i``; true for none at 0.
    """
    ends = list(accumulate(advances, initial=0.0))
    middle = bisect_left(ends, ends[-1] / 2 - 1e-6)
    nearest = sorted(range(1, len(advances)), key=lambda i: (abs(i - middle), -i))
    possible = [i for i in nearest if may_end[i]][:4]
    return min(possible, key=lambda i: (_longer(ends, i), -i), default=len(advances))


def columns(
    advances: Sequence[float], may_end: Sequence[bool], tolerance: float
) -> tuple[list[float], set[int]]:
    """Return what a note takes of the line that it stands in.

    Args:
        advances: of its units.
        may_end: as for :func:`halve`.
        tolerance: by how much the halves on a line may differ, in the unit of the advances.

    Returns:
        For each unit the half of its advance, the last one with what the halves differ by; and the
        units before which the line around the note may end, so that both parts have even halves.
    """
    widths = [advance / 2 for advance in advances]
    count, total = len(advances), sum(advances)
    widths[-1] += _room(advances, may_end) - total / 2
    places = {
        i
        for i in range(2, count - 1)
        if may_end[i]
        and _difference(advances[:i], may_end[:i]) <= tolerance
        and _difference(advances[i:], may_end[i:]) <= max(advances[-1], tolerance)
    }
    return widths, places


def _room(advances: Sequence[float], may_end: Sequence[bool]) -> float:
    """Return the length of the longer half."""
    return _longer(list(accumulate(advances, initial=0.0)), halve(advances, may_end))


def _longer(ends: Sequence[float], middle: int) -> float:
    return max(ends[middle], ends[-1] - ends[middle])


def _difference(advances: Sequence[float], may_end: Sequence[bool]) -> float:
    return 2 * _room(advances, may_end) - sum(advances)
