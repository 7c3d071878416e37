"""Space between characters in the finished PDF, against JLREQ's Table 1 (Appendix B)."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from tests.typesetter.positions import Line, pitch, set_text, text_of


def width(char: str, folder: Path, html: str = "{}") -> float:
    """Return the advance of a character's glyph, in em."""
    (line,) = set_text(f"<p>{html.format(char)}{html.format('|')}</p>", 60, folder)
    return line[-1][1]


def ink_gap(line: Line, pair: str, advance: float) -> float:
    return pitch(line, pair) - advance


@pytest.mark.parametrize(
    ("text", "pair", "expected"),
    [
        # What follows an ASCII sign, and what it follows: solid (CSS Text 4 §8.5: letters, digits)
        ("AI(人工)の", "I(", 0.0),
        ("国(人工)の", "国(", 0.0),
        ("国(人工)の", "(人", 0.0),
        ("国(人工)の", "工)", 0.0),
        ("国(人工)の", ")の", 0.0),
        ("国:語", "国:", 0.0),
        ("国:語", ":語", 0.0),
        ("国;語", ";語", 0.0),
        ("国@語", "国@", 0.0),
        ('国"語', '"語', 0.0),
        ("国!語", "国!", 0.0),
        ("国?語", "?語", 0.0),
        ("国,語", ",語", 0.0),
        ("国.語", "国.", 0.0),
        ("国#語", "国#", 0.0),
        ("国&amp;語", "&語", 0.0),
        ("国/語", "国/", 0.0),
        ("C++で", "+で", 0.0),
        # Letters and digits: a quarter
        ("国A語", "国A", 0.25),
        ("国A語", "A語", 0.25),
        ("国3語", "3語", 0.25),
        ("国é語", "é語", 0.25),
        ("(Wikipedia)国A", "国A", 0.25),
        # Dividing marks before Latin (cl-04)
        ("何！A", "！A", 0.25),
        ("何？3", "？3", 0.25),
        ("何！語", "！語", 0.0),
        # Leaders and dashes (cl-08), postfixed abbreviations (cl-13), prefixed (cl-12): solid
        ("何…A", "…A", 0.0),
        ("A…何", "A…", 0.0),
        ("A—何", "A—", 0.0),
        ("何—A", "—A", 0.0),
        ("5％3", "％3", 0.0),
        ("約5㎡だ", "5㎡", 0.0),
        ("約5㎡だ", "㎡だ", 0.0),
        ("約￥5", "約￥", 0.0),
        ("約￥5", "￥5", 0.0),
        # Hyphens (cl-03)
        ("東京–大阪", "京–", 0.0),
        ("東京–大阪", "–大", 0.0),
        # Symbols among ideographs (cl-19)
        ("第Ⅲ章", "第Ⅲ", 0.0),
        ("第Ⅲ章", "Ⅲ章", 0.0),
        ("丸❶章", "丸❶", 0.0),
        ("丸❶章", "❶章", 0.0),
        # Mathematical symbols (cl-17) and operators (cl-18)
        ("甲≡乙", "甲≡", 0.0),
        ("甲∈乙", "∈乙", 0.0),
        ("甲⊂乙", "甲⊂", 0.0),
        ("甲×乙", "甲×", 0.0),
        ("甲×乙", "×乙", 0.0),
        ("甲−乙", "甲−", 0.0),
        # Half-width kana
        ("国ｶﾅ語", "国ｶ", 0.0),
        ("国ｶﾅ語", "ﾅ語", 0.0),
        ("ｶﾅABC", "ﾅA", 0.25),
    ],
)
def test_space_beside_a_character(text: str, pair: str, expected: float, tmp_path: Path) -> None:
    (line,) = set_text(f"<p>{text}</p>", 60, tmp_path)
    advance = width(pair[0].replace("&", "&amp;"), tmp_path)
    assert ink_gap(line, pair, advance) == pytest.approx(expected, abs=0.02)


@pytest.mark.parametrize(
    ("text", "pair", "expected"),
    [
        # Marks whose glyphs have white in them: the distance of their glyphs' origins
        ("言。・語", "。・", 1.0),
        ("言、・語", "、・", 1.0),
        ("言」・語", "」・", 0.5),
        ("言」　語", "」", 1.5),
        ("言。　語", "。", 2.0),
        ("言　「語", "言", 1.5),
        ("言・「語", "・「", 0.5),
        ("言「・語", "「・", 1.0),
        ("言！「語", "！「", 1.0),
        ("言」！語", "」！", 1.0),
    ],
)
def test_marks_beside_marks(text: str, pair: str, expected: float, tmp_path: Path) -> None:
    (line,) = set_text(f"<p>{text}</p>", 60, tmp_path)
    place = text_of(line).index(pair[0])
    assert line[place + 1][1] - line[place][1] == pytest.approx(expected, abs=0.02)


@pytest.mark.parametrize("quotes", ["“{}”", "‘{}’", "«{}»"])
def test_quotation_marks_in_japanese_are_half_an_em_off_outside(
    quotes: str, tmp_path: Path
) -> None:
    opening, closing = quotes.split("{}")
    (line,) = set_text(f"<p>彼は{quotes.format('漢')}と</p>", 60, tmp_path)
    (alone,) = set_text(f"<p>{opening}漢{closing}|</p>", 60, tmp_path)
    assert line[2][1] - line[1][1] == pytest.approx(1.5, abs=0.02)
    assert pitch(line, opening + "漢") == pytest.approx(alone[1][1], abs=0.02)
    assert pitch(line, "漢" + closing) == pytest.approx(1.0, abs=0.02)
    mark = alone[3][1] - alone[2][1]
    assert pitch(line, closing + "と") == pytest.approx(mark + 0.5, abs=0.02)


