"""Fixtures that all floors of the house share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from gappon.config.load import load_config
from gappon.converter.convert import convert
from gappon.converter.findings import SiteContext
from gappon.converter.images.finder import ImageFinder
from gappon.converter.post_index import PostIndex
from gappon.fonts import load_fonts, use_fonts
from gappon.publication import Chapter, Site
from gappon.sources.site import collect
from tests.book import BookTest

# Tests run side by side on few processors: how long one example takes says nothing.
hypothesis.settings.register_profile("gappon", deadline=None)
hypothesis.settings.load_profile("gappon")

EXAMPLES = Path(__file__).parent.parent / "examples"
CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpus"
NOW = datetime(2030, 1, 1, tzinfo=UTC)


def need(program: str) -> str:
    """Return a validator's path; in CI it must be there, elsewhere the test is skipped."""
    path = shutil.which(program)
    if path is None:
        if os.environ.get("CI"):
            pytest.fail(f"{program} must be installed in CI; see scripts/system-packages")
        pytest.skip(f"{program} is not installed")
    return path


def need_tool(name: str) -> Path:
    """Return the folder of an npm package of tests/tools; in CI it must be there."""
    folder = Path(__file__).parent / "tools" / "node_modules" / name
    if not folder.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"{name} must be installed in CI; run make test")
        pytest.skip(f"{name} is not installed in tests/tools")
    return folder


@pytest.fixture(scope="session", autouse=True)
def own_fonts(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Use gappon's fonts before anything imports WeasyPrint."""
    use_fonts(load_fonts(), tmp_path_factory.mktemp("fonts"))


@pytest.fixture
def new_book(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., BookTest]:
    """Write a site: ``new_book("-- _posts/2025-01-01-a.md --\\n…", theme="bunko")``."""

    def new(files: str, **settings: object) -> BookTest:
        return BookTest(tmp_path_factory.mktemp("book"), files, **settings)

    return new


@pytest.fixture(scope="session")
def playwright() -> Iterator[Any]:
    """Playwright, which a process can start once."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture
def make_site(tmp_path: Path) -> Callable[..., Path]:
    """Write files into a site folder: ``make_site({"_posts/2025-01-01-a.md": "…"})``."""

    def make(files: dict[str, str | bytes]) -> Path:
        site = tmp_path / "site"
        for name, content in files.items():
            path = site / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return site

    return make


@pytest.fixture
def read_site(make_site: Callable[..., Path]) -> Callable[..., Site]:
    """Write files and collect them."""

    def read(files: dict[str, str | bytes], **settings: object) -> Site:
        root = make_site(files)
        return collect(root, load_config(root, **settings), NOW)

    return read


@pytest.fixture
def to_chapter(make_site: Callable[..., Path]) -> Callable[..., Chapter]:
    """Convert Markdown as the body of a post, with other files of its site."""

    def make(
        markdown: str, files: dict[str, str | bytes] | None = None, url: str = "https://example.com"
    ) -> Chapter:
        head = "---\ntitle: 題\ndate: 2025-11-01\n---\n"
        root = make_site({"_posts/2025-11-01-a.md": head + markdown, **(files or {})})
        settings = load_config(root, url=url, permalink="pretty")
        site = collect(root, settings, NOW)
        context = SiteContext(
            PostIndex.of(site.posts, settings.site_url),
            ImageFinder(site.root, "", settings.site_url),
            variables={"site.url": url, "site.baseurl": "", "site.title": "サイト"},
        )
        post = next(post for post in site.posts if post.slug == "a")
        return convert(post, context).chapter

    return make
