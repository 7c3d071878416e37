"""A book in two parts, as the driver makes it: two levels in nav, NCX, contents and outline."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from lxml import etree

from gappon import BuildOptions, plan
from gappon.binding.binder import bind
from gappon.binding.materials import Materials
from gappon.driver.build import convert
from gappon.driver.cache import Cache
from gappon.driver.fragments import FragmentStore
from gappon.driver.options import Silent
from gappon.driver.production import Production
from gappon.driver.report import Report, VolumeReport
from gappon.driver.scheduler import Scheduler
from gappon.driver.store import Store
from gappon.exporters.base import Edition
from gappon.fonts import load_fonts
from gappon.publication import Part
from gappon.theme import load_theme
from tests.book import BookTest
from tests.readers import Epub, Pdf, solid
from tests.whole.conftest import epubcheck

POSTS = """
-- _posts/2025-11-01-a.md --
---
title: 甲の章
---
本文。[乙へ](2025-11-02-b.md#節)
-- _posts/2025-11-02-b.md --
---
title: 乙の章
---
## 節

本文。
-- _posts/2025-11-03-c.md --
---
title: 丙の章
---
本文。
-- themes/with-page/theme.yaml --
extends: geppo
-- themes/with-page/part.html.j2 --
<section class="part"><h1>第{{ part.number }}部</h1><p>{{ part.title }}</p><p>{{ part.lead }}</p></section>
-- themes/without-page/theme.yaml --
extends: geppo
"""


def make(folder: Path, theme_name: str) -> tuple[Epub, Pdf]:
    """Build the posts in two parts, of two chapters and of one."""
    test = BookTest(folder, POSTS, theme=theme_name)
    planned, cache = plan(BuildOptions(site=test.site)), Cache(test.cache)
    theme = load_theme(theme_name, [test.site / "themes"])
    (book,) = convert(planned, theme, cache)
    first, second, third = book.chapters
    parts = (
        Part("part-1", "現場から", (first, second), 1, "三つの工場を訪ねて。"),
        Part("part-2", "資料", (third,), 2),
    )
    book = bind(book.volume, parts, book.imprint, Materials(theme, planned.config))
    edition = Edition(theme, planned.config, fonts=load_fonts())
    here = ThreadPoolExecutor(1)
    fragments = FragmentStore(Store(cache), edition.fonts)
    scheduler = Scheduler(fragments, lambda: here, Report(), Silent())
    production = Production(edition, scheduler, Store(cache), test.out, scheduler.report, Silent())
    production.begin([book.without_text()])
    for chapter in book.chapters:
        production.add(chapter)
    production.finish([book])
    report = VolumeReport.of(book)
    production.export(book, report)
    here.shutdown()
    assert not report.errors
    paths = {file.format: Path(file.path) for file in report.files}
    return Epub(paths["epub"]), Pdf(paths["pdf"])


@pytest.fixture(scope="module")
def with_page(tmp_path_factory: pytest.TempPathFactory) -> tuple[Epub, Pdf]:
    return make(tmp_path_factory.mktemp("with"), "with-page")


@pytest.fixture(scope="module")
def without_page(tmp_path_factory: pytest.TempPathFactory) -> tuple[Epub, Pdf]:
    return make(tmp_path_factory.mktemp("without"), "without-page")


def ncx(epub: Epub) -> list[object]:
    """Titles of the NCX, nested."""

    def points(parent: etree._Element) -> list[object]:
        found: list[object] = []
        for point in parent.findall("{*}navPoint"):
            title, below = point.findtext("{*}navLabel/{*}text"), points(point)
            found.append((title, below) if below else title)
        return found

    (name,) = (name for name in epub.files if name.endswith(".ncx"))
    return points(etree.fromstring(epub.files[name]).find("{*}navMap"))


def test_navigation_of_an_epub_has_two_levels(with_page: tuple[Epub, Pdf]) -> None:
    epub, _ = with_page
    assert [(entry.depth, entry.title) for entry in epub.contents] == [
        (1, "現場から"),
        (2, "甲の章"),
        (2, "乙の章"),
        (3, "節"),
        (1, "資料"),
        (2, "丙の章"),
        (1, "奥付"),
    ]
    assert ncx(epub) == [
        ("現場から", ["甲の章", ("乙の章", ["節"])]),
        ("資料", ["丙の章"]),
        "奥付",
    ]


def test_the_page_of_a_part_is_a_document_before_its_chapters(with_page: tuple[Epub, Pdf]) -> None:
    epub, _ = with_page
    titles = [document.title for document in epub.documents]
    assert titles[3:8] == ["第1部", "甲の章", "乙の章", "第2部", "丙の章"]
    assert epub.contents[0].target == "text/part-1.xhtml"
    page = epub.document("第1部")
    (section,) = page.find("//h:section[@epub:type='part']")
    assert section.get("role") == "doc-part"
    assert "三つの工場を訪ねて。" in page.text
    (body,) = epub.documents[2].find("//h:a[@epub:type='bodymatter']")
    assert body.get("href") == "text/part-1.xhtml"


def test_a_part_without_a_page_leads_to_its_first_chapter(without_page: tuple[Epub, Pdf]) -> None:
    epub, pdf = without_page
    by_title = {entry.title: entry for entry in epub.contents}
    assert by_title["現場から"].target == by_title["甲の章"].target
    pages = {entry.title: entry.target for entry in pdf.outline}
    assert (pages["現場から"], pages["資料"]) == (pages["甲の章"], pages["丙の章"])


def test_epubcheck_finds_nothing(
    with_page: tuple[Epub, Pdf], without_page: tuple[Epub, Pdf]
) -> None:
    assert [epubcheck(epub.path) for epub, _ in (with_page, without_page)] == ["", ""]


def test_the_outline_of_a_pdf_has_two_levels(with_page: tuple[Epub, Pdf]) -> None:
    _, pdf = with_page
    assert [(entry.depth, entry.title) for entry in pdf.outline] == [
        (1, "目次"),
        (1, "現場から"),
        (2, "甲の章"),
        (2, "乙の章"),
        (3, "節"),
        (1, "資料"),
        (2, "丙の章"),
        (1, "奥付"),
        (2, "初出"),
    ]


def test_parts_and_chapters_begin_on_the_right_and_the_contents_say_where(
    with_page: tuple[Epub, Pdf],
) -> None:
    _, pdf = with_page
    pages = {entry.title: entry.target for entry in pdf.outline}
    assert pages["目次"] == 4
    starts = [pages[title] for title in ("現場から", "甲の章", "乙の章", "資料", "丙の章")]
    assert starts == [5, 7, 9, 11, 13]
    assert "三つの工場を訪ねて。" in solid(pdf.pages[4])
    contents = solid(pdf.pages[3]).replace(".", "")
    assert contents.startswith("目次現場から5甲の章7乙の章9資料11丙の章13")


def test_links_between_chapters_of_parts_are_settled(with_page: tuple[Epub, Pdf]) -> None:
    epub, _ = with_page
    (link,) = epub.document("甲の章").find("//h:p/h:a[text()='乙へ']")
    target = epub.document("乙の章").name.rpartition("/")[2]
    assert link.get("href", "").startswith(f"{target}#")