def test_quotation_marks_in_latin_text_have_no_space_of_their_own(tmp_path: Path) -> None:
    (line,) = set_text("<p>say “yes” or don’t say it</p>", 60, tmp_path)
    (mark,) = set_text("<p>“|</p>", 60, tmp_path)
    assert pitch(line, "“y") == pytest.approx(mark[1][1], abs=0.02)
    assert pitch(line, "’t") < 0.5


NOTE = '<a style="vertical-align: super; font-size: 7pt; line-height: 0">{}</a>'


@pytest.mark.parametrize("mark", ["。", "」", "、"])
def test_a_note_mark_stands_at_the_mark_and_the_pause_behind_it(mark: str, tmp_path: Path) -> None:
    lines = set_text(f"<p>文{mark}{NOTE.format('1')}次</p>", 30, tmp_path)
    found = sorted((item for line in lines for item in line), key=lambda item: item[1])
    places = dict(found)
    assert places["1"] - places[mark] == pytest.approx(0.5, abs=0.02)
    assert places["次"] - places["1"] > 0.5 + 0.2, "half an em, behind a digit of its own size"


def test_two_note_marks_behind_a_stop_keep_together(tmp_path: Path) -> None:
    lines = set_text(f"<p>文。{NOTE.format('1')}{NOTE.format('2')}次</p>", 30, tmp_path)
    places = dict(item for line in lines for item in line)
    assert places["2"] - places["1"] < 0.5
    assert places["次"] - places["2"] > 0.7


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("あああああ–いいい", "–", ""),
        ("あああああ‼いいい", "‼", ""),
        ("あああああ⁉いいい", "⁉", ""),
        ("あああああｯいいい", "ｯ", ""),
        ("あああああｰいいい", "ｰ", ""),
        ("あああああ｡いいい", "｡", ""),
        ("ああああ｢いいいいい", "", "｢"),
        ("ああああ№五いいい", "", "№"),
        ("ああああ￥五いいい", "", "￥"),
        ("ああああ＄五いいい", "", "＄"),
        ("ああああ￡五いいい", "", "￡"),
        ("あああ5㎡いいい", "㎡", ""),
    ],
)
def test_kinsoku_of_signs(text: str, start: str, end: str, tmp_path: Path) -> None:
    for measure in (4, 5, 6):
        for line in set_text(f"<p>{text}</p>", measure, tmp_path):
            assert not start or not text_of(line).startswith(start)
            assert not end or not text_of(line).endswith(end)


@pytest.mark.parametrize("quantity", ["8.6 MB", "−5 ℃", "120 km", "3 %", "2.4 GHz"])
def test_a_number_and_its_unit_are_a_quarter_apart_and_together(
    quantity: str, tmp_path: Path
) -> None:
    number, unit = quantity.split()
    html = f"<p>{'測定の結果は' * 6}{quantity}だった。{'あいうえお' * 3}</p>"
    for measure in range(12, 19):
        lines = set_text(html, measure, tmp_path)
        (line,) = (line for line in lines if unit[0] in text_of(line))
        assert number.replace("−", "") in text_of(line).replace("−", "")
        place = text_of(line).index(unit[0])
        (plain,) = set_text(f"<p>{number[-1]}|</p>", 12, tmp_path)
        gap = line[place][1] - line[place - 1][1] - plain[1][1]
        assert gap == pytest.approx(0.25, abs=0.02)


@pytest.mark.parametrize(
    "address", ["https://a.example/検証/2025/導入事例-1.html", "報告書2025.pdf"]
)
def test_no_space_is_put_into_addresses_and_file_names(address: str, tmp_path: Path) -> None:
    lines = set_text(f"<p>詳しくは {address} を見る。</p>", 60, tmp_path)
    assert len(lines) == 1
    start = text_of(lines[0]).index(address[0])
    inside = lines[0][start : start + len(address)]
    for (char, x), (after, x2) in pairwise(inside):
        if not char.isascii():
            assert x2 - x == pytest.approx(1.0, abs=0.02), char + after


CODE = "code { --gappon-text: literal }"


def test_space_in_code_is_neither_widened_nor_narrowed(tmp_path: Path) -> None:
    html = f"<p>{'次の'}<code>gappon build site</code>を、{'実行してみるとよい' * 5}</p>"
    for measure in range(14, 22):
        for line in set_text(html, measure, tmp_path, CODE):
            for pair in ("nb", "ds"):
                if pair in text_of(line):
                    assert pitch(line, pair) == pytest.approx(1.2, abs=0.03)


def test_code_has_no_quarter_em_inside(tmp_path: Path) -> None:
    (line,) = set_text("<p>次の<code>a検証b</code>を</p>", 60, tmp_path, CODE)
    assert pitch(line, "検証") == pytest.approx(1.0, abs=0.02)
    assert pitch(line, "証b") == pytest.approx(1.0, abs=0.02)
    assert pitch(line, "のa") == pytest.approx(1.25, abs=0.02)


def test_a_dash_between_latin_words_is_solid(tmp_path: Path) -> None:
    (line,) = set_text("<p>single ones—with em dashes</p>", 60, tmp_path)
    (s, dash) = set_text("<p>s|</p>", 60, tmp_path)[0], set_text("<p>—|</p>", 60, tmp_path)[0]
    assert pitch(line, "s—") == pytest.approx(s[1][1], abs=0.02)
    assert pitch(line, "—w") == pytest.approx(dash[1][1], abs=0.02)
