"""Headings: their levels, their ids, and their text in contents."""

from collections.abc import Callable

import pytest

from gappon.publication import Chapter

Convert = Callable[..., Chapter]


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("## 序論[^1]\n\n[^1]: 注", "序論"),
        ("## 結論^[その場の注]", "結論"),
        ("## {京都|きょうと}の記録", "京都の記録"),
        ("## {東京|とう|きょう}タワー", "東京タワー"),
        ("## 漢字《かんじ》の話", "漢字の話"),
        ("## 式$x+1$の話", "式x+1の話"),
        ("## `code`と**太字**", "codeと太字"),
        ("## [題](https://example.com/)の話", "題の話"),
    ],
)
def test_contents_have_the_plain_text(markdown: str, text: str, to_chapter: Convert) -> None:
    (heading,) = to_chapter(markdown).headings
    assert heading.text == text


def test_ids_are_made_of_the_plain_text(to_chapter: Convert) -> None:
    body = to_chapter(
        "## 序論[^1]\n\n[序論](#序論)と[京都](#京都)へ。\n\n## {京都|きょうと}\n\n[^1]: 注"
    ).body
    assert '<h2 id="序論">' in body and '<h2 id="京都">' in body
    assert 'href="#序論"' in body and 'href="#京都"' in body


@pytest.mark.parametrize(
    ("written", "levels"),
    [
        ([1, 2, 3, 4, 5], [2, 3, 4, 5, 6]),
        ([2, 2, 3, 2], [2, 2, 3, 2]),
        ([3, 3], [2, 2]),
        ([1, 4, 3, 4, 2], [2, 3, 3, 4, 3]),
        ([2, 1, 2, 2], [2, 2, 3, 3]),
        ([1, 2, 3, 4, 5, 6, 6], [2, 3, 4, 5, 6, 6, 6]),
    ],
)
def test_no_level_is_skipped_and_siblings_are_equal(
    written: list[int], levels: list[int], to_chapter: Convert
) -> None:
    chapter = to_chapter("\n\n".join("#" * level + " 節" for level in written))
    assert [heading.level for heading in chapter.headings] == levels
