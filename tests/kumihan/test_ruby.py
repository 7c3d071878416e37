"""Readings: how far they hang over neighbours, and where they stand (JLREQ 3.3)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gappon.kumihan.classes import class_of
from gappon.kumihan.ruby import overhang, places, widened


@pytest.mark.parametrize(
    ("excess", "neighbour", "taken", "expected"),
    [
        (0.8, "い", 0.0, 0.4),  # the half of it on each side
        (2.0, "い", 0.0, 0.5),  # by one of its own characters at most
        (2.0, "い", 0.3, 0.2),  # less what another reading hangs over it
        (2.0, "い", 0.7, 0.0),
        (2.0, "・", 0.0, 0.25),  # by half of one over a middle dot
        (0.8, "「", 0.0, 0.4),
        (0.8, "」", 0.0, 0.4),
        (0.8, "ッ", 0.0, 0.4),
        (0.8, "ア", 0.0, 0.4),
        (0.8, "ー", 0.0, 0.4),
        (0.8, "…", 0.0, 0.4),
        (0.8, "\u3000", 0.0, 0.4),
        (0.8, "亜", 0.0, 0.0),  # over no kanji
        (0.8, "A", 0.0, 0.0),
        (0.8, "", 0.0, 0.0),  # there is nothing
    ],
)
def test_a_reading_hangs_over_kana_and_marks(
    excess: float, neighbour: str, taken: float, expected: float
) -> None:
    kind = class_of(neighbour) if neighbour else None
    assert overhang(excess, 0.5, kind, taken) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("excess", "count", "left", "right", "expected"),
    [
        (1.0, 1, 0.0, 0.0, (0.5, 0.5, 1.0)),
        (2.0, 2, 0.0, 0.0, (0.5, 0.5, 1.0)),  # 1 : 2 : 1
        (1.0, 1, 0.5, 0.5, (0.0, 0.0, 0.0)),  # all of it hangs over
        (1.0, 1, 0.5, 0.0, (0.0, 0.5, 0.0)),  # what one side cannot take is put there
        (2.0, 2, 0.0, 0.5, (0.75, 0.25, 0.5)),
    ],
)
def test_a_base_is_spread_under_a_wider_reading(
    excess: float, count: int, left: float, right: float, expected: tuple[float, float, float]
) -> None:
    found = widened(excess, count, left, right)
    assert (found.before, found.behind, found.between) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("bases", "widths", "left", "right", "expected"),
    [
        # Each in the middle over its base
        ([(0, 2), (2, 2)], [1, 2], 0, 4, [0.5, 2]),
        # One that is wider takes room of its neighbour
        ([(0, 2), (2, 2)], [3, 1], 0, 4, [0, 3]),
        ([(0, 2), (2, 2)], [1, 3], 0, 4, [0, 1]),
        # What may be hung over is room, too
        ([(0, 2)], [4], -1, 3, [-1]),
        ([(0, 2), (2, 2)], [3, 1], -1, 5, [-0.5, 2.5]),
        ([(1, 1), (2, 1), (3, 1)], [1.5, 1, 0.5], 1, 4, [1, 2.5, 3.5]),
    ],
)
def test_readings_of_a_compound_share_the_room_over_it(
    bases: list[tuple[float, float]],
    widths: list[float],
    left: float,
    right: float,
    expected: list[float],
) -> None:
    assert places(bases, widths, left, right) == pytest.approx(expected)


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 6)), min_size=1, max_size=6))
def test_readings_stand_in_order_and_within_their_room(pairs: list[tuple[int, int]]) -> None:
    bases, x = [], 0.0
    for width, _ in pairs:
        bases.append((x, float(width)))
        x += width
    widths = [float(wanted) for _, wanted in pairs]
    right = max(x, sum(widths))
    starts = places(bases, widths, 0.0, right)
    assert starts[0] >= 0 and starts[-1] + widths[-1] <= right + 1e-9
    ends = [start + width for start, width in zip(starts, widths, strict=True)]
    assert all(end <= start + 1e-9 for end, start in zip(ends, starts[1:], strict=False))
