"""A page of the site behind the last chapter: in both formats, in all lists, told when it is amiss."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image

from gappon import PostSettings, Settings
from gappon.errors import ConfigError
from tests.book import BookTest, Built
from tests.readers import solid
from tests.whole.conftest import epubcheck

pytestmark = [pytest.mark.whole, pytest.mark.xdist_group("afterword")]

SITE = """
-- _posts/2025-11-01-a.md --
---
title: 甲の章
---
本文。[あとがき](/pages/atogaki.md)を読む。
-- _posts/2025-11-02-b.md --
---
title: 乙の章
tags: [鉄]
---
## 節

本文。
-- pages/atogaki.md --
---
title: あとがき
---
ここまで読んでくださった方へ。式は $x^2$ 、点は《《重要》》。

![海](/assets/sea.png)

## 謝辞

[甲の章](/2025/11/01/a.html)の取材に応じてくださった皆さん。
-- assets/sea.png --
"""
SETTINGS = {"url": "https://example.com", "pages": {"afterword": "pages/atogaki.md"}}
NewBook = Callable[..., BookTest]


def picture() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), "navy").save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    book = BookTest(tmp_path_factory.mktemp("afterword"), SITE, **SETTINGS)
    return book.change_file("assets/sea.png", picture()).build()


def test_it_stands_behind_the_last_chapter_of_an_epub(built: Built) -> None:
    epub = built.epub
    assert [document.title for document in epub.documents][-5:] == [
        "甲の章",
        "乙の章",
        "あとがき",
        "タグ索引",
        "奥付",
    ]
    afterword = epub.document("あとがき")
    (section,) = afterword.find("//h:section[@epub:type='afterword']")
    assert section.get("role") == "doc-afterword"
    assert afterword.find("//m:math") and afterword.find("//h:img[contains(@src, 'images/')]")
    assert ("あとがき", 1) in [(entry.title, entry.depth) for entry in epub.contents]
    assert ("謝辞", 2) in [(entry.title, entry.depth) for entry in epub.contents]
    (landmark,) = epub.documents[2].find("//h:a[@epub:type='afterword']")
    assert landmark.text == "あとがき"


def test_epubcheck_finds_nothing(built: Built) -> None:
    assert epubcheck(built.epub.path) == ""


def test_it_is_in_contents_outline_and_running_heads_of_a_pdf(built: Built) -> None:
    pdf = built.pdf
    pages = {entry.title: entry.target for entry in pdf.outline}
    page = pages["あとがき"]
    assert isinstance(page, int) and page % 2 == 1 and pages["乙の章"] < page < pages["奥付"]
    assert pages["謝辞"] == page
    contents = solid(pdf.pages[3]).replace(".", "")
    assert contents.endswith(f"あとがき{page}4")
    text = solid(pdf.pages[page - 1])
    assert "ここまで読んでくださった方へ" in text
    assert text.count("あとがき") == 2, "once as its title, once as its running head"
    assert text.endswith(str(page))


def test_pages_of_the_pdf_are_marked_in_it(built: Built) -> None:
    page = {entry.title: entry.target for entry in built.pdf.outline}["あとがき"]
    afterword = built.epub.document("あとがき")
    (mark,) = afterword.find("//h:span[@epub:type='pagebreak']")
    assert mark.get("aria-label") == str(page)


def test_links_lead_to_it_and_from_it(built: Built) -> None:
    epub = built.epub
    names = {document.title: document.name.rpartition("/")[2] for document in epub.documents}
    (to,) = epub.document("甲の章").find("//h:p/h:a[text()='あとがき']")
    (back,) = epub.document("あとがき").find("//h:a[text()='甲の章']")
    assert (to.get("href"), back.get("href")) == (names["あとがき"], names["甲の章"])


def test_it_is_no_post(built: Built) -> None:
    assert built.report.volumes[0].posts == 2
    sources = built.epub.document("奥付").texts("//h:ol/h:li")
    assert len(sources) == 2 and not any("あとがき" in source for source in sources)


def test_a_page_in_a_folder_of_posts_is_not_a_chapter_too(new_book: NewBook) -> None:
    book = new_book(
        """
        -- a.md --
        # 甲
        本文。
        -- z.md --
        # 結び
        終わりに。
        """,
        pages={"afterword": "z.md"},
        formats=["epub"],
    )
    titles = [document.title for document in book.build().epub.documents]
    assert titles.count("結び") == 1 and titles.index("結び") > titles.index("甲")


def test_a_change_of_it_lays_out_it_alone(new_book: NewBook) -> None:
    book = new_book(SITE, **SETTINGS).change_file("assets/sea.png", picture())
    book.build()
    built = book.replace_in_file("pages/atogaki.md", "読んで", "読み通して").build()
    assert not built.made.compiled_posts
    assert "読み通して" in built.pdf.text and "読み通して" in built.epub.document("あとがき").text


@pytest.mark.parametrize(
    ("pages", "message"),
    [
        ({"afterword": "pages/nothing.md"}, "there is no file 'pages/nothing.md'"),
        ({"afterword": "../out.md"}, "'../out.md' is not in the site"),
        ({"aftreword": "pages/atogaki.md"}, "did you mean 'afterword'"),
    ],
)
def test_a_mistake_in_the_settings_has_its_line(
    new_book: NewBook, pages: dict[str, str], message: str
) -> None:
    book = new_book(SITE, pages=pages)
    (book.site.parent / "out.md").write_text("# 外\n", "utf-8")
    with pytest.raises(ConfigError, match=r"gappon\.yaml:2: 'pages\.") as raised:
        book.build()
    assert message in str(raised.value)


def test_a_page_that_is_not_public_is_told_and_left_out(new_book: NewBook) -> None:
    book = new_book(SITE, **SETTINGS, formats=["epub"]).change_file("assets/sea.png", picture())
    book.replace_in_file("pages/atogaki.md", "title: あとがき", "title: あとがき\ndraft: true")
    built = book.build()
    assert "pages/atogaki.md:1 page-left-out" in built.notices
    assert "あとがき" not in [document.title for document in built.epub.documents]


def test_a_page_that_cannot_be_laid_out_costs_its_volumes_pdf(new_book: NewBook) -> None:
    book = new_book(SITE, **SETTINGS, pdf={"chapter_seconds": 3}, posts={"failed": "stop"})
    book.change_file("pages/atogaki.md", "# あとがき\n\n| a |\n|---|\n" + "| 一 |\n" * 12000)
    built = book.build()
    (error,) = built.report.volumes[0].errors
    assert "posts.failed: page" in error and built.exit_code == 1
    assert "more than 3 seconds" in built.message("layout")
    assert built.epub.document("あとがき")
    instead = Settings(posts=PostSettings(failed="page"))
    assert "この記事は組めませんでした" in book.build(overrides=instead).pdf.text
