"""What EPUBs say besides style sheets, so that text fits any screen."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from lxml import etree

from gappon import trees
from gappon.converter.formula import mathml
from gappon.exporters.epub.colors import adaptive, filled
from gappon.exporters.epub.declarations import changed
from gappon.exporters.epub.logical import logical
from gappon.exporters.epub.reflow import HORIZONTAL, VERTICAL, Pass
from gappon.exporters.epub.reflow import reflow as reflow_tree
from gappon.exporters.epub.reflow.formulas import width


def reflow(xhtml: str, passes: Sequence[Pass]) -> str:
    root = trees.parse(xhtml)
    reflow_tree(root, passes)
    return trees.serialise(root)


def table(text: str) -> etree._Element:
    return etree.fromstring(reflow(f"<table>{text}</table>", HORIZONTAL))


def labels(root: etree._Element) -> list[list[str | None]]:
    return [[cell.get("data-label") for cell in row.iter("td")] for row in root.iter("tr")]


def test_cells_bear_the_heads_of_their_columns() -> None:
    root = table(
        "<thead><tr><th>型</th><th>重さ</th></tr></thead>"
        "<tbody><tr><td>甲</td><td>3 kg</td></tr></tbody>"
    )
    assert labels(root) == [[], ["型", "重さ"]]
    assert root.find("thead/tr").get("class") == "heads"


def test_a_first_row_of_heads_alone_is_the_head() -> None:
    root = table("<tr><th>型</th><th>重さ</th></tr><tr><td>甲</td><td>3 kg</td></tr>")
    assert labels(root) == [[], ["型", "重さ"]]


def test_a_head_at_a_rows_beginning_bears_no_label() -> None:
    root = table("<tr><th>型</th><td>甲</td></tr><tr><th>重さ</th><td>3 kg</td></tr>")
    assert labels(root) == [[None], [None]]
    assert not root.xpath("//*[contains(@class, 'heads')]")


def test_cells_that_span_columns_and_rows() -> None:
    root = table(
        "<thead><tr><th rowspan='2'>部</th><th colspan='2'>人</th></tr>"
        "<tr><th>昼</th><th>夜</th></tr></thead>"
        "<tbody><tr><td rowspan='2'>製造</td><td>1</td><td>2</td></tr>"
        "<tr><td>3</td><td>4</td></tr>"
        "<tr><td>検査</td><td colspan='2'>5</td></tr></tbody>"
    )
    assert labels(root)[2:] == [
        ["部", "人・昼", "人・夜"],
        ["人・昼", "人・夜"],
        ["部", "人・昼・人・夜"],
    ]
    assert [row.get("data-above") for row in root.iter("tr")] == [
        None,
        None,
        None,
        "部　製造",
        None,
    ]


@pytest.mark.parametrize(
    ("cells", "name"),
    [
        (["1", "2"], "stack-10"),
        (["2025-11-03", "12,345円", "良好"], "stack-16"),
        (["長い文がいくつも続く欄"] * 4, "stack-28"),
        (["長い文がいくつも続く欄"] * 10, "stack-always"),
        (["configuration_of_manufacturing_lines"] * 2, "stack-37"),
    ],
)
def test_a_table_says_below_which_width_it_is_stacked(cells: list[str], name: str) -> None:
    body = "".join(f"<td>{cell}</td>" for cell in cells)
    assert name in table(f"<tr>{body}</tr>").get("class", "").split()


def test_short_cells_are_not_broken() -> None:
    root = table("<tr><td>観点</td><td>2025-11-03</td><td>これは長いので折り返す</td></tr>")
    assert [cell.get("class") for cell in root.iter("td")] == ["whole", "whole", None]


@pytest.mark.parametrize("span", ["0", "-1", "x", "99999999999", "２", ""])
def test_a_span_that_is_none_is_one(span: str) -> None:
    root = table(
        f"<tr><th>型</th><th>重さ</th></tr><tr><td colspan='{span}'>甲</td><td>3</td></tr>"
    )
    assert labels(root)[1] == ["型", "重さ"]


def test_spans_beyond_all_measure_take_no_time() -> None:
    row = "<tr>" + "<td rowspan='60000' colspan='900'>あ</td>" * 20 + "</tr>"
    assert len(labels(table(row * 400))) == 400


def written(tex: str, display: str) -> str:
    math = mathml(tex, display)
    assert math is not None
    return etree.tostring(math, encoding="unicode")


def formula(
    tex: str, display: str = "block", passes: Sequence[Pass] = HORIZONTAL
) -> etree._Element:
    math = written(tex, display)
    return etree.fromstring("<r>" + reflow(f'<div class="math">{math}</div>', passes) + "</r>")


def pieces(root: etree._Element) -> list[str]:
    return ["".join(math.itertext()) for math in root.iter("math")]


def test_a_long_formula_is_broken_before_relations() -> None:
    root = formula("f(x) = (x+1)^2 \\le x^2 + 2x + 3y")
    assert pieces(root) == ["f(x)", "=(x+1)2", "≤x2+2x+3y"]
    assert {math.get("displaystyle") for math in root.iter("math")} == {"true"}
    assert [m.get("form") for m in root.iter("mo") if m.text in "=≤"] == ["infix", "infix"]


def test_a_piece_that_is_still_long_is_broken_before_plus_and_minus() -> None:
    root = formula("y = aaaa + bbbb - cccc + (dddd + eeee) + ffff")
    assert pieces(root) == ["y", "=aaaa", "+bbbb", "−cccc", "+(dddd+eeee)", "+ffff"]


def test_a_short_formula_stays_one() -> None:
    root = formula("E = mc^2")
    assert pieces(root) == ["E=mc2"]
    assert root.find(".//math").get("display") == "block"


def test_what_cannot_be_broken_says_how_wide_it_is() -> None:
    matrix = " & ".join(f"a_{{{n}{n}}}" for n in range(9))
    (math,) = formula(f"\\begin{{pmatrix}} {matrix} \\end{{pmatrix}}").iter("math")
    assert math.get("class") == "wide"
    name, value = math.get("style", "").split(": ")
    assert (name, int(value) > 12) == ("--width", True)


def test_text_behind_a_broken_formula_stays_behind_it() -> None:
    math = written("abcdefgh = ijklmnop", "inline")
    html = reflow(f"<p>前{math}後</p>", HORIZONTAL)
    root = etree.fromstring(html)
    assert "".join(root.itertext()) == "前abcdefgh=ijklmnop後"
    assert len(pieces(root)) == 2


def test_formulas_stay_upright_in_vertical_lines() -> None:
    root = formula("E = mc^2", passes=VERTICAL)
    assert root.find(".//span[@class='upright-formula']/math") is not None
    assert formula("E = mc^2").find(".//span") is None


@pytest.mark.parametrize(
    ("tex", "least", "most"),
    [("x", 0.4, 0.8), ("x^2", 0.7, 1.2), ("\\frac{a+b}{c}", 1.5, 3), ("\\sqrt{x}", 1, 2)],
)
def test_widths_of_formulas(tex: str, least: float, most: float) -> None:
    assert least < width(etree.fromstring(written(tex, "inline"))) < most


@pytest.mark.parametrize(
    ("html", "broken"),
    [
        ("<h2>現場の記録を読み直す</h2>", "現場の|記録を|読み直す"),
        ("<h2>「計測」と<em>記録の</em>話</h2>", "「計測」|と|記録の|話"),
        (
            "<h3><code>run()</code>の使い方</h3>",
            "run()の|使い方",
        ),
        ("<h3><ruby>計測値<rt>けいそくち</rt></ruby>を見る</h3>", "計測値けいそくちを|見る"),
        ("<h2>The quick brown fox</h2>", "The quick brown fox"),
        ("<p>現場の記録を読み直す</p>", "現場の記録を読み直す"),
        (
            "<p>https://a.example/some/path-name?q=1&amp;r=2</p>",
            "https://|a.|example/|some/|path-|name?|q=|1&|r=|2",
        ),
        ("<p>1,234,567,890.12</p>", "1,234,567,890.12"),
        ("<p>short/path</p>", "short/path"),
        (
            "<pre><code><b>client</b>.configuration(name=value)</code></pre>",
            "client|.configuration(|name=|value)",
        ),
        ("<p><code>--some-long-option=value</code></p>", "--some-|long-|option=|value"),
        ("<p><math><mi>longidentifier.name</mi></math></p>", "longidentifier.name"),
    ],
)
def test_where_lines_may_be_broken(html: str, broken: str) -> None:
    root = etree.fromstring(reflow(html, HORIZONTAL))
    for mark in root.iter("wbr"):
        mark.text = "|"
    assert "".join(root.itertext()) == broken


def test_details_are_open() -> None:
    html = "<details><summary>題</summary><p>文</p></details>"
    assert reflow(html, HORIZONTAL).startswith('<details open="open">')


@pytest.mark.parametrize(
    ("css", "made"),
    [
        ("a { margin-top: 1em }", "a { margin-block-start: 1em }"),
        ("a { margin: 1em 2em 3em }", "a { margin-block: 1em 3em; margin-inline: 2em 2em;}"),
        (
            "a { padding: 1em min(1em, 3%) }",
            "a { padding-block: 1em 1em; padding-inline: min(1em, 3%) min(1em, 3%);}",
        ),
        ("a { margin: 0 }", "a { margin: 0 }"),
        ("a { border-bottom: 1px solid red }", "a { border-block-end: 1px solid red }"),
        ("a { border-left-color: red; }", "a { border-inline-start-color: red; }"),
        ("a { text-align: right; }", "a { text-align: end; }"),
        ("a { text-align: center; }", "a { text-align: center; }"),
        ("a:hover { margin-left: 1em }", "a:hover { margin-inline-start: 1em }"),
        (
            "@media print { a { margin-left: 1em } b { margin-left: 1em } }",
            "@media print { a { margin-inline-start: 1em } b { margin-inline-start: 1em } }",
        ),
        ("a { margin-inline-start: 1em }", "a { margin-inline-start: 1em }"),
        ("a { margin: 1em 2em !important }", "a { margin: 1em 2em !important }"),
    ],
)
def test_style_sheets_follow_vertical_lines(css: str, made: str) -> None:
    assert " ".join(changed(css, (logical,)).split()) == made


def test_colours_depend_on_the_readers() -> None:
    colors = adaptive({"text": "#1a1a1a", "accent": "#1f3a5f", "panel": "#f3f4f6", "own": "x"})
    assert colors == {
        "text": "inherit",
        "accent": "color-mix(in srgb, currentColor 50%, #245aa4)",
        "panel": "rgba(128, 138, 159, 0.094)",
        "own": "x",
    }


def test_letters_are_filled_with_a_colour_that_depends_on_their_own() -> None:
    mixed = "color-mix(in srgb, currentColor 50%, #245aa4)"
    assert changed(f"a {{ color: {mixed}; }}", (filled,)) == (
        f"a {{ color: inherit; -webkit-text-fill-color: {mixed}; }}"
    )
    assert changed("a { color: red }", (filled,)) == "a { color: red }"
