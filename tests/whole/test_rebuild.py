"""What is made again when something changes, and what is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.book import BookTest

pytestmark = [pytest.mark.whole, pytest.mark.xdist_group("rebuild")]
SITE = """
    -- gappon.yaml --
    title: 月報
    volumes: {by: all}
    -- _posts/2025-11-01-light.md --
    ---
    title: 照明
    ---
    検査台の照明を替えた。次は[缶詰](/2025/11/02/can/)の話。
    -- _posts/2025-11-02-can.md --
    ---
    title: 缶詰
    ---
    港町の缶詰工場を訪ねた。
    -- _posts/2025-11-03-safety.md --
    ---
    title: 安全
    ---
    指差し呼称を始めた。
"""
LIGHT, CAN = "_posts/2025-11-01-light.md", "_posts/2025-11-02-can.md"


@pytest.fixture
def book(new_book: Callable[..., BookTest]) -> BookTest:
    """A site of three posts, built once."""
    book = new_book(SITE)
    assert book.build().made.written == {"月報.epub", "月報.pdf"}
    return book


def test_nothing_is_made_when_nothing_has_changed(book: BookTest) -> None:
    made = book.build().made
    assert (made.converted, made.compiled, made.written) == (set(), set(), set())
    assert made.unchanged == {"月報.epub", "月報.pdf"}


def test_a_changed_post_alone_is_made_again_though_the_pages_behind_it_move(book: BookTest) -> None:
    contents = book.build().pdf.outline
    longer = "港町の缶詰工場を訪ねた。" * 200
    built = book.replace_in_file(CAN, "港町の缶詰工場を訪ねた。", longer).build()
    assert built.made.converted == built.made.compiled_posts == {CAN}
    assert built.made.written == {"月報.epub", "月報.pdf"}
    before, after = ({e.title: e.target for e in found} for found in (contents, built.pdf.outline))
    assert after["缶詰"] == before["缶詰"] and after["安全"] > before["安全"]
    assert longer in built.epub.document("缶詰").text
    assert len(built.pdf.pages_with("港町の缶詰工場を訪ねた。")) > 2


def test_a_post_that_is_taken_out_leaves_the_book_and_its_links_lead_nowhere(
    book: BookTest,
) -> None:
    built = book.remove_file(CAN).build()
    assert "缶詰" not in [entry.title for entry in built.epub.contents]
    assert built.made.compiled_posts == {LIGHT}
    (paragraph,) = built.epub.document("照明").find("//h:p[contains(., '缶詰')]")
    assert paragraph.findall("{*}a") == []


def test_a_colour_of_the_cover_makes_the_cover_again_and_no_chapter(book: BookTest) -> None:
    book.change_file("gappon.yaml", "title: 月報\nvolumes: {by: all}\ntheme: ours\n")
    book.change_file("themes/ours/theme.yaml", "extends: geppo\n").build()
    green = "extends: geppo\ncover_colors: {background: '#14532d'}\n"
    built = book.change_file("themes/ours/theme.yaml", green).build()
    assert (built.made.converted, built.made.compiled) == (set(), {"cover"})
