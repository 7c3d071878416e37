"""XHTML as trees: what was parsed is what is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gappon import trees

PIECES = [
    "あ",
    " ",
    "&amp;",
    "&lt;",
    "<b>い</b>",
    "<br/>",
    "<td></td>",
    '<p class="a&quot;b"> </p>',
]


@given(st.lists(st.sampled_from(PIECES)))
def test_parsing_and_writing_change_nothing(pieces: list[str]) -> None:
    xhtml = "".join(pieces)
    assert trees.serialise(trees.parse(xhtml)) == xhtml


def test_elements_that_are_not_void_have_an_end_tag() -> None:
    assert trees.serialise(trees.parse("<p/><img src='a'/><hr></hr>")) == (
        '<p></p><img src="a"/><hr/>'
    )


@pytest.mark.parametrize(
    ("outer", "inner", "expected"),
    [
        ("一<i/>四", "二<b>三</b>", "一二<b>三</b>四"),
        ("一<i/>三", "二", "一二三"),
        ("<i/>", "", ""),
        ("<u>一</u>二<i/>四", "三", "<u>一</u>二三四"),
        ("<p><i/></p>", "<b>一</b>二", "<p><b>一</b>二</p>"),
    ],
)
def test_an_element_is_replaced_by_what_another_holds(
    outer: str, inner: str, expected: str
) -> None:
    root = trees.parse(outer)
    (place,) = root.iter("i")
    trees.replace(place, trees.parse(inner))
    assert trees.serialise(root) == expected


def test_attributes_are_set_before_those_that_are_there() -> None:
    root = trees.parse('<p id="a" class="b"/>')
    trees.set_first(root[0], {"role": "c", "class": "d"})
    assert root[0].items() == [("role", "c"), ("class", "d"), ("id", "a")]
