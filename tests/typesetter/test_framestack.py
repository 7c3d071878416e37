"""Calls in a loop do not map and unmap memory, however deep the loop is."""

from __future__ import annotations

import resource
from collections.abc import Callable

import pytest

from gappon.typesetter.framestack import with_room


def _add(a: int = 1, b: int = 2, c: int = 3, d: int = 4) -> int:
    return a + b + c + d


def _faults(depth: int) -> int:
    """Return how many pages of memory are mapped by 2,000 calls at a depth."""
    if depth:
        return _faults(depth - 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(2000):
        _add()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def _worst(count: Callable[[int], int]) -> int:
    return max(count(depth) for depth in range(300))


def test_calls_at_any_depth_map_no_memory() -> None:
    assert with_room(_worst, _faults) < 200


def test_results_and_errors_come_through() -> None:
    assert with_room(divmod, 7, 2) == (3, 1)
    with pytest.raises(ZeroDivisionError):
        with_room(divmod, 7, 0)
