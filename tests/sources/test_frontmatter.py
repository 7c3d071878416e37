"""Front matter of every kind, whole and broken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gappon.diagnostics import Notices
from gappon.sources.frontmatter import split


def codes(notices: Notices) -> list[str]:
    return [notice.code for notice in notices]


@pytest.mark.parametrize(
    ("text", "values", "body"),
    [
        ("---\ntitle: A\n---\nbody", {"title": "A"}, "body"),
        ("---\ntitle: A\n...\nbody", {"title": "A"}, "body"),
        ("\ufeff---\ntitle: A\n---\nbody", {"title": "A"}, "body"),
        ("---\n---\nbody", {}, "body"),
        ('+++\ntitle = "A"\ndraft = true\n+++\nbody', {"title": "A", "draft": True}, "body"),
        ('{"title": "A", "tags": ["b"]}\nbody', {"title": "A", "tags": ["b"]}, "body"),
        ("---\nversion: 1.10\ntag: no\n---\n", {"version": "1.10", "tag": "no"}, ""),
    ],
)
def test_front_matter_is_read(text: str, values: dict[str, object], body: str) -> None:
    notices = Notices("a.md")
    front = split(text, notices)
    assert (front.values, front.body) == (values, body)
    assert not notices


def test_lines_of_keys_and_body_are_those_of_the_file() -> None:
    front = split("---\ntitle: A\ndate: 2025-01-01\n---\n\nbody\n", Notices())
    assert front.lines == {"title": 2, "date": 3}
    assert front.body_line == 5


def test_a_stray_colon_does_not_lose_the_date() -> None:
    notices = Notices("a.md")
    front = split("---\ntitle: A: B: C\ndate: 2025-11-01\n---\nbody", notices)
    assert front.values == {"title": "A: B: C", "date": "2025-11-01"}
    assert [str(n).split(":")[:2] for n in notices] == [["a.md", "2"]]


def test_missing_closing_line_keeps_the_text() -> None:
    notices = Notices("a.md")
    front = split("---\ntitle: A\ndate: 2025-11-01\n\n本文です。\n", notices)
    assert front.values["title"] == "A"
    assert "本文です。" in front.body
    assert codes(notices) == ["front-matter-unclosed"]


def test_alias_bomb_is_left_out() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    notices = Notices("a.md")
    front = split("---\n" + "\n".join(lines) + "\n---\nbody", notices)
    assert (front.values, front.body) == ({}, "body")
    assert codes(notices) == ["front-matter-alias-bomb"]


def test_python_tags_are_not_obeyed() -> None:
    notices = Notices("a.md")
    front = split("---\ntitle: !!python/object/apply:os.getcwd []\n---\nbody", notices)
    assert codes(notices) == ["front-matter-broken"]
    assert front.body == "body"


def test_no_front_matter_is_all_text() -> None:
    notices = Notices("a.md")
    assert split("# A\n\nbody", notices).body == "# A\n\nbody"
    assert codes(notices) == ["no-front-matter"]


@given(st.text(max_size=300))
def test_any_text_survives(text: str) -> None:
    text = text.replace("\r", "\n")
    front = split(text, Notices())
    if not text.lstrip("\ufeff").startswith(("---", "+++", "{")):
        assert front.body == text.removeprefix("\ufeff")
    assert text.endswith(front.body)


@given(st.text(alphabet="---+\n:{}[]\"'&*!|>abc 1", max_size=200))
def test_any_front_matter_survives(text: str) -> None:
    for fenced in (f"---\n{text}\n---\nbody", f"+++\n{text}\n+++\nbody", f"{{{text}}}\nbody"):
        assert split(fenced, Notices()).body.endswith("body")
