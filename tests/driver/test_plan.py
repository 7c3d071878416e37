"""``gappon plan``: the first command that a newcomer runs."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from gappon.diagnostics import Notice, Severity, printable
from tests.book import BookTest

NewBook = Callable[..., BookTest]
SITE = """
    -- _posts/2025-11-01-a.md --
    ---
    title: "甲 :100: [red]乙[/red]"
    categories: [技術]
    ---
    本文。
    -- _posts/2025-12-01-b.md --
    ---
    title: 丙
    categories: [技術]
    ---
    本文。
    -- _posts/2025-11-03-c.md --
    ---
    draft: true
    ---
    下書き。
    -- _posts/2025-11-04-d.md --
    ---
    published: false
    ---
    未公開。
    -- gappon.yaml --
    title: 月報
"""


def test_it_says_the_kind_of_site_its_volumes_and_where_all_files_have_gone(
    new_book: NewBook,
) -> None:
    done = new_book(SITE).run("plan")
    assert "jekyll: _posts/ is there" in done.stdout
    rows = [line for line in done.stdout.splitlines() if "技術" in line]
    assert len(rows) == 1 and "2025-11-01 – 2025-12-01" in rows[0]
    assert done.stdout.rstrip().endswith(
        "4 file(s) read: 2 post(s) in 1 volume(s); 2 left out (draft 1, unpublished 1)"
    )
    assert done.returncode == 0


def test_posts_are_listed_when_asked_for_and_their_titles_are_no_markup(new_book: NewBook) -> None:
    book = new_book(SITE)
    assert "丙" not in book.run("plan").stdout
    assert "甲 :100: [red]乙[/red]" in book.run("plan", "--posts").stdout


def test_as_json_it_names_each_file_that_is_left_out(new_book: NewBook) -> None:
    planned = json.loads(new_book(SITE).run("plan", "--json").stdout)
    assert planned["left_out"] == [
        {"file": "_posts/2025-11-03-c.md", "reason": "draft"},
        {"file": "_posts/2025-11-04-d.md", "reason": "unpublished"},
    ]
    assert planned["totals"]["left_out"] == {"draft": 1, "unpublished": 1}


@pytest.mark.parametrize("command", ["plan", "build"])
@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--category", "技術部"], "--category 技術部: no post has it; did you mean '技術'?"),
        (["--tag", "x"], "--tag x: no post has it; no post has any"),
        (
            ["--month", "2024-01"],
            "no post of 2 is asked for by the options; posts are from 2025-11-01",
        ),
    ],
)
def test_where_nothing_is_asked_for_it_says_why(
    new_book: NewBook, command: str, options: list[str], said: str
) -> None:
    done = new_book(SITE).run(command, *options)
    assert done.returncode == 2
    assert said in done.stderr
    as_json = new_book(SITE).run(command, *options, "--json")
    assert said in json.loads(as_json.stdout)["error"]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ("-- notes.rst --\nx", "there are no posts; the site was taken for plain"),
        (
            "-- _posts/2025-01-01-a.md --\n---\ndraft: true\n---\nx",
            "all posts are left out (1 draft)",
        ),
    ],
)
def test_where_there_is_no_post_it_says_why(new_book: NewBook, files: str, said: str) -> None:
    done = new_book(files).run("plan")
    assert (done.returncode, said in done.stderr) == (2, True)


def test_a_mistake_in_the_configuration_is_valid_json_too(new_book: NewBook) -> None:
    done = new_book(SITE + "    them: x\n").run("build", "--json")
    assert done.returncode == 2
    assert "unknown key 'them'" in json.loads(done.stdout)["error"]


def test_what_all_posts_have_in_common_is_said_once(new_book: NewBook) -> None:
    files = "".join(f"-- {name}.md --\n# 題{name}\n\n本文\n" for name in "abcdef")
    said = new_book(files).run("plan").stderr
    assert [line for line in said.splitlines() if "no-date" in line] == [
        "6 files: info: the post has no date; it comes before those that have one [no-date] "
        "(a.md, b.md, c.md …)"
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb", "a\\nb"),
        ("\x1b[2J", "\\x1b[2J"),
        ("\u202egnp.exe", "\\u202egnp.exe"),
        ("\udcff", "\\udcff"),
        ("題名 — “引用”", "題名 — “引用”"),
    ],
)
def test_what_commands_a_terminal_is_shown_as_an_escape(text: str, shown: str) -> None:
    assert printable(text) == shown
    assert str(Notice(text, 3, Severity.INFO, "x", text)).startswith(f"{shown}:3: info: {shown}")


NAMES = ["a\nb.md", "a\x1b[31m.md", "[bold]x[_].md", "題" * 84 + ".md", os.fsdecode(b"a\xff.md")]


@pytest.mark.parametrize("name", NAMES)
def test_files_of_any_name_are_posts(new_book: NewBook, name: str) -> None:
    book = new_book("-- b.md --\n# 乙\n\n本文\n")
    (book.site / name).write_text("本文だけ。", "utf-8")
    done = book.run("plan", "--json")
    sources = json.loads(done.stdout)["volumes"][0]["posts"]
    assert sorted(sources) == sorted(["b.md", name])
    assert not set(book.run("plan").stderr) & {"\x1b"}


def test_only_files_are_read(new_book: NewBook, tmp_path: Path) -> None:
    book = new_book("-- b.md --\n# 乙\n\n本文\n")
    os.mkfifo(book.site / "pipe.md")
    (book.site / "zero.md").symlink_to("/dev/zero")
    (book.site / "folder.md").mkdir()
    with (book.site / "huge.md").open("wb") as file:
        file.truncate(40 * 2**20)
    planned = json.loads(book.run("plan", "--json").stdout)
    assert planned["volumes"][0]["posts"] == ["b.md"]
    assert [item["file"] for item in planned["left_out"]] == ["huge.md", "pipe.md", "zero.md"]
