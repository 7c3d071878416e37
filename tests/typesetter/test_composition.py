"""Composition in the finished PDF: positions of glyphs, in em, read by a program that none of us wrote."""

from __future__ import annotations

import ctypes
import re
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from gappon.kumihan.style import Style
from gappon.typesetter.fragment import Grid, Latin
from gappon.typesetter.inline import composer
from tests.typesetter.positions import Line, pitch, plain_text, set_text, text_of

LONG = (
    "私がこの業界に足を踏み入れて20年、シリコンバレーのガレージから生まれたアイデアが、世界を変える瞬間を何度も見てきました。AI半導体という分野は、特に競争が激しい「戦場」です。"
    * 3
)


def test_lines_fill_the_measure_exactly(tmp_path: Path) -> None:
    lines = set_text(f"<p>{LONG}</p>", 20, tmp_path)
    assert len(lines) > 12
    for line in lines[:-1]:
        char, x = line[-1]
        assert not char.isascii(), "its width would have to be known"
        # What stands past the edge is the white half of a mark.
        edges = (20.0, 20.5) if char in "、。」" else (20.0,)
        assert any(abs(x + 1 - edge) < 0.01 for edge in edges), text_of(line)


def test_a_quarter_em_stands_between_japanese_and_latin_across_elements(tmp_path: Path) -> None:
    (line,) = set_text("<p>あ<strong>A</strong>い<code>B</code>う C え</p>", 30, tmp_path)
    for before, after in ("あA", "いB", "うC"):
        assert pitch(line, before + after) == pytest.approx(1.25, abs=0.02)


def test_consecutive_marks_are_half_an_em_apart(tmp_path: Path) -> None:
    (line,) = set_text("<p>あ」「い」。う（「え</p>", 30, tmp_path)
    for pair in ("」「", "」。", "（「"):
        assert pitch(line, pair) == pytest.approx(0.5, abs=0.01)


def test_an_opening_bracket_at_a_lines_start_is_flush(tmp_path: Path) -> None:
    lines = set_text("<p>" + "あ" * 10 + "「いい」ううううううううう</p>", 10, tmp_path)
    assert lines[1][0][0] == "「"
    assert lines[1][0][1] == pytest.approx(-0.5, abs=0.01)  # half an em of nothing hangs out
    half_in = set_text(
        "<p>" + "あ" * 10 + "「いい」ううううううううう</p>",
        10,
        tmp_path,
        line_start_bracket="nibu",
    )
    assert half_in[1][0][1] == pytest.approx(0.0, abs=0.01)


def test_an_indent_is_an_em_before_a_bracket_too(tmp_path: Path) -> None:
    (line,) = set_text("<p>「いい」</p>", 20, tmp_path, "p { text-indent: 1em }")
    assert line[0][1] == pytest.approx(0.5, abs=0.01)


def test_no_line_begins_with_a_mark_that_may_not(tmp_path: Path) -> None:
    for measure in (9, 13, 17):
        for line in set_text(f"<p>{LONG}</p>", measure, tmp_path):
            assert line[0][0] not in "、。」ーっゃ"
            assert line[-1][0] != "「"


def test_hanging_marks_stand_past_the_edge(tmp_path: Path) -> None:
    text = "<p>" + "あ" * 12 + "、" + "い" * 30 + "</p>"
    line = set_text(text, 12, tmp_path, hanging="force")[0]
    assert line[-1] == ("、", pytest.approx(12.0, abs=0.01))
    assert set_text(text, 12, tmp_path, hanging="off")[0][-1][1] < 12


def test_addresses_are_broken_and_words_are_not(tmp_path: Path) -> None:
    lines = set_text(
        "<p>参照はhttps://example.com/archive/2025/11/a-very-long-path/index.htmlです。internationalization"
        "という語。</p>",
        20,
        tmp_path,
    )
    texts = [text_of(line) for line in lines]
    assert any("internationalization" in text for text in texts)
    assert all(x < 20.2 for line in lines for _, x in line)


