"""Choosing and adjusting lines: text in, lines out; every character is an em wide, Latin half."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gappon.kumihan.adjustment import Line, adjusted
from gappon.kumihan.balance import compose_balanced
from gappon.kumihan.classes import CL01_OPENING
from gappon.kumihan.lines import compose, compose_ragged
from tests.kumihan.setting import of_units, paragraph


def lines(text: str, measure: float, first: float | None = None, **settings: object) -> list[str]:
    source = paragraph(text, **settings)
    found = compose(source, measure if first is None else first, measure)
    return ["".join(source.units.texts[line.start : line.visible]) for line in found]


@pytest.mark.parametrize(
    ("measure", "text", "expected"),
    [
        # Line-start prohibition (JLREQ 3.1.7): closing brackets, hyphens, dividing marks, middle
        # dots, full stops, commas, iteration marks, prolonged sound mark, small kana
        (5, "ああああ。いいいい", ["ああああ。", "いいいい"]),
        (5, "ああああ。」いいい", ["ああああ。」", "いいい"]),
        (4, "ああああ」いいいい", ["あああ", "あ」いい", "いい"]),
        (4, "ああああ‐いいいい", ["あああ", "あ‐いい", "いい"]),
        (4, "ああああ？いいいい", ["あああ", "あ？いい", "いい"]),
        (4, "ああああ・いいいい", ["あああ", "あ・いい", "いい"]),
        (4, "ああああ々いいいい", ["あああ", "あ々いい", "いい"]),
        (4, "ああああゝいいいい", ["あああ", "あゝいい", "いい"]),
        (4, "ああああーいいいい", ["あああ", "あーいい", "いい"]),
        (4, "ああああっいいいい", ["あああ", "あっいい", "いい"]),
        # A unit symbol may begin a line where no number stands before it
        (4, "ああああ℃いいい", ["ああああ", "℃いいい"]),
        # Line-end prohibition (3.1.8): opening brackets
        (5, "ああああ「いいい", ["ああああ", "「いいい"]),
        (5, "ああああ「『いい", ["ああああ", "「『いい"]),
        # Inseparable characters (3.1.10): two of a kind, the halves of an iteration mark
        (5, "ああああ……いいい", ["ああああ", "……いいい"]),
        (5, "ああああ——いいい", ["ああああ", "——いいい"]),
        (5, "ああああ〳〵いいい", ["ああああ", "〳〵いいい"]),
        (5, "ああああ〴〵いいい", ["ああああ", "〴〵いいい"]),
        (5, "ああああ…—いいい", ["ああああ…", "—いいい"]),
        # A number with its sign (3.1.10)
        (5, "ああああ30％いいい", ["ああああ", "30％いいい"]),
        (5, "ああああ￥30い", ["ああああ", "￥30い"]),
    ],
)
@pytest.mark.parametrize("breaking", ["paragraph", "greedy"])
def test_kinsoku(measure: float, text: str, expected: list[str], breaking: str) -> None:
    assert lines(text, measure, minimum_last_line=1, breaking=breaking) == expected


def test_no_line_ends_behind_an_opening_bracket_with_a_space() -> None:
    for space in (" ", "　", "  "):
        for measure in range(5, 12):
            found = lines(f"ああああああ（{space}いいいい{space}）うううう", measure)
            assert not any(line.endswith("（") for line in found)


@pytest.mark.parametrize(
    ("kinsoku", "forbidden"), [("strict", "っー々！"), ("normal", "々！"), ("loose", "")]
)
def test_levels_of_kinsoku(kinsoku: str, forbidden: str) -> None:
    for char in "っー々！":
        source = paragraph("ああ" + char + "い", kinsoku=kinsoku)
        assert (2 not in source.breaks) == (char in forbidden)


def extents(text: str, measure: float, **settings: object) -> list[Line]:
    return compose(paragraph(text, **settings), measure, measure)


LONG = (
    "「約物」とは、句読点や括弧のことです。「『三つの約束』」（創刊号）、「〈注〉」、……、——。続けて書くと、"
    "間が空きすぎたり詰まりすぎたりします。AIとIoTを使ったQC活動では、Pythonで書いた30行のスクリプトが、"
    "1日あたり2時間を節約しました。しかし、「読みやすい」ほうがよい（当然です）。"
)


@pytest.mark.parametrize("measure", [18, 25, 29, 36])
@pytest.mark.parametrize("breaking", ["paragraph", "greedy"])
def test_every_line_but_the_last_fills_the_measure(measure: float, breaking: str) -> None:
    source = paragraph(LONG, breaking=breaking)
    for line in compose(source, measure, measure)[:-1]:
        last = source.units.classes[line.visible - 1]
        trimmed = 0.5 if last in (2, 6, 7) else 0.25 if last == 5 else 0.0
        assert any(line.width == pytest.approx(measure + t) for t in (0.0, trimmed))


@pytest.mark.parametrize("measure", [12, 16, 17, 18, 19, 20])
def test_whole_paragraphs_have_no_line_as_loose_as_greedy_ones(measure: float) -> None:
    text = (
        "第一にRaspberryPiを買い、第二にMicroPythonを入れ、第三にTemperatureSensorをつないで、"
        "第四にDashboardへ送る。"
    )
    loosest = {
        breaking: max(line.even for line in extents(text, measure, breaking=breaking))
        for breaking in ("paragraph", "greedy")
    }
    assert loosest["paragraph"] < loosest["greedy"]


def test_consecutive_marks_are_solid_and_mixed_text_has_a_quarter() -> None:
    source = paragraph("」「」。（（AあA B")
    assert source.gaps[:8] == [-0.5, 0.0, -0.5, -0.5, -0.5, 0.0, 0.25, 0.25]


def test_a_typed_space_between_japanese_and_latin_counts_as_the_quarter() -> None:
    assert paragraph("あ A").natural(0, 3) == paragraph("あA").natural(0, 2) == 1.75


def test_an_opening_bracket_at_a_lines_start_is_flush_or_half_in() -> None:
    for setting, trim in (("tentsuki", 0.5), ("nibu", 0.0)):
        line = extents("「ああああ」いいいい", 5, line_start_bracket=setting)[0]
        assert line.trim == trim


def test_hanging_punctuation() -> None:
    text = "ああああああ、いいいいいい"
    assert lines(text, 6, hanging="force")[0] == "ああああああ、"
    assert extents(text, 6, hanging="force")[0].hang == 0.5
    assert all(line.hang == 0 for line in extents(text, 6, hanging="off"))


def test_the_last_line_is_never_one_character() -> None:
    for length in range(30, 60):
        found = lines("あ、" * 4 + "い" * length + "。", 20)
        assert len(found) > 1 and len(found[-1].strip("。")) >= 2


# Gaps of "ab cd・あ、あeあ": behind ab a word space (0.3 em), around ・ a quarter each, behind 、 a
# half, around e a quarter of an em each.
WORD_SPACE, DOT, COMMA, LATIN = (1,), (2, 3), (5,), (6, 7)


@pytest.mark.parametrize(
    ("change", "spread"),
    [
        # Reduction (JLREQ 3.8.3): word spaces to a quarter, middle dots, commas, Japanese and Latin
        (-0.05, {WORD_SPACE: -0.05}),
        (-0.30, {WORD_SPACE: -0.05, DOT: -0.125}),
        (-0.55, {WORD_SPACE: -0.05, DOT: -0.25}),
        (-0.80, {WORD_SPACE: -0.05, DOT: -0.25, COMMA: -0.25}),
        (-1.05, {WORD_SPACE: -0.05, DOT: -0.25, COMMA: -0.5}),
        (-1.30, {WORD_SPACE: -0.05, DOT: -0.25, COMMA: -0.5, LATIN: -0.125}),
        # Expansion (3.8.4): word spaces to a half, then Japanese and Latin to a half
        (0.20, {WORD_SPACE: 0.2}),
        (0.40, {WORD_SPACE: 0.2, LATIN: 0.1}),
        (0.70, {WORD_SPACE: 0.2, LATIN: 0.25}),
    ],
)
def test_gaps_give_and_take_in_jlreqs_order(
    change: float, spread: dict[tuple[int, ...], float]
) -> None:
    source = paragraph("ab cd・あ、あeあ")
    count = len(source.units.texts)
    length = source.natural(0, count)
    line = adjusted(source, 0, count, length + change, last=False)
    expected = {gap: each for gaps, each in spread.items() for gap in gaps}
    assert line.extra == pytest.approx(expected)
    assert (line.even, line.letters) == (0.0, 0.0)
    assert line.width == pytest.approx(length + change)


def test_all_gaps_are_reduced_a_little_where_a_line_would_be_loose_otherwise() -> None:
    text = "あ" * 20 + "antelope" + "い" * 20
    line = extents(text, 24)[0]
    assert line.visible == 21 and -0.04 <= line.even < 0
    assert line.width == pytest.approx(24)
    assert line.extra[19] < 0, "what JLREQ reduces is reduced first"
    assert extents(text, 24, tight_setting=0)[0].even > 0.1
    assert extents(text, 24, tight_setting=0.001)[0].even > 0.1, "the word needs more than that"


def test_white_gaps_gain_most_and_letters_least_where_all_gaps_are_widened() -> None:
    text = "あ、" + "い" * 12 + "、Latin" + "字" * 5 + "unbreakable" * 2
    comma = 1
    line = extents(text, 24)[0]
    assert line.even > 0.02
    assert line.extra[comma] == pytest.approx(6 * line.even)
    assert line.letters == pytest.approx(min(0.03, line.even / 3))
    line = extents(text, 24, white_share=0, letter_spacing=0)[0]
    assert line.even > 0.05 and line.letters == 0
    assert line.extra.get(comma, 0.0) == 0


def test_japanese_and_latin_are_half_an_em_apart_at_most() -> None:
    text = "あ、" + "い" * 12 + "Latin" + "字" * 4 + "unbreakable" * 2
    source = paragraph(text)
    line = compose(source, 24, 24)[0]
    assert line.even > 0.05, "other gaps are widened"
    for unit in (13, 14):
        width = source.gaps[unit] + line.extra[unit] + line.even
        assert width == pytest.approx(0.5)
    assert line.width == pytest.approx(24)


def test_a_space_between_japanese_and_latin_is_half_an_em_wide_at_most() -> None:
    source = paragraph("あ、" + "い" * 12 + " Latin " + "字" * 4 + "unbreakable" * 2)
    line = compose(source, 24, 24)[0]
    assert line.even > 0.05
    before, space = 13, 14
    widths = [source.gaps[u] + line.extra[u] + line.even for u in (before, space)]
    assert sum(widths) + source.units.advances[space] == pytest.approx(0.5)


def test_where_nothing_else_can_be_widened_japanese_and_latin_are() -> None:
    source = paragraph("字Latin字Latin字" + "unbreakable" * 2)
    line = compose(source, 10, 10)[0]
    assert line.width == pytest.approx(10)


def test_dividing_marks_take_the_space_that_is_asked_for() -> None:
    assert paragraph("本当？そう", dividing_space=1.0).gaps[2] == 1.0
    assert paragraph("本当？」", dividing_space=1.0).gaps[2] == 0.0


@pytest.mark.parametrize("measure", [0, -1, 0.5])
def test_text_without_room_stands_in_lines_of_one_character(measure: float) -> None:
    source = paragraph("見出し「組版」")
    count = len(compose_balanced(source, measure, measure, set()))
    assert count == len(compose_ragged(source, measure, measure)) == 5
    assert sum(line.end - line.start for line in compose(source, measure, measure)) == 7


def test_ragged_lines_keep_their_natural_length() -> None:
    source = paragraph("ああああああああ、いいいい")
    for line in compose_ragged(source, 5, 5):
        assert not line.extra and not line.even
        assert line.width <= 5.5


CHARACTERS = st.sampled_from("あアー漢字、。「」（）・：！？…—っ々 AbC12%（『　")


@given(st.text(CHARACTERS, min_size=1, max_size=120), st.integers(4, 30))
def test_no_character_is_lost_and_kinsoku_holds(text: str, measure: int) -> None:
    source = paragraph(text)
    for method in (compose, compose_ragged):
        found = method(source, measure, measure)
        assert [line.start for line in found][1:] == [line.end for line in found][:-1]
        assert (found[0].start, found[-1].end) == (0, len(source.units.texts))
        for line in found[:-1]:
            assert source.units.classes[line.visible - 1] != CL01_OPENING
            assert source.units.texts[line.end][0] not in "、。」）』ーっ々"


@given(st.text(CHARACTERS, min_size=200, max_size=400))
def test_choosing_stays_within_the_measure(text: str) -> None:
    source = paragraph(text)
    for line in compose(source, 25, 25)[:-1]:
        parted = any(line.start < place < line.end for place in source.breaks)
        assert line.width < 25.5 + 1e-6 or not parted, (
            "a mark's half may stand past the edge, no more"
        )


def balanced(text: str, measure: float, phrases: set[int]) -> list[str]:
    source = paragraph(text)
    found = compose_balanced(source, measure, measure, phrases)
    return ["".join(source.units.texts[line.start : line.visible]) for line in found]


def test_balanced_lines_are_as_few_and_as_even_as_phrases_allow() -> None:
    text = "あああいいいいううううえええ"
    assert balanced(text, 20, {0, 3, 7, 11}) == [text]
    assert balanced(text, 12, {0, 3, 7, 11}) == ["あああいいいい", "ううううえええ"]
    # An extra line is better than a phrase in two; a phrase longer than a line is parted.
    assert balanced(text, 7, {0, 4, 8, 11})[0] == "あああい"
    assert len(balanced("ああああああああああ", 4, {0})) == 3


@given(
    st.text("あい。「」ーA ", min_size=1, max_size=60),
    st.integers(3, 30),
    st.sets(st.integers(0, 60)),
)
def test_balanced_lines_lose_nothing(text: str, measure: int, phrases: set[int]) -> None:
    source = paragraph(text)
    found = compose_balanced(source, measure, measure, phrases)
    assert found[0].start == 0
    assert found[-1].end == len(source.units.texts)
    assert all(a.end == b.start for a, b in pairwise(found))


@pytest.mark.parametrize("method", [compose, compose_ragged])
@pytest.mark.parametrize("hanging", ["off", "allow", "force"])
@given(text=st.text(CHARACTERS, min_size=1, max_size=80), measure=st.integers(4, 30))
def test_lines_are_the_same_in_any_size(method, hanging: str, text: str, measure: int) -> None:
    lines = method(paragraph(text, hanging=hanging), measure, measure)
    twice = method(paragraph(text, size=2.0, hanging=hanging), 2 * measure, 2 * measure)
    assert [(b.start, b.end, b.visible) for b in twice] == [
        (a.start, a.end, a.visible) for a in lines
    ]
    for a, b in zip(lines, twice, strict=True):
        assert (b.trim, b.hang, b.width) == pytest.approx((2 * a.trim, 2 * a.hang, 2 * a.width))
        assert (b.even, b.letters) == pytest.approx((2 * a.even, 2 * a.letters))
        assert b.extra == pytest.approx({unit: 2 * extra for unit, extra in a.extra.items()})


WORD = ["あ"] * 8 + ["under", "standing"] + ["い"] * 12
DIVIDED = {8: 0.3}


def test_a_long_word_is_divided_where_a_line_would_be_loose() -> None:
    line = compose(of_units(WORD, loose=DIVIDED), 11.2, 11.2)[0]
    assert (line.end, line.visible, line.hyphen) == (9, 9, 0.3)
    assert line.width == pytest.approx(11.2), "the hyphen stands within the measure"
    whole = compose(of_units(WORD), 11.2, 11.2)[0]
    assert whole.end == 8 and whole.even > 0.1


def test_a_word_is_not_divided_where_it_fits_or_where_the_paragraph_ends() -> None:
    assert compose(of_units(WORD, loose=DIVIDED), 15, 15)[0].end == 10
    (line,) = compose(of_units(WORD[:9], loose=DIVIDED), 30, 30)
    assert line.hyphen == 0.0


def test_ragged_lines_have_their_hyphens_and_their_brackets_flush() -> None:
    first = compose_ragged(of_units(WORD, loose=DIVIDED), 11.2, 11.2)[0]
    assert (first.end, first.hyphen) == (9, 0.3)
    assert first.width == pytest.approx(8 + 0.25 + 2.5 + 0.3)
    (line,) = compose_ragged(paragraph("「あ」"), 9, 9)
    assert (line.trim, line.width) == (0.5, pytest.approx(2.5))


def test_no_line_ends_within_the_base_of_a_ruby() -> None:
    text = ["あ"] * 10
    assert compose(of_units(text), 5, 5)[0].end == 5
    joined = of_units(text, joined=frozenset({4}))
    assert 5 not in joined.breaks
    assert compose(joined, 5, 5)[0].end == 4


def test_a_mark_hangs_where_that_costs_least() -> None:
    text = "あ" * 6 + "、" + "い" * 6
    assert [line.hang for line in extents(text, 6, hanging="allow")] == [0.5, 0.0]
    # With its half left out it fits without hanging.
    fitting = "あ" * 5 + "、" + "い" * 6
    assert extents(fitting, 5.5, hanging="allow")[0].hang == 0
