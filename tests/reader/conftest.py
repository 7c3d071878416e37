"""One browser, and each theme's book built once, for all tests of pages."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gappon import BuildOptions, Settings, build
from tests.conftest import need
from tests.reader.material import write_site
from tests.reader.paged import Chapter, Screen

Open = Callable[..., Chapter]


@pytest.fixture(scope="session")
def browser(playwright: Any) -> Iterator[Any]:
    environment = dict(os.environ)
    environment.pop("FONTCONFIG_FILE", None)  # a reader has other fonts than the PDF
    browser = playwright.chromium.launch(
        executable_path=need("chromium"),
        args=["--no-sandbox", "--allow-file-access-from-files"],
        env=environment,
    )
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def book_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Build the site in a theme, once; return the folder with the EPUB's documents."""
    base = tmp_path_factory.mktemp("reader")
    site = write_site(base / "site")
    books: dict[str, Path] = {}

    def book(theme: str) -> Path:
        if theme not in books:
            out = base / theme
            overrides = Settings(theme=theme)
            build(BuildOptions(site=site, out=out, cache=base / "cache", overrides=overrides))
            with zipfile.ZipFile(next(out.glob("*.epub"))) as archive:
                archive.extractall(out)
            books[theme] = out / "EPUB"
        return books[theme]

    return book


@pytest.fixture
def open_pages(browser: Any) -> Iterator[Callable[..., Any]]:
    """Open an empty page of the browser, as large as a screen."""
    pages = []

    def open_(screen: Screen, **options: Any) -> Any:
        size = {"width": screen.width, "height": screen.height}
        pages.append(browser.new_page(viewport=size, **options))
        return pages[-1]

    yield open_
    for page in pages:
        page.close()


@pytest.fixture
def open_chapter(open_pages: Callable[..., Any], book_of: Callable[[str], Path]) -> Open:
    """Open the chapter of a theme's book whose title has some words in it."""

    def open_(theme: str, words: str, screen: Screen, **options: Any) -> Chapter:
        page = open_pages(screen, **options)
        for document in sorted((book_of(theme) / "text").glob("*.xhtml")):
            title = document.read_text("utf-8").partition("<title>")[2].partition("</title>")[0]
            if words in title:
                return Chapter(page, document, screen)
        raise LookupError(words)

    return open_


@pytest.fixture
def open_text(open_pages: Callable[..., Any], tmp_path: Path) -> Open:
    """Open a body and a style sheet of a test's own."""

    def open_(body: str, css: str, screen: Screen) -> Chapter:
        document = tmp_path / "text.xhtml"
        document.write_text(
            '<html xmlns="http://www.w3.org/1999/xhtml" lang="ja"><head><title>題</title>'
            f"<style>{css}</style></head><body>{body}</body></html>",
            "utf-8",
        )
        return Chapter(open_pages(screen), document, screen)

    return open_