def test_a_compound_is_divided_behind_its_hyphen_where_lines_would_be_loose(tmp_path: Path) -> None:
    lines = set_text("<p>単に呼び出すだけでなく、音声認識（Speech-To-Text）や</p>", 20, tmp_path)
    assert text_of(lines[0])[-7:] in ("Speech-", "Speech\x02"), "pdfium says U+0002 for hyphens"
    lines = set_text("<p>単に呼び出すだけでなく、音声認識のような（GPT-5）と</p>", 20, tmp_path)
    assert not any(text_of(line).endswith(("-", "\x02")) for line in lines)


def test_words_are_hyphenated_if_asked_and_the_hyphen_is_not_text(tmp_path: Path) -> None:
    html = "<p>次に、投資家の視点から見ていきましょう。understandingという語。</p>"
    plain = set_text(html, 23, tmp_path)
    assert text_of(plain[1]).startswith("understanding")
    lines = set_text(html, 23, tmp_path, hyphenation=True)
    assert text_of(lines[0])[-2:] in ("r-", "r\x02"), "under-standing"
    assert lines[0][-1][1] == pytest.approx(23 - 0.35, abs=0.2), "it ends at the edge"
    assert plain_text(tmp_path / "t.pdf") == re.sub("<.*?>", "", html)


def test_tight_setting_takes_a_word_onto_a_line_that_would_be_loose(tmp_path: Path) -> None:
    html = "<p>この秋に話題になったのはかのAmazonという会社です。</p>"
    loose = set_text(html, 18, tmp_path, tight_setting=0)
    assert text_of(loose[1]).startswith("Amazon")
    tight = set_text(html, 18, tmp_path)
    assert text_of(tight[0]).endswith("Amazon")
    pitches = [b - a for (_, a), (_, b) in pairwise(tight[0][:14])]
    assert all(0.98 <= pitch < 1 for pitch in pitches)
    assert max(pitches) - min(pitches) < 0.002, "all gaps give the same"
    assert plain_text(tmp_path / "t.pdf") == re.sub("<.*?>", "", html)


def test_marks_take_most_and_letters_least_of_what_a_loose_line_lacks(tmp_path: Path) -> None:
    html = "<p>いま大いに話題の会社、Delta社とPhotosynthesis社です。</p>"
    even = set_text(html, 18, tmp_path, white_share=0, letter_spacing=0)[0]
    spread = set_text(html, 18, tmp_path)[0]
    assert text_of(even) == text_of(spread) == "いま大いに話題の会社、Delta社と"

    def gap(line: Line, first: str) -> float:
        place = text_of(line).index(first)
        return line[place + 1][1] - line[place][1]

    assert 1.01 < gap(spread, "い") < gap(even, "い")
    even_gap = gap(spread, "い") - 1
    assert gap(spread, "、") - 1 == pytest.approx(min(7 * even_gap, even_gap + 0.3), abs=0.01)
    assert gap(spread, "l") - gap(even, "l") == pytest.approx(0.03, abs=0.002)
    assert spread[-1][1] == pytest.approx(even[-1][1], abs=0.01), "both end at the edge"
    assert plain_text(tmp_path / "t.pdf") == re.sub("<.*?>", "", html)


def test_a_leader_fills_its_line_and_its_number_stands_at_the_edge(tmp_path: Path) -> None:
    css = "a { display: block } a::after { content: leader('. ') attr(data-page) }"
    html = '<a data-page="7">第一章</a><a data-page="123">組版の、とても長い題をもつ第二章の話</a>'
    lines = set_text(html, 12, tmp_path, css)
    assert text_of(lines[0]).replace(".", "") == "第一章7"
    assert text_of(lines[-1]).endswith("123") and len(lines) > 2
    ends = [line[-1][1] for line in (lines[0], lines[-1])]
    assert ends[0] == pytest.approx(ends[1], abs=0.02), "numbers end at the edge"
    dots = [[x for char, x in line if char == "."] for line in (lines[0], lines[-1])]
    assert min(map(len, dots)) > 3
    step = dots[0][1] - dots[0][0]
    offset = (dots[0][0] - dots[1][0]) / step
    assert offset == pytest.approx(round(offset), abs=0.05), "dots stand below each other"
    with pikepdf.open(tmp_path / "t.pdf") as pdf:
        operators = [str(i.operator) for i in pikepdf.parse_content_stream(pdf.pages[0])]
    assert operators.count("BDC") == operators.count("EMC")


