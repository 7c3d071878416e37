"""Every character of a chapter stands on some page, over nothing else, uncut."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.reader.conftest import Open
from tests.reader.paged import SCREENS, Chapter, Screen

pytestmark = [pytest.mark.whole, pytest.mark.xdist_group("reader")]
PHONE, LARGE_TYPE = SCREENS[:2]
TABLET, E_INK = SCREENS[2], SCREENS[4]
ROWS = "".join(f"<tr><td>{n}行目の文</td></tr>" for n in range(60))


@pytest.mark.parametrize("screen", SCREENS, ids=str)
@pytest.mark.parametrize("theme", ["geppo", "bunko"])
def test_all_text_is_on_pages(
    theme: str,
    screen: Screen,
    book_of: Callable[[str], Path],
    open_pages: Callable[..., Any],
) -> None:
    page = open_pages(screen)
    faults = {}
    documents = sorted(book_of(theme).rglob("*.xhtml"))
    assert len(documents) == 12
    for document in documents:
        chapter = Chapter(page, document, screen)
        assert chapter.vertical == (theme == "bunko" and document.stem != "cover")
        if found := chapter.faults():
            faults[document.stem] = found
    assert faults == {}


@pytest.mark.parametrize(
    ("body", "css", "kind"),
    [
        (f'<div class="t"><table>{ROWS}</table></div>', ".t { overflow-x: auto }", "outside"),
        ("<p>上の文</p><p id='b'>下の文</p>", "p { margin: 0 } #b { margin-top: -1em }", "overlap"),
        (
            "<p><b>はみ出して見えない文</b></p>",
            "p { width: 3em; overflow: hidden; white-space: nowrap }",
            "cut",
        ),
        ("<p hidden='hidden'>消す文</p><p class='x'>消えた文</p>", ".x { display: none }", "lost"),
        ("<details><summary>題</summary><p>畳まれた文</p></details>", "", "lost"),
        ("<pre>" + "word" * 30 + "</pre>", "", "outside"),
        (
            "<p>行の文<svg xmlns='http://www.w3.org/2000/svg' width='9' height='90'/></p>",
            "svg { margin-left: -2em }",
            "overlap",
        ),
    ],
)
def test_the_measure_finds_what_readers_lose(
    body: str, css: str, kind: str, open_text: Open
) -> None:
    faults = open_text(body, css, PHONE).faults()
    assert kind in {fault.kind for fault in faults}
    assert open_text("<p>ふつうの文。</p>" * 99, "", PHONE).faults() == []


def shown(chapter: Chapter, selector: str) -> list[str]:
    """Return the labels that stand before elements."""
    script = (
        "s => [...document.querySelectorAll(s)].map(e => getComputedStyle(e, '::before').content)"
    )
    return [text.strip('"') for text in chapter.page.evaluate(script, selector)]


def display(chapter: Chapter, selector: str) -> str:
    script = "s => getComputedStyle(document.querySelector(s)).display"
    return str(chapter.page.evaluate(script, selector))


def test_a_row_of_a_wide_table_is_a_block_with_heads_as_labels(open_chapter: Open) -> None:
    chapter = open_chapter("geppo", "列の多い", PHONE)
    assert display(chapter, "tbody td") == "block"
    assert shown(chapter, "tbody tr:first-child td")[:2] == ["機種　", "第1四半期の出荷　"]
    assert display(chapter, "thead tr") == "none"


def test_a_table_is_one_where_there_is_room(open_chapter: Open) -> None:
    narrow = open_chapter("geppo", "六十行", PHONE)
    wide = open_chapter("geppo", "六十行", TABLET)
    assert (display(narrow, "tbody td"), display(wide, "tbody td")) == ("block", "table-cell")
    assert shown(wide, "tbody tr:first-child td") == ["none"] * 4


def test_what_reaches_into_a_row_from_above_is_said_before_it(open_chapter: Open) -> None:
    chapter = open_chapter("geppo", "列の多い", LARGE_TYPE)
    assert shown(chapter, "tr[data-above]") == ["部門　製造"]
    heads = shown(chapter, "tr[data-above] td")
    assert heads == ["人数・常勤　", "人数・非常勤　", "方針　"]


def lines(chapter: Chapter, selector: str) -> list[str]:
    """Return the text of an element's lines as they are set."""
    script = """selector => {
      const element = document.querySelector(selector), range = document.createRange()
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
      const lines = []; let last = null
      while (walker.nextNode()) for (let i = 0; i < walker.currentNode.length; i++) {
        range.setStart(walker.currentNode, i); range.setEnd(walker.currentNode, i + 1)
        const box = range.getBoundingClientRect()
        const place = Math.round((box.top + box.bottom) / 2 / 9)
        if (last === null || Math.abs(place - last) > 1) lines.push('')
        lines[lines.length - 1] += walker.currentNode.data[i]; last = place
      }
      return lines }"""
    return list(chapter.page.evaluate(script, selector))


