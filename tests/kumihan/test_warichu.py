"""Inline cutting notes: halves, and where the line around a note may end."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gappon.kumihan.breaking import may_break
from gappon.kumihan.classes import class_of
from gappon.kumihan.style import Style
from gappon.kumihan.warichu import columns, halve


def may_end(text: str) -> list[bool]:
    pairs = (may_break(a, class_of(a), b, class_of(b), Style()) for a, b in pairwise(text))
    return [False, *pairs]


@pytest.mark.parametrize(
    ("text", "upper"),
    [
        ("慶長八年", "慶長"),
        ("慶長八年秋", "慶長八"),
        ("慶長、八年", "慶長、"),
        ("慶長「八年」", "慶長「八"),
        ("一、二", "一、"),
        ("注", "注"),
    ],
)
def test_halves_are_even_and_keep_to_kinsoku(text: str, upper: str) -> None:
    assert text[: halve([1.0] * len(text), may_end(text))] == upper


@given(st.text("あ漢、。「」ー", min_size=1, max_size=40))
def test_a_note_takes_the_room_of_its_longer_half(text: str) -> None:
    widths, _ = columns([1.0] * len(text), may_end(text), 0.5)
    upper = halve([1.0] * len(text), may_end(text))
    assert sum(widths) == pytest.approx(max(upper, len(text) - upper))


@given(st.text("あ漢、。「」ー", min_size=1, max_size=40))
def test_parts_of_a_note_on_two_lines_have_room_and_keep_to_kinsoku(text: str) -> None:
    may = may_end(text)
    widths, places = columns([1.0] * len(text), may, 0.5)
    for place in places:
        assert text[place] not in "、。」ー" and text[place - 1] != "「"
        before = halve([1.0] * place, may[:place])
        assert max(before, place - before) == pytest.approx(sum(widths[:place]))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("割注は二行に組む", ["割注", "割注は二", "割注は二行に"]),
        # Not before 、, nor where a half would begin with it
        ("慶長八年、征夷大将軍となる", ["慶長", "慶長八年、征", "慶長八年、征夷大将軍"]),
    ],
)
def test_a_line_may_end_in_a_note_where_both_parts_have_even_halves(
    text: str, parts: list[str]
) -> None:
    _, places = columns([1.0] * len(text), may_end(text), 0.5)
    assert [text[:place] for place in sorted(places)] == parts