def test_empty_lines_of_line_breaks_are_kept(tmp_path: Path) -> None:
    set_text("<p>一行目<br/><br/>三行目<br/></p><p>四行目</p>", 10, tmp_path)
    page = pypdfium2.PdfDocument(tmp_path / "t.pdf")[0].get_textpage()
    tops = [round(page.get_charbox(page.get_text_range().index(char))[3]) for char in "一三四"]
    assert tops[0] - tops[1] > 27 and 12 < tops[1] - tops[2] < 20


@pytest.mark.parametrize("joiner", ["\u2060", "\ufeff"])
def test_characters_of_no_width_do_no_harm(joiner: str, tmp_path: Path) -> None:
    html = f"<p>前{joiner}後<b>{joiner}</b>。{joiner}AI{joiner}と</p>"
    lines = set_text(html, 20, tmp_path)
    assert text_of(lines[0]).replace(joiner, "") == "前後。AIと"


@pytest.mark.parametrize(
    "html",
    [
        f"<p>{LONG}</p>",
        "<p>私は<strong>AI</strong>と暮らす<em>X</em>を見た、PDFを2つ作る。Aと<code>b</code>の c d。</p>",
        "<p>次に、投資家の視点から見ていきましょう。understandingという語とあと少しの文。</p>",
    ],
)
def test_the_text_comes_back_as_it_was(html: str, tmp_path: Path) -> None:
    text = re.sub("<.*?>", "", html)
    lines = set_text(html, 20, tmp_path)
    assert "".join(text_of(line) for line in lines) == text.replace(" ", "")
    assert plain_text(tmp_path / "t.pdf") == text, "gaps are not taken for spaces"


def test_lists_quotes_cells_and_headings_are_composed_too(tmp_path: Path) -> None:
    html = "<ul><li>{0}</li></ul><blockquote>{0}</blockquote><table><tr><td>{0}</td></tr></table><h2>{0}</h2>"
    lines = set_text(html.format("あ」「い"), 40, tmp_path)
    assert [text_of(line).lstrip("•") for line in lines] == ["あ」「い"] * 4
    for line in lines:
        assert pitch(line, "」「") == pytest.approx(0.5 * line_size(line), abs=0.01)


def line_size(line: Line) -> float:
    """Return a line's font size in em of the body, from the distance of 「 and い."""
    return pitch(line, "「い")


def test_a_cell_is_as_wide_as_its_text_asks(tmp_path: Path) -> None:
    lines = set_text("<table><tr><td>AIと人とQC</td><td>い</td></tr></table>", 40, tmp_path)
    assert len(lines) == 1


def test_what_kumihan_does_not_take_is_set_all_the_same(tmp_path: Path) -> None:
    lines = set_text(
        '<p>前<span style="letter-spacing:2pt">字間</span>後</p><pre>a  b\nc</pre><p>前<br/>後</p>',
        20,
        tmp_path,
        "pre { font-family: 'Gappon Mono' }",
    )
    assert [text_of(line) for line in lines] == ["前字間後", "ab", "c", "前", "後"]


def test_a_paragraph_goes_on_overleaf_without_loss(tmp_path: Path) -> None:
    lines = set_text(f"<p>{LONG * 8}</p>", 20, tmp_path, "p { orphans: 2; widows: 2 }")
    assert "".join(text_of(line) for line in lines) == LONG * 8


def test_greedy_can_be_chosen(tmp_path: Path) -> None:
    greedy = set_text(f"<p>{LONG}</p>", 20, tmp_path, breaking="greedy")
    assert "".join(text_of(line) for line in greedy) == LONG


@pytest.mark.parametrize("theme", ["geppo", "brief", "bunko"])
def test_themes_compose(theme: str) -> None:
    from gappon.theme import load_theme

    style = load_theme(theme).settings.composition.style()
    assert style is not None
    # Short lines need more freedom.
    assert style == Style(hanging="off" if theme == "geppo" else "allow", hyphenation=True)


def test_a_note_mark_stands_at_its_word(tmp_path: Path) -> None:
    lines = set_text(
        "<p>あ<sup>1</sup>。い</p>", 30, tmp_path, "sup { font-size: 6pt; line-height: 0 }"
    )
    mark = next(x for line in lines for char, x in line if char == "1")
    assert mark == pytest.approx(1.0, abs=0.02)