def test_titles_are_broken_between_phrases(open_chapter: Open) -> None:
    chapter = open_chapter("geppo", "現場の記録", LARGE_TYPE)
    assert lines(chapter, "h1") == [
        "現場の記録を",
        "読みなおして",
        "次の設計に",
        "生かすための",
        "長い題は",
        "句で折り返す",
    ]


def test_a_long_address_is_broken_behind_its_marks(open_chapter: Open) -> None:
    chapter = open_chapter("geppo", "囲みと引用", LARGE_TYPE)
    broken = lines(chapter, "aside.footnote a[href^='https']")
    assert len(broken) > 3
    assert all(line[-1] in "/.?&=-" for line in broken[:-1])


def test_lines_of_code_are_broken_behind_marks_and_hang(open_chapter: Open) -> None:
    chapter = open_chapter("geppo", "校正の手順", PHONE)
    broken = lines(chapter, "pre code")
    assert "sensor.configuration" in "".join(broken).replace("\n", "")
    assert not [line for line in broken if line.endswith(("configura", "inspec", "refer"))]
    script = """() => { const r = document.createRange(); r.selectNodeContents(document.querySelector(
      'pre code')); const left = [...r.getClientRects()].map(b => Math.round(b.left));
      return [Math.min(...left), left.filter(x => x > Math.min(...left) + 15).length > 3] }"""
    assert chapter.page.evaluate(script)[1]


def test_a_deep_list_has_room_at_large_type(open_chapter: Open) -> None:
    chapter = open_chapter("geppo", "入れ子", LARGE_TYPE)
    broken = lines(chapter, "li li li li")
    assert max(map(len, broken)) >= 6


def test_text_is_no_wider_than_forty_em_on_a_tablet(open_chapter: Open) -> None:
    chapter = open_chapter("geppo", "囲みと引用", TABLET)
    width = chapter.page.evaluate("document.body.getBoundingClientRect().width")
    assert width == 40 * 16


def test_a_heading_stays_with_the_picture_behind_it(open_chapter: Open) -> None:
    script = """([vertical, step]) => ['h2', 'h2 ~ figure img', 'h2 ~ figure figcaption'].map(s => {
      const box = document.querySelector(s).getBoundingClientRect()
      return Math.floor((vertical ? box.top : box.left) / step) })"""
    for theme in ("geppo", "bunko"):
        for screen in (PHONE, LARGE_TYPE, E_INK):
            chapter = open_chapter(theme, "幅の広い", screen)
            step = screen.height if chapter.vertical else screen.width
            heading, picture, caption = chapter.page.evaluate(script, [chapter.vertical, step])
            assert heading == picture == caption, (theme, str(screen))


def test_a_vertical_book_shows_its_cover_whole(open_chapter: Open) -> None:
    for screen in (PHONE, E_INK):
        chapter = open_chapter("bunko", "表紙", screen)
        box = chapter.page.evaluate(
            "(() => { const b = document.querySelector('img').getBoundingClientRect();"
            "return [b.left, b.top, b.width, b.height] })()"
        )
        left, top, width, height = box
        assert left >= 0
        assert top >= 0
        assert left + width <= screen.width
        assert top + height <= screen.height
        assert width / height == pytest.approx(105 / 148, rel=0.02)


def test_headings_of_vertical_books_have_their_gap_before_them(open_chapter: Open) -> None:
    chapter = open_chapter("bunko", "現場の記録", TABLET)
    gap = chapter.page.evaluate(
        "(() => { const h = document.querySelector('h3').getBoundingClientRect();"
        "const p = document.querySelector('h3').previousElementSibling.getBoundingClientRect();"
        "return p.left - h.right })()"
    )
    assert gap == pytest.approx(1.6 * 1.05 * 16, abs=1)
