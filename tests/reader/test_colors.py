"""Text can be read on whatever ground a reader gives it: white, sepia, black."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.reader.conftest import Open
from tests.reader.paged import SCREENS, Chapter

pytestmark = [pytest.mark.whole, pytest.mark.xdist_group("reader")]
PHONE = SCREENS[0]
GROUNDS = {
    "white": ("#ffffff", "#000000"),
    "sepia": ("#f8f0dc", "#3b2a1a"),
    "black": ("#121212", "#e0e0e0"),
}
CONTRASTS = """() => {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })
  const parts = color => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1)
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data
    return [r, g, b, a / 255]
  }
  const over = (top, under) => top.slice(0, 3).map((c, i) => c * top[3] + under[i] * (1 - top[3]))
  const ground = element => {
    const own = parts(getComputedStyle(element).backgroundColor)
    const under = element.parentElement ? ground(element.parentElement) : [255, 255, 255]
    return over(own, under)
  }
  const luminance = rgb => {
    const [r, g, b] = rgb.map(c => c / 255).map(c => c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
    return .2126 * r + .7152 * g + .0722 * b
  }
  const found = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement
    if (!walker.currentNode.data.trim() || element.closest('rp, annotation')) continue
    const style = getComputedStyle(element)
    const under = ground(element)
    const letters = over(parts(style.getPropertyValue('-webkit-text-fill-color')), under)
    const [light, dark] = [luminance(letters), luminance(under)].sort((a, b) => b - a)
    found.push([(light + .05) / (dark + .05), walker.currentNode.data.trim().slice(0, 20)])
  }
  return found
}"""


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("theme", ["geppo", "bunko", "brief"])
def test_text_has_contrast_on_the_readers_ground(
    theme: str,
    ground: str,
    book_of: Callable[[str], Path],
    open_pages: Callable[..., Any],
) -> None:
    """Also when the reader changes its colours after the chapter was shown."""
    page = open_pages(PHONE)
    back, letters = GROUNDS[ground]
    faint = []
    for document in sorted((book_of(theme) / "text").glob("p*.xhtml")):
        Chapter(page, document, PHONE)
        page.add_style_tag(
            content=f"html, body {{ background: {back} !important; color: {letters} !important }}"
        )
        found = page.evaluate(CONTRASTS)
        assert len(found) > 5
        faint += [(round(ratio, 1), text) for ratio, text in found if ratio < 4.5]
    assert faint == []


@pytest.mark.parametrize("theme", ["geppo", "bunko"])
def test_text_has_contrast_where_the_system_is_dark(theme: str, open_chapter: Open) -> None:
    chapter = open_chapter(theme, "校正の手順", PHONE, color_scheme="dark")
    page = chapter.page
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == (
        "rgb(18, 18, 18)"
    )
    assert [text for ratio, text in page.evaluate(CONTRASTS) if ratio < 4.5] == []


def test_letters_have_the_themes_colours_on_white(open_chapter: Open) -> None:
    page = open_chapter("geppo", "現場の記録", PHONE).page
    page.add_style_tag(content="html { color: #1a1a1a }")
    color = page.evaluate(
        "(() => { const c = new OffscreenCanvas(1, 1).getContext('2d');"
        "c.fillStyle = getComputedStyle(document.querySelector('h2'))"
        ".getPropertyValue('-webkit-text-fill-color'); c.fillRect(0, 0, 1, 1);"
        "return [...c.getImageData(0, 0, 1, 1).data] })()"
    )
    assert color == pytest.approx([0x1F, 0x3A, 0x5F, 255], abs=2)


def test_a_transparent_chart_stands_on_white_in_the_dark(open_chapter: Open) -> None:
    page = open_chapter("geppo", "幅の広い", PHONE, color_scheme="dark").page
    script = "getComputedStyle(document.querySelector('img[src$=svg]')).backgroundColor"
    assert page.evaluate(script) == "rgb(255, 255, 255)"
