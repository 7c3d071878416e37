"""Running heads stay within the type area, however long a title is."""

from __future__ import annotations

from collections.abc import Callable

import pypdfium2
import pytest

from tests.book import BookTest

pytestmark = [pytest.mark.whole, pytest.mark.xdist_group("heads")]


def test_a_long_title_is_cut_in_running_heads(new_book: Callable[..., BookTest]) -> None:
    text = "本文の段落です。" * 60 + "\n\n"
    book = new_book(
        f"-- _posts/2025-11-01-long.md --\n---\ntitle: {'とても長い題名' * 12}\n---\n\n{text * 6}",
        theme="bunko",
        formats=["pdf"],
    ).build()
    document = pypdfium2.PdfDocument(book.pdf.path)
    heads = 0
    for number in range(3, len(document)):
        page = document[number]
        text_page, (width, height) = page.get_textpage(), page.get_size()
        boxes = [text_page.get_charbox(i) for i in range(text_page.count_chars())]
        lefts = [box[0] for box in boxes if box[2] > box[0]]
        rights = [box[2] for box in boxes if box[2] > box[0]]
        if lefts:
            assert min(lefts) > 15 and max(rights) < width - 15, f"page {number + 1}"
        head = text_page.get_text_bounded(0, height - 30, width, height)
        heads += head.endswith("…") and head.startswith("とても長い題名")
    assert heads, "a cut head says so"