def test_a_reading_stands_over_the_middle_of_its_base(tmp_path: Path) -> None:
    lines = set_text(
        "<p>あ<ruby>漢字<rp>（</rp><rt>かんじ</rt><rp>）</rp></ruby>い</p>",
        30,
        tmp_path,
        "rt { font-size: 5pt } rp { display: none }",
    )
    reading, base = lines
    assert (text_of(reading), text_of(base)) == ("かんじ", "あ漢字い")
    middle = (reading[0][1] + reading[-1][1] + 0.5) / 2
    assert middle == pytest.approx((base[1][1] + base[2][1] + 1) / 2, abs=0.02)
    assert base[-1][1] == pytest.approx(3.0, abs=0.02)


RT = "rt { font-size: 5pt }"


def test_a_reading_hangs_over_kana_and_widens_its_base_for_the_rest(tmp_path: Path) -> None:
    reading, base = set_text("<p>あ<ruby>承<rt>うけたまわ</rt></ruby>る</p>", 30, tmp_path, RT)
    # Two and a half em of reading: half an em hangs over each kana, so that 1.5 em are the base's.
    assert reading[0][1] == pytest.approx(0.5, abs=0.02)
    assert base[1][1] == pytest.approx(1.25, abs=0.02)
    assert base[2][1] == pytest.approx(2.5, abs=0.02)


def test_a_reading_hangs_over_no_kanji(tmp_path: Path) -> None:
    reading, base = set_text("<p>亜<ruby>承<rt>うけたまわ</rt></ruby>流</p>", 30, tmp_path, RT)
    assert reading[0][1] == pytest.approx(1.0, abs=0.02)
    assert base[2][1] == pytest.approx(3.5, abs=0.02)


def test_a_reading_that_hangs_out_stays_inside_the_line(tmp_path: Path) -> None:
    for measure in range(6, 14):
        text = ("あ<ruby>志<rt>こころ</rt></ruby>い" * 12) + "おわり"
        for line in set_text(f"<p>{text}</p>", measure, tmp_path, RT):
            assert line[0][1] > -0.01
            assert line[-1][1] < measure


def test_readings_of_a_compound_make_room_for_each_other(tmp_path: Path) -> None:
    word = "<ruby>橋<rt>きょう</rt>頭<rt>とう</rt>堡<rt>ほ</rt></ruby>"
    reading, base = set_text(f"<p>亜{word}流</p>", 30, tmp_path, RT)
    assert base[-1][1] == pytest.approx(4.0, abs=0.02)  # three em of readings over three of bases
    starts = [x for _, x in reading]
    assert starts == pytest.approx([1 + 0.5 * n for n in range(6)], abs=0.02)


def test_a_line_may_end_inside_a_compound_whose_readings_keep_to_their_bases(
    tmp_path: Path,
) -> None:
    word = "<ruby>凝<rt>ぎょ</rt>視<rt>し</rt></ruby>"
    lines = set_text(f"<p>ああああ{word}いいいいいいいいい</p>", 5, tmp_path, RT)
    bases = [text_of(line) for line in lines if line[0][0] not in "ぎし"]
    assert bases[:2] == ["ああああ凝", "視いいいい"]
    crowded = "<ruby>凝<rt>ぎょう</rt>視<rt>し</rt></ruby>"
    lines = set_text(f"<p>ああああ{crowded}いいいいいいいいい</p>", 5, tmp_path, RT)
    assert not any("凝" in text_of(line) and "視" not in text_of(line) for line in lines)


def test_readings_change_no_line_height_and_no_base_is_parted(tmp_path: Path) -> None:
    word = "<ruby>字面<rt>じづら</rt></ruby>"
    for measure in range(6, 12):
        lines = set_text(
            f"<p>{('あいう' + word) * 12}</p>", measure, tmp_path, "rt { font-size: 5pt }"
        )
        bases = [text_of(line) for line in lines if "じづ" not in text_of(line)]
        assert "".join(bases) == "あいう字面" * 12
        assert not any(line.endswith("字") for line in bases)
        pitches = {round(b - a, 1) for a, b in pairwise(baselines(tmp_path / "t.pdf"))}
        assert pitches <= {16.0, 32.0}, "every line has the height of the text; some have no う"


