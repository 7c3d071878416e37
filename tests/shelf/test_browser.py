"""A reader's way through the shelf in a real browser: search, sample, reader, downloads."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.shelf.serving import Server

pytestmark = pytest.mark.xdist_group("shelf")  # one shelf for all
# Chromium says this of the frames in which foliate-js shows a book; the policy allows no script there.
OF_THE_ENGINE = "allow-scripts and allow-same-origin"
SIZES = {390: {"width": 390, "height": 844}, 1280: {"width": 1280, "height": 800}}
Visit = Callable[..., Any]


@pytest.fixture
def visit(browser: Any, server: Server) -> Iterator[Visit]:
    """Open a page of the shelf; nothing may be said on the browser's console."""
    contexts, said = [], []

    def open_(path: str = "", width: int = 390, **options: Any) -> Any:
        context = browser.new_context(viewport=SIZES[width], locale="ja-JP", **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(server.address.geturl() + path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert [text for text in said if OF_THE_ENGINE not in text] == []


def wait_for(page: Any, condition: str) -> None:
    """Wait until a condition holds; Playwright's own way evaluates strings, which the pages forbid."""
    for _ in range(150):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    raise AssertionError(condition)


def downloaded(page: Any, label: str) -> str:
    """Click a download; return its hash."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name=label).first.click()
    return hashlib.sha256(Path(waiting.value.path()).read_bytes()).hexdigest()


def known(server: Server, name: str) -> str:
    """The hash that the shelf's list has for a file."""
    lines = (server.folder / "sha256sums.txt").read_text("utf-8").splitlines()
    return next(line.split(" *")[0] for line in lines if line.endswith(f"/{name}"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_a_book_is_found_looked_into_read_and_taken(
    visit: Visit, server: Server, width: int, scheme: str
) -> None:
    page = visit(width=width, color_scheme=scheme)
    page.get_by_role("searchbox").fill("創刊")
    page.get_by_role("button", name="検索").click()
    page.get_by_role("link", name="港 2025 11 創刊一周年").first.click()
    assert page.get_by_role("heading", level=1).inner_text().startswith("港 2025 11")

    page.get_by_role("link", name="ためし読み", exact=True).click()
    assert "本文と" in page.locator(".book-text").inner_text()
    indent = "getComputedStyle(document.querySelector('.book-text p')).textIndent"
    wait_for(page, f"{indent} === '16px'")  # the theme's rule
    page.go_back()

    page.get_by_role("link", name="ここで読む").click()
    page.wait_for_selector("#book[data-ready]")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("#title").inner_text() == "港 2025 11 創刊一周年"
    page.get_by_role("button", name="目次").click()
    page.get_by_role("link", name="記事その2").click()
    wait_for(page, "reader.view.renderer.getContents()[0]?.doc.title === '記事その2'")
    page.get_by_role("link", name="巻のページへ戻る").click()

    name = "港-2025-11"
    assert downloaded(page, "EPUBをダウンロード") == known(server, f"{name}.epub")
    assert downloaded(page, "PDFをダウンロード") == known(server, f"{name}.pdf")


@pytest.mark.parametrize("width", [390, 1280])
def test_without_script_a_book_is_found_by_the_lists_and_taken(
    visit: Visit, server: Server, width: int
) -> None:
    page = visit(width=width, java_script_enabled=False)
    page.get_by_role("navigation").get_by_role("link", name="カテゴリー").click()
    page.get_by_role("link", name="船").first.click()
    page.get_by_role("link", name="船").last.click()
    page.locator("summary", has_text="Kindle").click()
    assert page.get_by_text("メールでもウェブでも送れる大きさです").is_visible()
    assert downloaded(page, "EPUBをダウンロード") == known(server, "船.epub")
    assert downloaded(page, "PDFをダウンロード") == known(server, "船.pdf")
    page.get_by_role("navigation").get_by_role("link", name="探す").click()
    assert "JavaScriptが要ります" in page.locator("main").inner_text()


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("うんのなぎさ", "記事その1"),
        ("ウンノ", "記事その1"),
        ("ｓｅａ", "船"),
        ("anna", "船"),
        ("<題>", "<題> & 「題」"),
        ("2024-12", "Annual"),
        ("岬 号外", None),
    ],
)
def test_the_search_takes_readings_and_all_widths(
    visit: Visit, query: str, title: str | None
) -> None:
    page = visit("search/", width=1280)
    page.get_by_role("searchbox").fill(query)
    page.get_by_role("button", name="検索").click()
    wait_for(page, "document.querySelector('#state').textContent")
    if title is None:
        assert page.locator("#state").inner_text() == "見つかりませんでした。"
    else:
        titles = page.locator(".hit-title").all_inner_texts()
        assert any(text.startswith(title) for text in titles), titles


def test_the_keyboard_reaches_everything_in_order(visit: Visit) -> None:
    page = visit("", width=1280)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "本文へ"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_pages_turn_and_the_place_is_kept(visit: Visit) -> None:
    page = visit("read/?volume=%E8%88%B9&file=%E8%88%B9.epub", width=1280)
    page.wait_for_selector("#book[data-ready]")
    for _ in range(2):
        page.get_by_role("button", name="次のページ").click()
        page.wait_for_timeout(400)
    before = page.evaluate("reader.view.renderer.getContents()[0].doc.title")
    page.get_by_role("button", name="文字を大きく").click()
    page.reload()
    page.wait_for_selector("#book[data-ready]")
    wait_for(page, "reader.view.renderer.getContents()[0]?.doc")
    assert page.evaluate("reader.view.renderer.getContents()[0].doc.title") == before
    size = "reader.view.renderer.getContents()[0].doc.documentElement.style.fontSize"
    assert page.evaluate(size) == "112%"


def test_a_book_that_is_not_there_is_said(browser: Any, server: Server) -> None:
    page = browser.new_page()
    for query in ("", "?volume=x&file=y.epub", "?volume=..&file=..%2F..%2F.shelf.json"):
        page.goto(f"{server.address.geturl()}read/{query}")
        wait_for(page, "!document.querySelector('#state').textContent.includes('開いています')")
        said = page.locator("#state").inner_text()
        assert said in (
            "棚から巻を選んでください。",
            "本を開けませんでした。EPUBをダウンロードしてお読みください。",
        )
    page.close()


def test_an_injected_script_does_not_run(browser: Any, server: Server) -> None:
    page = browser.new_page()
    page.goto(server.address.geturl() + "volumes/%E6%B8%AF-2025-11/")
    violation = page.evaluate(
        """() => new Promise(resolve => {
          document.addEventListener('securitypolicyviolation', e => resolve(e.effectiveDirective))
          const script = document.createElement('script')
          script.textContent = 'globalThis.ran = true'
          document.body.append(script)
        })"""
    )
    assert violation == "script-src-elem"
    assert page.evaluate("globalThis.ran") is None
    page.close()
