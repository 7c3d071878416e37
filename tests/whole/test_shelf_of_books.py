"""From books to the shelf: the volumes that gappon builds, shown by the shelf that it makes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gappon import Report
from gappon.shelf.make import make_shelf
from gappon.shelf.options import Address, ShelfOptions
from tests.conftest import need
from tests.shelf.serving import Server, serving

pytestmark = [pytest.mark.whole, pytest.mark.xdist_group("whole")]


@pytest.fixture(scope="module")
def server(
    built: dict[str, tuple[Path, Report]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """The vertical theme's shelf."""
    base = tmp_path_factory.mktemp("shelf-of-books")
    dist = built["bunko"][0]
    report = make_shelf(ShelfOptions(dist, base / "shelf", Address(), cache=base / "cache"))
    assert (report.volumes, report.notices) == (1, ())
    with serving(base / "shelf") as running:
        yield running


@pytest.fixture
def page(server: Server, playwright: Any) -> Iterator[Any]:
    browser = playwright.chromium.launch(
        executable_path=need("chromium"), args=["--no-sandbox"], env=dict(os.environ)
    )
    opened = browser.new_page(viewport={"width": 390, "height": 844}, locale="ja-JP")
    opened.set_default_timeout(20_000)
    opened.goto(server.address.geturl())
    yield opened
    browser.close()


def test_a_vertical_sample_is_vertical_and_stays_in_its_sheet(page: Any) -> None:
    page.get_by_role("link", name="ためし読み").first.click()
    page.wait_for_selector(".sheet.vertical")
    mode = "getComputedStyle(document.querySelector('.book-text')).writingMode"
    assert page.evaluate(mode) == "vertical-rl"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    pictures = "[...document.querySelectorAll('.book-text img')]"
    page.wait_for_function(f"{pictures}.every(i => i.complete)")
    assert page.evaluate(f"{pictures}.every(i => i.naturalWidth > 0)")


def test_a_vertical_book_is_read_from_right_to_left(page: Any) -> None:
    page.get_by_role("link", name="目次").first.click()
    page.get_by_role("link", name="ここで読む").click()
    page.wait_for_selector("#book[data-ready]")
    assert page.get_by_role("button", name="次のページ").get_attribute("id") == "left"
    before = page.evaluate("reader.view.lastLocation?.fraction ?? 0")
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
        page.wait_for_timeout(600)
    assert page.evaluate("reader.view.lastLocation.fraction") > before
