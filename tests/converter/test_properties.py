"""Whatever is written, a well-formed chapter comes out."""

import re
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from gappon.converter.convert import convert
from gappon.converter.findings import SiteContext
from gappon.converter.images.finder import ImageFinder
from gappon.converter.post_index import PostIndex
from gappon.publication import Post

PIECES = [
    "# ",
    "## ",
    "- ",
    "1. ",
    "> ",
    "```\n",
    "~~~",
    "|",
    "|---|\n",
    "\n\n",
    "\n",
    "**",
    "*",
    "_",
    "`",
    "[^1]",
    "[^1]: ",
    "$",
    "$$",
    "{漢|かん}",
    "《《",
    "》》",
    "｜字《じ》",
    ":::note\n",
    ":::\n",
    "> [!NOTE]\n",
    "{: .a}",
    "{:toc}",
    "{% if x %}",
    "{{ y }}",
    "![a](b)",
    "[a](/b)",
    "<div>",
    "</div>",
    "<ruby>",
    "<rt>",
    "<table><tr>",
    "<td>",
    "<li>",
    "<p>",
    "<span>",
    "<dl><dd>",
    "<details>",
    "<summary>",
    "<figcaption>",
    "<math><mi>",
    "<a href='x'>",
    "<h3>",
    "<b><p>",
    "<!--",
    "-->",
    "&#1;",
    "&nbsp;",
    "&",
    "<",
    "\\",
    "文字",
    "text",
    "　",
    " ",
    "    ",
    "\t",
    ": ",
    "- [ ] ",
    "---\n",
    "~~",
    "^12^",
    "https://e.x/",
    "\u202e",
    "𠮷",
    "é",
    "\ufe0f",
]
MARKDOWN = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
SITE = SiteContext(PostIndex.of([]), ImageFinder(Path("/nonexistent")))


def chapter_of(markdown: str):
    post = Post("a.md", "題", datetime(2025, 1, 1, tzinfo=UTC), markdown)
    return convert(post, SITE).chapter


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(MARKDOWN)
def test_any_mixture_of_constructs_is_well_formed(markdown: str) -> None:
    chapter = chapter_of(markdown)
    root = etree.fromstring(f"<div>{chapter.body}</div>")
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    targets = {
        link.get("href")[1:] for link in root.iter("a") if (link.get("href") or "").startswith("#")
    }
    assert targets <= set(ids)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_well_formed(text: str) -> None:
    assert etree.fromstring(f"<div>{chapter_of(text).body}</div>") is not None


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.characters(categories=["Lo", "Ll", "Nd"]), min_size=1, max_size=60))
def test_plain_words_come_out_unchanged(text: str) -> None:
    root = etree.fromstring(f"<div>{chapter_of('x' + text).body}</div>")
    assert re.sub(r"\s", "", "".join(root.itertext())) == "x" + text


def test_deep_nesting_is_flattened() -> None:
    chapter = chapter_of("<div>" * 2000 + "底" + "</div>" * 2000)
    assert "底" in chapter.body
    assert "nested-too-deep" in [n.code for n in chapter.notices]
