"""Notices say on which line of the file something is, wherever it stands."""

from collections.abc import Callable

import pytest

from gappon.publication import Chapter

Convert = Callable[..., Chapter]
FRONT_MATTER = 4  # lines before the text of the posts that ``to_chapter`` makes


def found(chapter: Chapter) -> list[tuple[str, int]]:
    """Return codes and lines of notices, lines counted from the first of the text."""
    return [(notice.code, notice.line - FRONT_MATTER) for notice in chapter.notices]


@pytest.mark.parametrize(
    ("once", "code"),
    [
        ("[題](http://[)", "link"),
        ("[題](#nowhere)", "dead-anchor"),
        ("![図](nowhere.png)", "image"),
        ("$\\left( a$", "formula"),
        ("<math><mi>a<b>b</b></mi></math>", "formula"),
        ("<script>a</script>", "unsafe-html"),
        ("<img src='nowhere.png' alt='図'>", "image"),
    ],
)
def test_what_stands_twice_is_told_twice(once: str, code: str, to_chapter: Convert) -> None:
    chapter = to_chapter(f"一\n\n\n前 {once} 後\n\n- 二\n\n\n  三\n  {once}\n")
    assert found(chapter) == [(code, 4), (code, 10)]


@pytest.mark.parametrize(
    ("markdown", "line"),
    [
        ("一行\n二行 [題](#nowhere)\n", 2),
        ("**強く\n[題](#nowhere)**\n", 2),
        ("## [題](#nowhere)\n", 1),
        ("前\n\n題の\n[続き](#nowhere)\n===\n", 4),
        ("> 引用\n> > 中の\n> > 引用 [題](#nowhere)\n", 3),
        ("1. 一\n   1. 二\n\n      [題](#nowhere)\n", 4),
        ("| 頭 |\n|---|\n| 一 |\n| [題](#nowhere) |\n", 4),
        ("語\n: 説明\n: [題](#nowhere)\n", 3),
        (":::note 題\n\n中\n\n[題](#nowhere)\n:::\n", 5),
        ("> [!NOTE]\n> [題](#nowhere)\n", 2),
        ("文[^1]\n\n[^1]: 注\n\n    [題](#nowhere)\n", 5),
        ("文^[注の [題](#nowhere)]\n", 1),
        ("<div>\n<p>\n<a href='#nowhere'>題</a>\n</p>\n</div>\n", 3),
        ("<div markdown='1'>\n中\n\n[題](#nowhere)\n</div>\n", 4),
        ("```\n{% comment %}\n```\n\n[題](#nowhere)\n", 5),
        ("{% comment %}\n\n{% endcomment %}\n[題](#nowhere)\n", 4),
        ("[題][r]\n\n[r]: #nowhere\n", 1),
        ("[題\n二行](#nowhere)\n", 1),
    ],
)
def test_lines_within_blocks(markdown: str, line: int, to_chapter: Convert) -> None:
    assert found(to_chapter(markdown)) == [("dead-anchor", line)]


def test_an_empty_heading_has_its_line(to_chapter: Convert) -> None:
    assert found(to_chapter("本文\n\n### \n\n続き\n\n## <b></b>\n")) == [
        ("empty-heading", 3),
        ("empty-heading", 7),
    ]


def test_a_paragraph_that_is_cut_off_has_the_line_of_its_end(to_chapter: Convert) -> None:
    assert found(to_chapter("一\n\n二\n三**四**\n五「\n\n## 節\n")) == [("cut-off", 5)]


def test_lines_are_in_no_book(to_chapter: Convert) -> None:
    assert "data-" not in to_chapter("# 題\n\n- 項目\n\n<p data-line='7'>文</p>\n").body
