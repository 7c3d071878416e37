"""One invisible or unusual character does not undo a paragraph's composition."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
import pytest

from tests.typesetter.positions import Line, pitch, plain_text, set_text, text_of

RT = "rt { font-size: 5pt }"
AROUND = "<p>{}と<ruby>漢字<rt>かんじ</rt></ruby>、「『A』」。</p>"


def base_line(lines: list[Line]) -> Line:
    return next(line for line in lines if "漢字" in text_of(line))


def is_composed(lines: list[Line]) -> bool:
    """Say whether readings stand over their bases, and brackets half an em from each other."""
    base = base_line(lines)
    readings = [line for line in lines if "かん" in text_of(line)]
    return len(readings) == 1 and pitch(base, "「『") == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize(
    "character",
    [
        *"\u200b\u00ad\u200c\u200d\u200e\u200f\u2060\ufeff\u061c\u202a\u202c\u2066\u2069\u034f",
        "\ufe0e",
        "\ufe0f",
    ],
    ids=ascii,
)
def test_characters_that_are_not_drawn_have_no_width(character: str, tmp_path: Path) -> None:
    plain = set_text(AROUND.format("零幅"), 30, tmp_path, RT)
    lines = set_text(AROUND.format(f"零{character}幅"), 30, tmp_path, RT)
    assert is_composed(lines)
    for line, expected in zip(lines, plain, strict=True):
        assert text_of(line) == text_of(expected)
        assert [x for _, x in line] == pytest.approx([x for _, x in expected], abs=0.001)


@pytest.mark.parametrize("character", ["\u200b", "\ufe0f", "\u2060"])
def test_marks_are_spaced_across_what_is_not_drawn(character: str, tmp_path: Path) -> None:
    (line,) = set_text(f"<p>あ」{character}「い{character}A</p>", 30, tmp_path)
    assert pitch(line, "」「") == pytest.approx(0.5, abs=0.01)
    assert pitch(line, "いA") == pytest.approx(1.25, abs=0.02)


def test_a_line_may_end_at_a_zero_width_space_within_a_word(tmp_path: Path) -> None:
    html = "<p>ああああああabcde{}fghijいいい</p>"
    whole = [text_of(line) for line in set_text(html.format(""), 9, tmp_path)]
    assert whole[0] == "ああああああ"
    parted = [text_of(line) for line in set_text(html.format("\u200b"), 9, tmp_path)]
    assert parted[0] == "ああああああabcde"
    assert plain_text(tmp_path / "t.pdf") == "ああああああabcdefghijいいい"


def test_a_soft_hyphen_is_drawn_where_a_line_ends_and_nowhere_else(tmp_path: Path) -> None:
    html = "<p>ああああああabcde\u00adfghijいいい</p>"
    first = text_of(set_text(html, 10, tmp_path)[0])
    assert first in ("ああああああabcde-", "ああああああabcde\x02")
    assert plain_text(tmp_path / "t.pdf") == "ああああああabcdefghijいいい"
    (line,) = set_text(html, 30, tmp_path)
    assert text_of(line) == "ああああああabcdefghijいいい"


def test_no_line_ends_at_a_word_joiner(tmp_path: Path) -> None:
    for measure in range(4, 9):
        for line in set_text(f"<p>{'漢字仮名'}交\u2060じ文{'章' * 8}</p>", measure, tmp_path):
            assert not text_of(line).endswith("交")


@pytest.mark.parametrize("run", ["עברית", "עברית חדשה 2025 אחת"])
def test_text_from_right_to_left_is_set_in_its_own_run(run: str, tmp_path: Path) -> None:
    lines = set_text(AROUND.format(f"前{run}"), 40, tmp_path, RT)
    assert is_composed(lines)
    base = base_line(lines)
    places = {char: x for char, x in base if char in "前と" or "\u0590" <= char <= "\u05ff"}
    assert places["前"] < min(x for char, x in places.items() if char not in "前")
    assert places["と"] > max(x for char, x in places.items() if char not in "と")
    first, second = run[0], run[1]
    assert places[first] > places[second], "its letters go to the left"
    told = re.sub("[ \u202a-\u202e]", "", plain_text(tmp_path / "t.pdf"))
    assert run.replace(" ", "") in told


def test_a_long_passage_from_right_to_left_has_lines_of_its_own(tmp_path: Path) -> None:
    lines = set_text(f"<p>前{'עברית חדשה ' * 12}後</p>", 12, tmp_path)
    assert len(lines) > 3
    assert max(x for line in lines for _, x in line) < 12.5


@pytest.mark.parametrize("word", ["ไทย", "हिन्दी"])
def test_scripts_that_are_shaped_stand_among_composed_text(word: str, tmp_path: Path) -> None:
    assert is_composed(set_text(AROUND.format(f"印{word}"), 30, tmp_path, RT))


def test_letter_spacing_is_composed(tmp_path: Path) -> None:
    css = "p { letter-spacing: 1pt }"
    (line,) = set_text("<p>あい「う」AB</p>", 30, tmp_path, css)
    assert pitch(line, "あい") == pytest.approx(1.1, abs=0.01)
    assert pitch(line, "AB") > 0.7
    assert pitch(line, "」A") == pytest.approx(1.1, abs=0.02)


EMOJI = ["😀", "⚠️", "✅", "❤️", "👨‍👩‍👧", "🇯🇵", "1️⃣", "👍🏽", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "⭐"]


@pytest.mark.parametrize("emoji", EMOJI)
def test_an_emoji_is_a_unit_of_one_em(emoji: str, tmp_path: Path) -> None:
    lines = set_text(AROUND.format(f"絵{emoji}"), 30, tmp_path, RT)
    assert is_composed(lines)
    places = dict(base_line(lines))
    assert places["と"] - places["絵"] == pytest.approx(2.0, abs=0.01)


def test_emoji_have_their_font_and_come_back_as_text(tmp_path: Path) -> None:
    set_text(f"<p>絵{''.join(EMOJI)}</p>", 30, tmp_path)
    with pikepdf.open(tmp_path / "t.pdf") as pdf:
        fonts = {str(font.FontDescriptor.FontName) for font in _descendants(pdf)}
    assert any("Emoji" in name for name in fonts)
    told = plain_text(tmp_path / "t.pdf")
    assert {"😀", "✅", "⭐"} <= set(told)


def test_a_line_breaks_between_emoji_and_not_within_them(tmp_path: Path) -> None:
    lines = set_text(f"<p>{'👨‍👩‍👧🇯🇵' * 6}</p>", 5, tmp_path)
    assert [round(line[0][1]) for line in lines] == [0] * len(lines)
    assert len(lines) == 3


def _descendants(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [
        obj
        for obj in pdf.objects
        if isinstance(obj, pikepdf.Dictionary) and "/FontDescriptor" in obj
    ]
