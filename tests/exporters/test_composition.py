"""Composition in the finished PDF: positions of glyphs, in em, read by a program that none of us wrote."""

from __future__ import annotations

import ctypes
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from gappon.exporters.pdf import fontfile
from gappon.exporters.pdf.fragment import Sheet
from gappon.exporters.pdf.link import link
from gappon.exporters.pdf.plan import LinkPlan, PagePlan
from gappon.fonts import load_fonts
from gappon.kumihan.style import Style

SIZE = 10
Line = list[tuple[str, float]]


def set_text(
    html: str, characters: int, folder: Path, css: str = "", **settings: object
) -> list[Line]:
    """Compose a body of so many characters a line; return lines of ``(character, x in em)``."""
    from datetime import UTC, datetime

    from gappon.exporters.pdf.weasy import compile_sheet

    style = (
        f"@page {{ size: {characters * SIZE}pt 400pt; margin: 0 }}"
        f"body {{ margin: 0; font: {SIZE}pt/16pt 'Gappon Mincho'; text-align: justify }}"
        "p { margin: 0 } strong { font-family: 'Gappon Gothic' } code { font-family: 'Gappon Mono' }"
        + css
    )
    document = f'<html lang="ja"><head><title>t</title></head><body>{html}</body></html>'
    fragment = compile_sheet(Sheet("k", document, style, {}, Style(**settings)))
    paths = fontfile.identities(font.path for font in load_fonts())
    plan = LinkPlan(
        fragments=[fragment],
        pages=[PagePlan(0, n) for n in range(fragment.pages)],
        starts={"k": 0},
        web={},
        title="t",
        authors=(),
        subject="",
        keywords=(),
        language="ja",
        created=datetime(2025, 1, 1, tzinfo=UTC),
        identifier="x",
        size=(1, 1),
    )
    target = folder / "t.pdf"
    link(
        plan,
        lambda _: fragment.pdf,
        lambda font: fontfile.subset(
            paths[font.first.identity], 0, font.to_unicode, with_notdef=False
        ),
        target,
    )
    return _lines(target)


def _lines(path: Path) -> list[Line]:
    document = pypdfium2.PdfDocument(path)
    rows: dict[tuple[int, float], Line] = {}
    for number in range(len(document)):
        page = document[number].get_textpage()
        for index in range(page.count_chars()):
            char = chr(pdfium.FPDFText_GetUnicode(page.raw, index))
            x, y = ctypes.c_double(), ctypes.c_double()
            pdfium.FPDFText_GetCharOrigin(page.raw, index, x, y)
            if not char.isspace() and not pdfium.FPDFText_IsGenerated(page.raw, index):
                rows.setdefault((number, -round(y.value, 1)), []).append((char, x.value / SIZE))
    return [sorted(row, key=lambda item: item[1]) for _, row in sorted(rows.items())]


def text_of(line: Line) -> str:
    return "".join(char for char, _ in line)


def pitch(line: Line, pair: str) -> float:
    """Return the distance of two neighbouring characters, in em."""
    for (first, x), (second, x2) in pairwise(line):
        if first + second == pair:
            return x2 - x
    raise AssertionError(f"{pair} is not in {text_of(line)}")


LONG = (
    "私がこの業界に足を踏み入れて20年、シリコンバレーのガレージから生まれたアイデアが、世界を変える瞬間を何度も見てきました。AI半導体という分野は、特に競争が激しい「戦場」です。"
    * 3
)


def test_lines_fill_the_measure_exactly(tmp_path: Path) -> None:
    lines = set_text(f"<p>{LONG}</p>", 20, tmp_path)
    for line in lines[:-1]:
        char, x = line[-1]
        edges = (20.0, 20.5) if char in "、。」" else (20.0,)
        width = 0.5 if char.isascii() else 1.0
        assert any(abs(x + width - edge) < 0.1 for edge in edges) or char.isascii(), text_of(line)


def test_a_quarter_em_stands_between_japanese_and_latin_across_elements(tmp_path: Path) -> None:
    (line,) = set_text("<p>あ<strong>A</strong>い<code>B</code>う C え</p>", 30, tmp_path)
    plain = set_text("<p>A</p>", 30, tmp_path)
    assert plain
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


def test_the_text_comes_back_as_it_was(tmp_path: Path) -> None:
    lines = set_text(f"<p>{LONG}</p>", 20, tmp_path)
    assert "".join(text_of(line) for line in lines) == LONG


def test_lists_quotes_cells_and_headings_are_composed_too(tmp_path: Path) -> None:
    html = "<ul><li>{0}</li></ul><blockquote>{0}</blockquote><table><tr><td>{0}</td></tr></table><h2>{0}</h2>"
    for line in set_text(html.format("あ」「い"), 40, tmp_path):
        if "」「" in text_of(line):
            assert pitch(line, "」「") == pytest.approx(0.5 * line_size(line), abs=0.1)


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

    assert load_theme(theme).settings.composition.style() == Style()


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


def test_a_wider_reading_widens_its_base_and_nothing_else(tmp_path: Path) -> None:
    lines = set_text(
        "<p>あ<ruby>承<rt>うけたまわ</rt></ruby>る</p>", 30, tmp_path, "rt { font-size: 5pt }"
    )
    reading, base = lines
    assert reading[0][1] == pytest.approx(1.0, abs=0.02)
    assert base[1][1] == pytest.approx(1.0 + (2.5 - 1) / 2, abs=0.02)
    assert base[2][1] == pytest.approx(3.5, abs=0.02)


def test_readings_change_no_line_height_and_no_base_is_parted(tmp_path: Path) -> None:
    word = "<ruby>漢字<rt>かんじ</rt></ruby>"
    for measure in range(6, 12):
        lines = set_text(
            f"<p>{('あいう' + word) * 12}</p>", measure, tmp_path, "rt { font-size: 5pt }"
        )
        bases = [text_of(line) for line in lines if "かん" not in text_of(line)]
        assert not any(line.endswith("漢") for line in bases)


def test_mono_ruby_gives_each_character_its_reading(tmp_path: Path) -> None:
    lines = set_text(
        "<p><ruby>罫<rt>け</rt>書<rt>がき</rt></ruby></p>", 30, tmp_path, "rt { font-size: 5pt }"
    )
    reading, _ = lines
    assert reading[0][1] == pytest.approx(0.25, abs=0.02)
    assert reading[1][1] == pytest.approx(1.0, abs=0.02)