def test_mono_ruby_gives_each_character_its_reading(tmp_path: Path) -> None:
    lines = set_text(
        "<p><ruby>罫<rt>け</rt>書<rt>がき</rt></ruby></p>", 30, tmp_path, "rt { font-size: 5pt }"
    )
    reading, _ = lines
    assert reading[0][1] == pytest.approx(0.25, abs=0.02)
    assert reading[1][1] == pytest.approx(1.0, abs=0.02)


def test_lines_around_a_line_break_are_composed(tmp_path: Path) -> None:
    first, second, third = set_text("<p>あ」「い<br/>」。うA<br/>え</p>", 30, tmp_path)
    assert (text_of(first), text_of(second), text_of(third)) == ("あ」「い", "」。うA", "え")
    assert pitch(first, "」「") == pytest.approx(0.5, abs=0.01)
    assert pitch(second, "うA") == pytest.approx(1.25, abs=0.01)
    assert second[0][1] == pytest.approx(0.0, abs=0.01)


def test_a_line_with_an_image_in_it_is_composed(tmp_path: Path) -> None:
    image = (
        '<img src="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNg'
        'AAAAAgABSK+kcQAAAABJRU5ErkJggg==" style="width: 20pt; height: 8pt"/>'
    )
    (line,) = set_text(f"<p>あ{image}い」「う</p>", 30, tmp_path)
    assert pitch(line, "あい") == pytest.approx(1 + 0.25 + 2 + 0.25, abs=0.02)
    assert pitch(line, "」「") == pytest.approx(0.5, abs=0.01)


def test_a_heading_is_broken_at_phrases_into_even_lines(tmp_path: Path) -> None:
    title = "<h1>生成AIが変える日本の製造業とこれからの人材育成</h1>"
    css = "h1 { font-size: 10pt; font-weight: normal; margin: 0; text-align: start }"
    even = [text_of(line) for line in set_text(title, 20, tmp_path, css)]
    assert even == ["生成AIが変える日本の", "製造業とこれからの人材育成"]
    filled = [text_of(line) for line in set_text(title, 20, tmp_path, css, headings="filled")]
    assert len(filled[0]) > len(filled[1])


def test_latin_letters_have_a_font_of_their_own_in_its_size(tmp_path: Path) -> None:
    latin = Latin("Gappon Mono", "Gappon Mincho", scale=1.1, shift=0.1)
    lines = set_text("<p>あABCい<strong>うDえ</strong></p>", 30, tmp_path, latin=latin)
    raised, base = lines
    assert text_of(raised) == "ABC"
    # IBM Plex Mono is 0.6 em wide; in the gothic of strong text Latin letters stay as they are.
    assert pitch(raised, "AB") == pytest.approx(0.6 * 1.1, abs=0.01)
    assert text_of(base) == "あいうDえ"
    assert base[1][1] == pytest.approx(1 + 0.25 + 3 * 0.66 + 0.25, abs=0.02)


def baselines(path: Path) -> list[float]:
    """Return the baselines of the body text on a PDF's first page, in points from its top."""
    document = pypdfium2.PdfDocument(path)
    page = document[0]
    text, heights = page.get_textpage(), set()
    for index in range(text.count_chars()):
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(text.raw, index, x, y)
        if chr(pdfium.FPDFText_GetUnicode(text.raw, index)) in "あうえかきくけ":
            heights.add(round(page.get_height() - y.value, 2))
    return sorted(heights)


def test_body_text_stands_on_the_grid_whatever_is_between(tmp_path: Path) -> None:
    html = (
        "<p>あ<strong>太</strong><code>c</code></p><h2>い</h2><p>う</p><figure style='height: 37pt'></figure><p>え</p>"
        "<table><tr><td>お</td></tr></table><ul><li>か</li><li>き</li></ul>"
        "<blockquote><p>く</p></blockquote><p>け</p>"
    )
    css = (
        "h2 { font-size: 13pt; line-height: 21pt; margin: 9pt 0 } table { font-size: 8pt }"
        "ul { margin: 5pt 0 } blockquote { margin: 7pt 0 } figure { margin: 3pt 0 }"
    )
    set_text(html, 30, tmp_path, css, grid=Grid(0, 16 / 0.75))
    on_grid = baselines(tmp_path / "t.pdf")
    assert len(on_grid) == 7
    first = on_grid[0]
    assert all(abs((y - first + 0.1) % 16 - 0.1) < 0.05 for y in on_grid), on_grid
    set_text(html, 30, tmp_path, css)
    free = baselines(tmp_path / "t.pdf")
    assert not all(abs((y - free[0] + 0.1) % 16 - 0.1) < 0.05 for y in free)


