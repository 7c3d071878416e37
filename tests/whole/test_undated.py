"""Books of posts that have no date."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.book import BookTest

pytestmark = [pytest.mark.whole, pytest.mark.xdist_group("rebuild")]


def test_where_no_post_has_a_date_none_stands_anywhere(new_book: Callable[..., BookTest]) -> None:
    built = new_book("""
        -- a.md --
        # 甲

        日付のない本文。
    """).build()
    assert built.exit_code == 0
    epub, pdf = built.epub, built.pdf
    assert epub.metadata("dc:date") == []
    assert not [document for document in epub.documents if document.find("//h:time")]
    for text in (epub.text, pdf.text):
        assert not [word for word in ("1970", "1980", "発行日", "None", "（）") if word in text]


def test_a_book_is_as_old_as_its_newest_dated_post(new_book: Callable[..., BookTest]) -> None:
    built = new_book("""
        -- a.md --
        # 甲

        日付のない本文。
        -- 2025-01-09-b.md --
        # 乙

        日付のある本文。
    """).build()
    assert built.epub.metadata("dc:date") == ["2025-01-09"]
    assert [document.title for document in built.epub.documents if document.find("//h:time")] == [
        "乙"
    ]
