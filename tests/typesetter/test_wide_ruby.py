"""Readings wider than their bases (JLREQ 3.3.8): over what they hang, and how the base is spread."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from tests.typesetter.positions import Line, set_text, text_of

RT = "rt { font-size: 5pt }"
READING = "うけたまわ"  # two and a half em over a base of one: an em and a half too wide
RUBY = f"<ruby>承<rt>{READING}</rt></ruby>"


def of(lines: list[Line], char: str) -> list[float]:
    return [x for line in lines for found, x in line if found == char]


def edges(lines: list[Line]) -> tuple[float, float]:
    """Return where the first reading begins and ends, in em."""
    (start,) = of(lines, "う")
    (last,) = of(lines, "わ")
    return start, last + 0.5


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("そ", "川"),
        ("山", "る"),
        ("山", "川"),
        ("そ", "る"),
        ("・", "・"),
        ("、", "「"),
        ("ー", "々"),
    ],
)
def test_a_base_stands_under_the_middle_of_its_reading(
    before: str, after: str, tmp_path: Path
) -> None:
    lines = set_text(f"<p>甲{before}{RUBY}{after}乙</p>", 30, tmp_path, RT)
    start, end = edges(lines)
    (base,) = of(lines, "承")
    assert base + 0.5 == pytest.approx((start + end) / 2, abs=0.02)
    assert end - start == pytest.approx(2.5, abs=0.02)


@pytest.mark.parametrize(
    ("before", "hang"),
    [
        ("そ", 0.5),
        ("ソ", 0.5),
        ("ー", 0.5),
        ("っ", 0.5),
        ("…", 0.5),
        ("・", 0.25),
        ("山", 0.0),
        ("A", 0.0),
    ],
)
def test_how_far_a_reading_hangs_over_what_is_before(
    before: str, hang: float, tmp_path: Path
) -> None:
    lines = set_text(f"<p>甲{before}{RUBY}川</p>", 30, tmp_path, RT)
    (plain,) = set_text(f"<p>甲{before}承</p>", 30, tmp_path, RT)
    edge = plain[-1][1]  # of what stands before the base
    start, _ = edges(lines)
    assert edge - start == pytest.approx(hang, abs=0.02)


def test_two_readings_over_one_kana_keep_an_em_of_theirs_apart(tmp_path: Path) -> None:
    second = RUBY.replace("承", "詔").replace(READING, "みことのり")
    lines = set_text(f"<p>山{RUBY}の{second}川</p>", 30, tmp_path, RT)
    (_, end), (start,) = edges(lines), of(lines, "み")
    assert start - end >= 0.5 - 0.02


def test_the_characters_of_a_base_are_spread_one_to_two_to_one(tmp_path: Path) -> None:
    lines = set_text("<p>山<ruby>東京<rt>とうきょうとうと</rt></ruby>川</p>", 30, tmp_path, RT)
    places = [of(lines, char)[0] for char in "山東京川"]
    gaps = [b - a - 1 for a, b in pairwise(places)]
    assert gaps == pytest.approx([0.5, 1.0, 0.5], abs=0.02)


def test_after_an_indent_a_reading_hangs_over_the_indent(tmp_path: Path) -> None:
    css = RT + "p { text-indent: 1em }"
    lines = set_text(f"<p>{RUBY}る</p>", 30, tmp_path, css)
    start, _ = edges(lines)
    assert start == pytest.approx(0.5, abs=0.02)
    (base,) = of(lines, "承")
    assert base == pytest.approx(1.25, abs=0.02)


def test_a_line_may_begin_and_end_with_such_a_base(tmp_path: Path) -> None:
    html = f"<p>{'国語社会理科算数音楽'}の{RUBY}るの{'美術体育道徳英独仏'}</p>"
    begun = ended = False
    for measure in range(8, 18):
        lines = set_text(html, measure, tmp_path, RT)
        start, end = edges(lines)
        bases = [line for line in lines if "う" not in text_of(line)]
        line = next(line for line in bases if "承" in text_of(line))
        begun = begun or text_of(line).startswith("承")
        ended = ended or text_of(line).endswith("承")
        assert start > -0.01 and end < measure + 0.01, "nothing hangs out of a line"
        (base,) = of(lines, "承")
        assert base + 0.5 == pytest.approx((start + end) / 2, abs=0.05)
    assert begun and ended


def test_a_full_line_that_begins_with_such_a_base_is_flush(tmp_path: Path) -> None:
    for measure in range(8, 18):
        html = f"<p>{'国語社会理科算数音楽'}の{RUBY}る{'美術体育道徳英独仏伊西葡' * 3}</p>"
        bases = [
            line for line in set_text(html, measure, tmp_path, RT) if "う" not in text_of(line)
        ]
        for line in bases[:-1]:
            behind = 0.75 if text_of(line).endswith("承") else 0.0
            assert line[-1][1] + 1 + behind == pytest.approx(measure, abs=0.03), text_of(line)
