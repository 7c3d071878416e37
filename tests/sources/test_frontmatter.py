"""Front matter of every kind, whole and broken."""

import json
import re

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


def test_of_an_alias_bomb_only_what_is_simple_is_read() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    notices = Notices("a.md")
    front = split("---\n" + "\n".join([*lines, "private: true"]) + "\n---\nbody", notices)
    assert (front.values, front.body) == ({"a0": ["x"] * 9, "private": True}, "body")
    assert [str(n).split(":")[1] for n in notices] == ["6"]
    assert codes(notices) == ["front-matter-too-large"]


def test_python_tags_are_not_obeyed() -> None:
    notices = Notices("a.md")
    front = split("---\ntitle: !!python/object/apply:os.getcwd []\n---\nbody", notices)
    assert (front.values, front.body) == ({"title": []}, "body")
    assert codes(notices) == ["front-matter-tag"]


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


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("title: 題: 副題", "題: 副題"),
        ("title: @編集部より", "@編集部より"),
        ("title: %付きの題", "%付きの題"),
        ("title: [お知らせ] 夏季休業", "[お知らせ] 夏季休業"),
        ("title: `code`の話", "`code`の話"),
        ('title: "引用"から始まる題', '"引用"から始まる題'),
        ("title: *強調*した題", "*強調*した題"),
        ("title: {{ site.title }} の話", "{{ site.title }} の話"),
        ("title: - から始まる題", "- から始まる題"),
        ("title:間を空けない題", "間を空けない題"),
        ("title: !important という宣言", "!important という宣言"),
        ("tags:\n\t- 一\n\t- 二", ["一", "二"]),
        ("tags:\n- @一\n- 二: 三: 四", ["@一", "二: 三: 四"]),
        ("title: !!timestamp 2025-01-01", "2025-01-01"),
        ("title: !!binary aGVsbG8=", "aGVsbG8="),
        ("title: !!int 0x10", "0x10"),
    ],
)
def test_a_value_that_yaml_refuses_is_taken_whole(line: str, value: object) -> None:
    notices = Notices("a.md")
    front = split(f"---\ndate: 2025-11-01\n{line}\nprivate: true\n---\nbody", notices)
    key = line.partition(":")[0]
    assert front.values == {"date": "2025-11-01", key: value, "private": True}
    assert front.lines[key] == 3
    assert all(notice.line in (3, 4) for notice in notices)


DEEP = {
    "yaml flow": "---\nx: " + "[" * 5_000 + "]" * 5_000 + "\nprivate: true\n---\n",
    "yaml block": "---\nx:\n" + "- " * 5_000 + "y\nprivate: true\n---\n",
    "yaml aliases": "---\n"
    + "a0: &a0 []\n"
    + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 300))
    + "private: true\n---\n",
    "yaml self": "---\nx: &x [*x]\nprivate: true\n---\n",
    "toml flow": "+++\nprivate = true\nx = " + "[" * 5_000 + "]" * 5_000 + "\n+++\n",
    "toml dotted": "+++\nprivate = true\n" + ".".join(["x"] * 5_000) + " = 1\n+++\n",
    "toml tables": "+++\nprivate = true\n[" + ".".join(["x"] * 1_500) + "]\n+++\n",
    "json flow": '{\n"private": true,\n"x": ' + "[" * 5_000 + "]" * 5_000 + "\n}\n",
    "json keys": '{\n"private": true,\n"x": ' + '{"x":' * 5_000 + "1" + "}" * 5_000 + "\n}\n",
    "toml integer": "+++\nprivate = true\nx = " + "9" * 5_000 + "\n+++\n",
    "toml hexadecimal": "+++\nprivate = true\nx = 0x" + "f" * 5_000 + "\n+++\n",
    "json integer": '{\n"private": true,\n"x": ' + "9" * 5_000 + "\n}\n",
}


@pytest.mark.parametrize("name", DEEP)
def test_what_has_no_end_costs_neither_the_text_nor_the_other_keys(name: str) -> None:
    front = split(DEEP[name] + "本文", Notices("a.md"))
    assert front.values["private"] is True
    assert front.body.strip().endswith("本文")


@pytest.mark.parametrize(
    "text",
    [
        '{"title": "題\\ud83d名", "categories": ["\\udc00"], "extra": {"k\\ud800": "v"}}\nbody',
        '---\ntitle: "題\\uD83D名"\n---\nbody',
        '---\ntitle: !!str "a\\x07b\\eb"\ncategories: ["\\x00"]\n---\nbody',
        '+++\ntitle = "a\\u0007"\n+++\nbody',
    ],
)
def test_all_values_can_be_written_to_a_book(text: str) -> None:
    front = split(text, Notices("a.md"))
    written = repr(front.values).encode()
    assert not re.search(r"\\x0|\\x1b|\\ud[89a-f]", written.decode())
    assert front.body == "body"


def test_broken_json_and_toml_say_what_is_plain_in_them() -> None:
    found = split('{\n"title": "題",\n"private": true,\n"x": nonsense\n}\nbody', Notices("a.md"))
    assert (found.values["title"], found.values["private"]) == ("題", True)
    found = split('+++\ntitle = "題"\ndraft = true\nx = nonsense\n+++\nbody', Notices("a.md"))
    assert (found.values["title"], found.values["draft"], found.body) == ("題", True, "body")


scalars = st.one_of(st.text(max_size=30), st.integers(), st.floats(), st.booleans(), st.none())
trees = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=20,
)


@given(st.dictionaries(st.text(min_size=1, max_size=9), trees, max_size=5))
def test_any_json_front_matter_can_be_written_to_a_book(values: dict[str, object]) -> None:
    front = split(json.dumps(values) + "\nbody", Notices())
    json.dumps(front.values, ensure_ascii=False).encode()


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r"), max_size=120))
def test_any_title_survives_without_quotation_marks(title: str) -> None:
    notices = Notices()
    front = split(f"---\nprivate: true\ntitle: {title}\ndate: 2025-01-01\n---\nbody", notices)
    json.dumps(front.values, ensure_ascii=False).encode()
    assert front.values.get("private") is True or "\n" in title
