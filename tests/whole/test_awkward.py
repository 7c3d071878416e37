"""Awkward posts, made by hand and at random, bound into one EPUB each: EPUBCheck finds nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gappon import BuildOptions, Settings, build
from gappon.converter.html_names import MATH, TEXT
from tests.converter.test_properties import MARKDOWN
from tests.whole.conftest import epubcheck

pytestmark = [pytest.mark.whole, pytest.mark.xdist_group("awkward")]

INLINE = {
    "ruby": "{漢字|かん|じ}",
    "formula": "$x^2$",
    "note": "語[^1]",
    "link": "[先](https://example.com/?a=1&b=2 '題')",
    "code": "`a < b`",
    "strong": "**太い`c`字**",
    "dots": "《《点》》",
    "note in two lines": "［＃割り注］割注です［＃割り注終わり］",
    "upright": "^12^",
    "html": "<kbd>Ctrl</kbd><br><img src=x alt=絵>",
    "deleted": "~~消~~",
    "emoji": "😀👨‍👩‍👧と𠮟る葛󠄀",
    "arabic": "<span dir=rtl lang=ar>مرحبا</span>",
}
AROUND = {
    "heading": "## 見出し {}",
    "item": "- 項目 {}\n  - 入れ子 {}",
    "numbered": "3. 番号 {}",
    "quote": "> 引用 {}\n>\n> > 入れ子 {}",
    "cell": "| 頭 {} |\n|---|\n| 胞 {} |",
    "note": "> [!WARNING]\n> 警告 {}",
    "details": "<details><summary>詳細 {0}</summary>\n\n中 {0}\n\n</details>",
    "definition": "語 {}\n: 意味 {}",
    "task": "- [ ] 仕事 {}",
    "html": "<div align=center><p>段落 {}</div>",
    "figure": "<figure><figcaption>説明 {}</figcaption></figure>",
}
INSIDE = {
    "list": ("- 項目\n", "  "),
    "quote": ("> 引用\n", "> "),
    "admonition": (":::note\n", ""),
    "ordered": ("1. 項目\n", "   "),
    "details": ("<details><summary>詳細</summary>\n", ""),
}
CLOSED = {"admonition": ":::\n", "details": "</details>\n"}


def filled(pattern: str, inner: str) -> str:
    return pattern.replace("{0}", inner).replace("{}", inner)


def nested(around: str, inner: str) -> str:
    """Put a block inside another."""
    begin, prefix = INSIDE[around]
    body = "\n".join(prefix + line for line in inner.split("\n"))
    return f"{begin}{prefix.rstrip()}\n{body}\n\n" + CLOSED.get(around, "")


def gathered(texts: st.SearchStrategy[str]) -> dict[str, str]:
    """Return two hundred posts, the same ones every time."""
    found: list[str] = []

    @settings(
        max_examples=200,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(texts)
    def gather(text: str) -> None:
        found.append(text)

    gather()
    assert len(found) >= 200
    return {f"r{number}": text for number, text in enumerate(found[:200])}


def posts_by_hand() -> dict[str, str]:
    pairs = "\n\n".join(
        filled(pattern, inner) for pattern in AROUND.values() for inner in INLINE.values()
    )
    blocks = "\n\n".join(
        nested(around, filled(pattern, "語 $y$ {字|じ}"))
        for around in INSIDE
        for pattern in (*AROUND.values(), "```python\nx < 1\n```", "$$\n\\frac{1}{2}\n$$")
    )
    table = "| 番号 | 値 |\n|---|---|\n" + "".join(f"| {n} | {n * n} |\n" for n in range(3000))
    return {
        "pairs": pairs + "\n\n[^1]: 注の中の表\n\n    | a |\n    |---|\n    | {字|じ} |\n",
        "blocks": blocks,
        "table": table,
        "empty": "",
        "only-note": "[^1]: 注だけ",
        "long": "長い本文です。" * 50_000,  # a megabyte of UTF-8
        "own-names": "## Title\n\n## Page 1\n\n## Toc\n\n## FN 1\n\n## toc title\n\n語[^1]\n\n[^1]: 注",
        "addresses": " ".join(
            f"[先](<{address}>)"
            for address in (
                *("https://../", "http://u:p@[2001:db8::1]:80/a[b]?q=[c]#[d]", "http://xn--ґ.com"),
                *("https://例え.jp", "mailto:a@b", "https://a.example/%zz?[]#%"),
            )
        ),
        "headings": "###### 六\n\n# 一\n\n### 三\n\n# {字|じ} $x$ `c` [^1]\n\n[^1]: 注",
    }


def findings(posts: dict[str, str], folder: Path, theme: str) -> str:
    """Build posts as one EPUB; return what EPUBCheck has to say."""
    for number, (name, text) in enumerate(posts.items()):
        path = folder / "site" / "_posts" / f"2025-11-{number % 28 + 1:02}-{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\ntitle: 題 {name} <&>\n---\n{text}", "utf-8")
    overrides = Settings(formats=("epub",), volumes={"by": ("all",)}, theme=theme)
    report = build(
        BuildOptions(
            site=folder / "site",
            out=folder / "out",
            cache=folder / "cache",
            jobs=1,
            overrides=overrides,
        )
    )
    assert report.volumes[0].posts == len(posts)
    (book,) = (folder / "out").glob("*.epub")
    return epubcheck(book)


VOID = {"br", "hr", "img", "input", "wbr", "col"}
VALUES = ["", "x", "-1", "0", "1.5", "99999999", "a b", "日本", "&quot;", "2025-13-99", "http://["]
WITH_VALUES = [
    '<p id="V" class="V" lang="V" title="V" dir="V">段落</p>',
    '<ol start="V" type="V" reversed="V"><li value="V">項目</li></ol>',
    '<table><colgroup span="V"><col span="V"></colgroup><tr><th colspan="V" rowspan="V" headers="V"'
    ' scope="V" abbr="V">頭</th><td colspan="V" rowspan="V" headers="V">胞</td></tr></table>',
    '<time datetime="V">時</time> <time>V</time> <del datetime="V" cite="V">消</del>',
    '<q cite="V">引</q><blockquote cite="V">用</blockquote><ins datetime="V" cite="V">足</ins>',
    '<details open="V"><summary>題</summary>中</details><input type="V" checked="V" disabled="V">',
    '<math display="V" alttext="V"><mo stretchy="V" form="V" lspace="V" minsize="V">+</mo>'
    '<mi mathvariant="V">x</mi><mspace width="V" height="V" depth="V"/>'
    '<mstyle displaystyle="V" scriptlevel="V"><mn>1</mn></mstyle>'
    '<mfrac linethickness="V"><mi>a</mi><mi>b</mi></mfrac>'
    '<mover accent="V"><mi>a</mi><mo>-</mo></mover><mtable columnalign="V" rowspacing="V">'
    '<mtr><mtd columnspan="V" rowspan="V"><mi>x</mi></mtd></mtr></mtable></math>',
]


def test_values_of_attributes_that_html_does_not_know_are_left_out(tmp_path: Path) -> None:
    body = {
        f"v{number}": "\n\n".join(pattern.replace("V", value) for pattern in WITH_VALUES)
        for number, value in enumerate(VALUES)
    }
    assert findings(body, tmp_path, "geppo") == ""


def test_any_element_inside_any_other_is_made_valid(tmp_path: Path) -> None:
    def written(name: str, inner: str) -> str:
        return _element(name, "", ["甲", inner, "丙"], closed=True)

    posts = {
        outer: "\n\n".join(
            f"<div>{written(outer, written(inner, '乙'))}</div>"
            for inner in (*sorted(TEXT), "math")
        )
        for outer in sorted(TEXT - VOID)
    }
    posts["math"] = "\n\n".join(
        f"<math><{outer}><{inner}>x</{inner}></{outer}></math>"
        for outer in sorted(MATH)
        for inner in sorted(MATH)
    )
    assert findings(posts, tmp_path, "geppo") == ""


@pytest.mark.parametrize("theme", ["geppo", "bunko"])
def test_every_construct_inside_every_other_is_valid(theme: str, tmp_path: Path) -> None:
    assert findings(posts_by_hand(), tmp_path, theme) == ""


def _element(name: str, attributes: str, children: list[str], *, closed: bool) -> str:
    if name in VOID:
        return f"<{name}{attributes}>"
    return f"<{name}{attributes}>{''.join(children)}" + (f"</{name}>" if closed else "")


HTML = st.recursive(
    st.sampled_from(["字", "x", " ", "&amp;", "**太**", "{漢|か}", "$x$"]),
    lambda inner: st.builds(
        _element,
        st.sampled_from(sorted(TEXT)),
        st.sampled_from(
            [
                "",
                ' id="a"',
                ' lang="en"',
                ' href="#a"',
                ' href="https://e.example/"',
                ' title="&lt;"',
            ]
        ),
        st.lists(inner, max_size=3),
        closed=st.sampled_from([True, True, True, False]),
    ),
    max_leaves=12,
)


def test_two_hundred_random_posts_of_html_are_valid(tmp_path: Path) -> None:
    posts = gathered(st.lists(HTML, min_size=1, max_size=8).map("\n\n".join))
    assert findings(posts, tmp_path, "geppo") == ""


def test_two_hundred_random_posts_are_valid(tmp_path: Path) -> None:
    assert findings(gathered(MARKDOWN), tmp_path, "bunko") == ""
