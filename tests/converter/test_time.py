"""Time grows with the length of a post, not with its square, whatever is in it."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gappon.converter.convert import convert
from gappon.converter.findings import SiteContext
from gappon.converter.images.finder import ImageFinder
from gappon.converter.post_index import PostIndex
from gappon.publication import Dialect, Leftovers, Post

SITE = SiteContext(PostIndex.of([]), ImageFinder(Path("/nonexistent")))


def repeated(unit: str, end: str = "") -> Callable[[int], str]:
    return lambda length: unit * (length // len(unit)) + end


def numbered(unit: str) -> Callable[[int], str]:
    return lambda length: "".join(unit.replace("N", str(n)) for n in range(length // len(unit)))


def nested(opening: str, inside: str, closing: str) -> Callable[[int], str]:
    def make(length: int) -> str:
        depth = length // (len(opening) + len(closing))
        return opening * depth + inside + closing * depth

    return make


WORST = {
    **{
        repr(unit): repeated(unit)
        for unit in [
            *"*_~`[]!<>&|#\\$^{}:=-+@.%()\"'《》｜［ \t\n",
            "**",
            "~~",
            "``",
            "![",
            "[]",
            "[](",
            "[a](",
            "[a](<b",
            "[a][",
            "[a]: ",
            "](",
            "]()",
            "<!",
            "<!--",
            "<?",
            "<![CDATA[",
            "</",
            "<a",
            "<a ",
            '<a b="',
            "<a b='",
            "<video",
            "<svg>",
            "<script>",
            "<div>",
            "<b>",
            "<p>",
            "<ul><li>",
            "<table><tr><td>",
            "<ruby>字<rt>",
            "<math><mi>",
            "{{",
            "{%",
            "{{<",
            "{{%",
            "{% raw %}",
            "{% if x %}",
            "{% for x in y %}",
            "{{ x }}",
            "{% x %}",
            "{% comment %}",
            "{% highlight ruby %}",
            "{{< x >}}",
            "{{< highlight x >}}",
            "{{</* x",
            "{:",
            "{: .a}",
            "{::comment}",
            "{::x}",
            "{:/}",
            "{#a}",
            "{漢|",
            "漢《",
            "｜漢《",
            "《《",
            "［＃割り注］",
            "^[",
            "^[a]",
            "[^",
            "[^a]",
            "$$",
            "$a",
            "$`",
            "\\\\(",
            "\\\\[",
            "https://",
            "www.a",
            "a@",
            "a@b.",
            "http://a.b/(",
            "a*",
            "*a ",
            "*a_ ",
            "**a*",
            "a**b",
            "`a``b```c",
            "あ*",
            "あ**「",
            "」**",
            "*あ*",
            "~~あ",
            "a\n",
            "あ\n",
            "a  \n",
            "a\\\n",
            "# ",
            "## a\n",
            "# a #\n",
            "a\n=\n",
            "- ",
            "- a\n",
            "1. ",
            "1. a\n",
            "* a\n\n",
            "> ",
            "> a\n",
            "> \n",
            ">",
            "```\n",
            "~~~\n",
            "    a\n",
            "\ta\n",
            "|a|\n",
            "|-|\n",
            "|a|\n|-|\n",
            "| a ",
            "a\n: b\n",
            ": b\n",
            "a\n\n: b\n\n",
            ":::\n",
            ":::note\n",
            ":::details\n",
            "> [!NOTE]\n",
            "> [!NOTE]\n> a\n\n",
            "- [ ] a\n",
            "- [ ] ",
            "***\n",
            "---\n",
            "$$\n",
            "$$a\n",
            "[a]: b\n",
            "[^a]: b\n",
            "[^a]: b\n\n",
            "*[a]: b\n",
            "{: .a}\n",
            "a\n{: .a}\n\n",
            "{:toc}\n\n",
            "<!-- -->",
            "<!-- a\n",
            "<a name='x'>",
            "<a href='#x'>x</a>",
            "[x](#x)",
            "![x](x)",
            "「\n\n",
            "一「\n\n",
            "」\n\n",
            "&amp;",
            "&#65;",
            "&a",
            "%%",
            "==",
            "[[",
            "[[a]]",
            "![[",
            "@[",
            "@[a](",
            "![a](b =1x)",
            "a\n*b*\n",
            "<T>",
            "<a b=c d=e ",
            "{ ",
            "import a\n",
            "<A>",
            "<A b={",
            "{/*",
        ]
    },
    "{{ and spaces": lambda n: "{{" + " " * n,
    "{{< and spaces": lambda n: "{{< a" + " " * n,
    "{% and spaces": lambda n: "{% " + " " * n,
    "heading and spaces": lambda n: "# " + " " * n + "a" + " " * n + "#",
    "spaces": lambda n: "a" + " " * n + "b",
    "one long word": lambda n: "a" * n,
    "one long kanji word": lambda n: "漢" * n,
    "equal ids": repeated("<b id='a'>x</b>"),
    "equal headings": repeated("## 題\n\n"),
    "abbreviations": numbered("*[aN]: b\n"),
    "abbreviations and their use": lambda n: (
        numbered("*[aN]: b\n")(n // 2) + numbered(" aN")(n // 2)
    ),
    "notes": lambda n: numbered("[^N] ")(n // 2) + "\n\n" + numbered("[^N]: a\n\n")(n // 2),
    "references": lambda n: numbered("[aN] ")(n // 2) + "\n\n" + numbered("[aN]: b\n")(n // 2),
    "link definitions": numbered("[aN]: b\n"),
    "attributes": lambda n: "<a " + numbered("bN=c ")(n) + ">x</a>",
    "hidden ends of tags": repeated('<a b="', "c='>'"),
    "classes": lambda n: "a\n{: " + numbered(".cN ")(n) + "}",
    "cells": lambda n: "|" + "a|" * n + "\n|" + "-|" * n + "\n",
    "rows": lambda n: "|a|b|\n|-|-|\n" + "|c|d|\n" * (n // 6),
    "code spans of all lengths": lambda n: " ".join("`" * k for k in range(1, int((2 * n) ** 0.5))),
    "nested links": nested("[", "a", "](b)"),
    "nested images": nested("![", "a", "](b)"),
    "nested emphasis": nested("*a **b", "c", "** *"),
    "nested quotes": lambda n: ">" * (n // 2) + "a\n" * (n // 4),
    "nested lists": lambda n: "".join(" " * k + "- a\n" for k in range(int(n**0.5))),
    "nested notes": nested("^[a ", "b", "]"),
    "nested ruby": nested("<ruby>", "字", "<rt>じ</rt></ruby>"),
    "nested divisions": nested("<div>", "字", "</div>"),
    "nested bold": nested("<b>", "字", "</b>"),
    "nested lists in HTML": nested("<ul><li>", "字", "</li></ul>"),
    "nested tables": nested("<table><tr><td>", "字", "</td></tr></table>"),
    "nested formulas": nested("<math><mrow>", "字", "</mrow></math>"),
    "nested containers": nested(":::note\n", "a\n", ":::\n"),
    "nested groups in a formula": lambda n: "$$" + "{" * (n // 2) + "a" + "}" * (n // 2) + "$$",
    "loose text in lists": repeated("<ul>a<b>c</b></ul>"),
    "loose text in one list": lambda n: "<ul>" + "a<b>c</b>" * (n // 9) + "</ul>",
    "dead links in one line": lambda n: "[x](#x)" * (n // 7),
    "readings in one ruby": lambda n: "<ruby>" + "字<rt>じ</rt>" * (n // 11) + "</ruby>",
    "Markdown in divisions": nested('<div markdown="1">\n', "a\n", "</div>\n"),
    "code of one language": lambda n: "```python\n" + "'" * n + "\n```",
}
SMALL, LARGE = 1_000, 8_000  # characters


def seconds(text: str, dialect: Dialect) -> float:
    post = Post("a.md", "題", datetime(2025, 1, 1, tzinfo=UTC), text, dialect=dialect)
    start = time.process_time()
    convert(post, SITE)
    return time.process_time() - start


BRACED = [name for name in WORST if "{" in name]


@pytest.mark.parametrize("name", WORST)
def test_time_grows_with_the_length(name: str) -> None:
    measure(name, Dialect("liquid", marks=("zenn", "qiita", "hexo", "obsidian", "mdx")))


@pytest.mark.parametrize("leftovers", ["hexo", "hugo", "mdx"])
@pytest.mark.parametrize("name", BRACED)
def test_time_of_other_generators_marks(name: str, leftovers: Leftovers) -> None:
    measure(name, Dialect(leftovers, marks=("mdx",) if leftovers == "mdx" else ()))


def measure(name: str, dialect: Dialect) -> None:
    """Compare two lengths; a machine that is busy with something else gets three tries."""
    seconds(WORST[name](100), dialect)
    tries = []
    for _ in range(3):
        small = seconds(WORST[name](SMALL), dialect)
        large = seconds(WORST[name](LARGE), dialect)
        tries.append((small, large))
        if large < 0.02 + 2.5 * (LARGE / SMALL) * small:
            return
    pytest.fail(f"seconds for {SMALL} and {LARGE} characters: {tries}")