def test_a_pair_of_dashes_is_one_line_two_em_long(tmp_path: Path) -> None:
    (line,) = set_text("<p>あ——い……う</p>", 30, tmp_path)
    assert line[-1][1] == pytest.approx(6.0, abs=0.02)
    lines = set_text("<p>ああああ——いいい</p>", 5, tmp_path)
    assert text_of(lines[0]) == "ああああ"


def test_a_number_and_its_sign_are_solid(tmp_path: Path) -> None:
    (line,) = set_text("<p>約85％だ</p>", 30, tmp_path)
    assert pitch(line, "約8") == pytest.approx(1.25, abs=0.02)
    assert pitch(line, "5％") < 0.6


@pytest.mark.parametrize("before", range(20, 26))
def test_no_page_ends_with_a_strong_line(before: int, tmp_path: Path) -> None:
    css = Path("themes/base/book.css").read_text("utf-8")
    (rule,) = re.findall(r"^\.strong-line .*$", css, re.MULTILINE)
    html = "<p>本文の行</p>" * before + '<p class="strong-line"><strong>小見出し</strong></p>'
    lines = set_text(html + "<p>続きの本文</p>" * 9, 20, tmp_path, rule)  # 25 lines a page
    with pypdfium2.PdfDocument(tmp_path / "t.pdf") as document:
        first = document[0].get_textpage().get_text_bounded().split()
    assert first[-1] != "小見出し"
    assert any(text_of(line) == "小見出し" for line in lines)


NOTE_CSS = ".warichu { --gappon-note: warichu; font-size: 0.5em }"


def test_an_inline_cutting_note_stands_in_two_lines_within_one(tmp_path: Path) -> None:
    note = '<small class="warichu">慶長八年、征夷大将軍となる</small>'
    upper, middle, lower = set_text(f"<p>家康（{note}）は</p>", 30, tmp_path, NOTE_CSS)
    assert (text_of(upper), text_of(lower)) == ("慶長八年、征夷", "大将軍となる")
    assert text_of(middle) == "家康（）は"
    assert upper[0][1] == lower[0][1] == pytest.approx(3.0, abs=0.02)
    assert [b[1] - a[1] for a, b in pairwise(upper)] == pytest.approx([0.5] * 6, abs=0.02)
    assert pitch(middle, "（）") == pytest.approx(1 + 7 * 0.5, abs=0.02)
    assert plain_text(tmp_path / "t.pdf") == "家康（慶長八年、征夷大将軍となる）は"


@pytest.mark.parametrize("measure", range(6, 16))
def test_a_divided_note_is_read_line_by_line(measure: int, tmp_path: Path) -> None:
    text = "割注は本文の途中に、二行に分けて小さく組む「注」のことで、macOSなどの語も入る"
    html = f'<p>前の文です（<small class="warichu">{text}</small>）後の文です。</p>'
    lines = set_text(html, measure, tmp_path, NOTE_CSS)
    assert max(x for line in lines for _, x in line) < measure
    assert plain_text(tmp_path / "t.pdf") == f"前の文です（{text}）後の文です。"
    assert not any(text_of(line).startswith(tuple("、」。ー")) for line in lines)


def test_a_paragraph_over_many_pages_is_composed_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    composed: list[int] = []
    compose = composer.compose
    monkeypatch.setattr(composer, "compose", lambda *given: composed.append(1) or compose(*given))
    # As floats, the widths of left and right pages differ in the last place.
    margins = "@page :left { margin: 0 5.7pt 0 8.9pt } @page :right { margin: 0 8.9pt 0 5.7pt }"
    lines = set_text(f"<p>{'一行です。<br/>' * 120}</p>", 20, tmp_path, margins)
    assert len(lines) == len(composed) == 120
