"""Books in a real reader engine (foliate-js) in a real browser: pages, contents, notes, pictures."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat

from gappon import Report
from tests.conftest import need, need_tool

pytestmark = [pytest.mark.whole, pytest.mark.xdist_group("whole")]
PICTURES = Path(__file__).parent / "pictures"
SIZE = {"width": 480, "height": 720}
DIFFERENCE = 12  # of 255, the mean over all pixels; letters differ by browser, layout does not
OPEN_NOTE = """async () => {
  const { FootnoteHandler } = await import('/foliate/footnotes.js')
  const handler = new FootnoteHandler()
  const { view } = reader
  handler.addEventListener('before-render', event => document.body.append(event.detail.view))
  const shown = new Promise((resolve, reject) => {
    handler.addEventListener('render', event =>
      resolve([event.detail.type, event.detail.target?.ownerDocument.body.textContent ?? '']))
    setTimeout(() => reject(new Error('no note was shown')), 10000)
  })
  view.addEventListener('link', event => handler.handle(view.book, event))
  view.renderer.getContents()[0].doc.querySelector('a.noteref').click()
  return await shown
}"""


class Files(SimpleHTTPRequestHandler):
    """Serves the reader below /foliate/ and a folder of books below /."""

    def __init__(self, *arguments: Any, foliate: Path, **options: Any) -> None:
        self.foliate = foliate
        super().__init__(*arguments, **options)

    def translate_path(self, path: str) -> str:
        if path.startswith("/foliate/"):
            return str(self.foliate / path.removeprefix("/foliate/").split("?")[0])
        return super().translate_path(path)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def browser(playwright: Any) -> Iterator[Any]:
    browser = playwright.chromium.launch(
        executable_path=need("chromium"), args=["--no-sandbox"], env=dict(os.environ)
    )
    yield browser
    browser.close()


@pytest.fixture
def open_book(browser: Any, built: dict[str, tuple[Path, Report]], tmp_path: Path) -> Iterator[Any]:
    """Open a theme's EPUB in the reader; return the browser's page."""
    handler = partial(Files, foliate=need_tool("foliate-js"), directory=str(tmp_path))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    pages = []

    def open_(theme: str) -> Any:
        source = next(built[theme][0].glob("*.epub"))
        (tmp_path / "book.epub").write_bytes(source.read_bytes())
        page = browser.new_page(viewport=SIZE, bypass_csp=True)
        page.set_default_timeout(20_000)
        pages.append(page)
        address = f"http://127.0.0.1:{server.server_port}/foliate/reader.html?url=/book.epub"
        page.goto(address)
        page.wait_for_function("globalThis.reader?.view?.lastLocation?.fraction !== undefined")
        page.wait_for_timeout(500)  # the reader shows the first page twice
        return page

    yield open_
    for page in pages:
        page.close()
    server.shutdown()


def go_to(page: Any, title: str) -> None:
    """Follow the line of the contents with a title, and wait until the chapter is shown."""
    page.evaluate(
        "title => reader.view.goTo(reader.view.book.toc.find(e => e.label.includes(title)).href)",
        title,
    )
    page.wait_for_function(
        "title => reader.view.renderer.getContents()[0]?.doc?.title.includes(title)", arg=title
    )
    page.wait_for_timeout(500)  # until its lines are set


def heading(page: Any) -> str:
    script = "reader.view.renderer.getContents()[0].doc.querySelector('h1').textContent"
    return str(page.evaluate(script))


@pytest.mark.parametrize("theme", ["geppo", "bunko"])
def test_contents_lead_to_chapters_and_pages_turn(theme: str, open_book: Any) -> None:
    page = open_book(theme)
    go_to(page, "検査の見落とし")
    assert "検査の見落とし" in heading(page)
    before = page.evaluate("reader.view.lastLocation.fraction")
    page.evaluate("reader.view.next()")
    page.wait_for_timeout(600)
    assert page.evaluate("reader.view.lastLocation.fraction") > before
    assert page.evaluate("reader.view.lastLocation.pageItem?.label") in ("7", "8", "9")


def test_the_vertical_theme_is_set_vertically(open_book: Any) -> None:
    page = open_book("bunko")
    go_to(page, "検査の見落とし")
    script = (
        "getComputedStyle(reader.view.renderer.getContents()[0].doc.documentElement).writingMode"
    )
    assert page.evaluate(script) == "vertical-rl"
    assert page.evaluate("reader.view.book.dir") == "rtl"


@pytest.mark.parametrize("theme", ["geppo", "bunko"])
def test_a_note_opens_in_place(theme: str, open_book: Any) -> None:
    page = open_book(theme)
    go_to(page, "検査の見落とし")
    kind, text = page.evaluate(OPEN_NOTE)
    assert kind == "footnote"
    assert "12,480個" in text


@pytest.mark.parametrize("theme", ["geppo", "bunko"])
def test_pages_look_as_they_did(theme: str, open_book: Any, tmp_path: Path) -> None:
    page = open_book(theme)
    go_to(page, "ことば帖（一）")
    path = tmp_path / "now.png"
    page.screenshot(path=path)
    kept = PICTURES / f"reader-{theme}.png"
    if os.environ.get("GAPPON_KEEP_PICTURES"):
        kept.write_bytes(path.read_bytes())
    with Image.open(path) as now, Image.open(kept) as then:
        size = (SIZE["width"] // 8, SIZE["height"] // 8)
        difference = ImageChops.difference(
            now.convert("L").resize(size), then.convert("L").resize(size)
        )
        assert ImageStat.Stat(difference).mean[0] < DIFFERENCE
