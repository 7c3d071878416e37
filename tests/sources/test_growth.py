"""Reading takes time that grows with the length of a post, whatever is in it."""

from __future__ import annotations

import time

import pytest

from gappon.diagnostics import Notices
from gappon.sources.fields import FieldReader
from gappon.sources.frontmatter import split
from gappon.sources.obsidian import Obsidian
from gappon.sources.titles import take_title

SHORT = 8_000
TIMES = 8
WORST = {
    "heading of spaces": ("# ", " ", "#\nx"),
    "heading of marks": ("# ", "#", " x\nx"),
    "heading of stars": ("# ", "*a", "\nx"),
    "heading of tags": ("# ", "<a", "\nx"),
    "underlined heading": ("題\n", "=", " x\n"),
    "yaml of spaces": ("---\ntitle: a: b", " ", "\n---\nx"),
    "yaml of brackets": ("---\ntitle: ", "[", "\n---\nx"),
    "yaml of keys": ("---\n", "k: v: w\n", "---\nx"),
    "yaml of list items": ("---\ntags: a: b\n", "- c: d: e\n", "---\nx"),
    "yaml of anchors": ("---\n", "k: &a\n", "---\nx"),
    "yaml without an end": ("---\n", "k: v\n", "x"),
    "toml of dots": ("+++\n", "a.", " = 1\n+++\nx"),
    "toml of keys": ("+++\n", "[[a]]\n", "b = \n+++\nx"),
    "json of spaces": ('{"a": 1,\n', " ", "x\n}\nx"),
    "json of quotes": ('{"a": 1,\n', '"', "x\n}\nx"),
    "json of brackets": ('{"a": ', "[", "\n}\nx"),
    "tags": ("x\n", "#1", "\n"),
    "ticks": ("x\n", "#a ` ", "\n"),
}


def seconds(text: str) -> float:
    """Return how long it takes to read front matter, title and tags, the best of three."""
    best = 99.0
    for _ in range(3):
        start = time.process_time()
        notices = Notices()
        front = split(text, notices)
        take_title(FieldReader(front.values, front.lines, notices), ("title",), front, "a")
        Obsidian.tags_in(Obsidian, front.body)  # type: ignore[arg-type]
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize("name", WORST)
def test_time_grows_no_faster_than_the_text(name: str) -> None:
    before, repeated, after = WORST[name]
    count = SHORT // len(repeated)
    short = seconds(before + repeated * count + after)
    long = seconds(before + repeated * count * TIMES + after)
    # Eight times the text may take eight times as long; sixty-four times is what is not to be.
    assert long < max(short, 0.002) * TIMES * 3
