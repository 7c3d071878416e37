"""Space between two characters, by pairs of classes: a row says what JLREQ does."""

from __future__ import annotations

import pytest

from gappon.kumihan.breaking import may_break
from gappon.kumihan.classes import class_of
from gappon.kumihan.rules import FREE, rules_for
from gappon.kumihan.spacing import SOLID, Gap, gap_between, line_end_trims, line_start_trim
from gappon.kumihan.style import Style


def space(pair: str, **settings: object) -> Gap:
    first, second = pair
    return gap_between(class_of(first), class_of(second), Style(**settings))


@pytest.mark.parametrize(
    ("pairs", "natural", "shrink", "stretch", "tier"),
    [
        # Table 1 gives the space between ink; what of it is in the glyphs themselves is taken off.
        ("」「 、「 。「", -0.5, 0, 0, 2),  # of two halves one stays (3.1.4)
        ("」。 」、 。」 」」 （「 「「", -0.5, 0, 0, 2),  # none
        ("」\u3000 \u3000「", -0.5, 0, 0, 2),
        ("・「", -0.5, 0, 0, 1),
        ("」・", -0.5, 0, 0, 1),
        ("、・ 。・ 「・ ・・", 0, 0.25, 0, 1),
        ("・字 字・ ・A A・", 0, 0.25, 0, 1),
        ("」字 、字 」A ）ー", 0, 0.5, 0, 2),  # the half behind closing marks may go (3.8.3)
        ("字「 ー（ A「", 0, 0.5, 0, 2),  # so may the one before opening ones
        ("。字 。A 、\u3000 。\u3000", 0, 0, 0, 2),  # a sentence's pause stays
        ("あA Aあ 字1 1字 ーA ア1 々A ！A", 0.25, 0.125, 0.25, 3),  # 3.2.6
        ("字字 あア AB ￥1 5％ 「字 ！字 字！ ＝1 …A 字\u3000", 0, 0, 0, 2),  # solid
    ],
)
def test_space_between_two_characters(
    pairs: str, natural: float, shrink: float, stretch: float, tier: int
) -> None:
    for pair in pairs.split(" "):
        gap = space(pair)
        assert (gap.natural, gap.shrink, gap.stretch) == (natural, shrink, stretch), pair
        assert gap is SOLID or gap.tier == tier, pair


@pytest.mark.parametrize(
    ("pair", "white"),
    [
        ("」「", True),
        ("」。", False),
        ("（「", False),
        ("・「", True),
        ("、字", True),
        ("字字", False),
    ],
)
def test_a_gap_is_white_where_ink_is_far_from_ink(pair: str, white: bool) -> None:
    assert space(pair).white is white


def test_space_that_a_style_asks_for() -> None:
    assert space("！字", dividing_space=1.0) == Gap(1.0)
    assert space("！」", dividing_space=1.0) is SOLID
    assert space("！A", dividing_space=1.0) == Gap(1.0)
    assert space("字A", japanese_western_space=0.6)[:3] == (0.6, 0.3, 0.0)
    assert space("字A", japanese_western_space=0.2)[:3] == (0.2, 0.1, 0.3)


@pytest.mark.parametrize(
    ("char", "trims"), [("」", (0.0, 0.5)), ("、", (0.0, 0.5)), ("・", (0.0, 0.25)), ("字", (0.0,))]
)
def test_what_a_mark_may_lose_at_a_lines_end(char: str, trims: tuple[float, ...]) -> None:
    assert line_end_trims(class_of(char)) == trims


def test_what_a_bracket_loses_at_a_lines_start() -> None:
    assert line_start_trim(class_of("「"), Style()) == 0.5
    assert line_start_trim(class_of("「"), Style(line_start_bracket="nibu")) == 0.0
    assert line_start_trim(class_of("字"), Style()) == 0.0


def may_end(first: str, second: str, **settings: object) -> bool:
    return may_break(first, class_of(first), second, class_of(second), Style(**settings))


@pytest.mark.parametrize(
    ("pairs", "allowed"),
    [
        ("字|字 あ|「 。|字 ：|字 —|… 字|A A|字 word|字 1|字 字|％", True),
        ("￥|字 字|。 字|」 字|・ 「|字 ー|ー …|… —|— 〳|〵 〴|〵 字| 字|\u3000 字|\u00a0", False),
        ("A|B 1|2 ￥|1 1|％ 字|\u2060 \u2060|字 字|\ufeff", False),
        # Latin marks keep to their side
        ("字|) 字|, 字|! (|字 $|字 \u2018|字", False),
        ("字|( )|字 ,|字", True),
    ],
)
def test_where_a_line_may_end(pairs: str, allowed: bool) -> None:
    for pair in pairs.split(" "):
        first, second = pair.split("|") if pair.count("|") == 1 else ("字", " ")
        if first and second:
            assert may_end(first, second) is allowed, pair


@pytest.mark.parametrize(
    ("level", "may_begin"), [("strict", ""), ("normal", "っー"), ("loose", "っー々！‐")]
)
def test_what_may_begin_a_line_at_each_level(level: str, may_begin: str) -> None:
    for char in "っー々！‐":
        assert may_end("字", char, kinsoku=level) is (char in may_begin), char
    for char in "。、」・":
        assert not may_end("字", char, kinsoku=level)


def test_rules_of_pairs_are_those_of_gaps_and_breaks() -> None:
    rules = rules_for(Style())

    def rule(pair: str) -> object:
        first, second = pair
        return rules[class_of(first), class_of(second)]

    assert rule("字字") is FREE
    assert rule("、字") == (space("、字"), True)
    assert rule("字。") == (None, False)
    # Words, spaces and inseparable marks depend on the characters themselves.
    assert rule("字A") == (space("字A"), None)
    assert rule("A字") == (space("A字"), None)
    assert rule("……") == (None, None)
    assert rule(" 字") == (None, None)
    assert rule("AB") == (None, False)
    assert rules_for(Style()) is rules
