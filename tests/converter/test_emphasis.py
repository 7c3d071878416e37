"""Emphasis: what authors mean beside Japanese, and CommonMark's reading everywhere else."""

import re
from collections.abc import Callable
from itertools import product

import pytest

from gappon.converter.markdown.parser import to_html
from gappon.converter.source import SourceText
from gappon.diagnostics import Notices
from gappon.publication import Dialect


def html(markdown: str) -> str:
    written = to_html(SourceText.of(markdown, 1), Dialect(), Notices())
    return re.sub(r' data-[a-z]+="[^"]*"', "", written).strip()


# What may stand beside or within emphasis, and the HTML that it becomes.
PIECES = {
    "kana": ("これは", "これは"),
    "kanji": ("重要", "重要"),
    "full stop": ("です。", "です。"),
    "comma": ("注、", "注、"),
    "corner brackets": ("「語」", "「語」"),
    "brackets": ("（注）", "（注）"),
    "Latin": ("abc", "abc"),
    "code": ("`x`", "<code>x</code>"),
    "link": ("[題](/b)", '<a href="/b">題</a>'),
    "image": ("![図](a.png)", '<img src="a.png" alt="図" />'),
    "formula": ("$y$", "<code>y</code>"),
}
JAPANESE = {"kana", "kanji", "full stop", "comma", "corner brackets", "brackets"}
MARKS = {
    "*": ("<em>", "</em>"),
    "**": ("<strong>", "</strong>"),
    "***": ("<em><strong>", "</strong></em>"),
    "~~": ("<del>", "</del>"),
}


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("inside", PIECES)
def test_emphasis_beside_japanese(inside: str, mark: str) -> None:
    opening, closing = MARKS[mark]
    for before, behind in product(PIECES, PIECES):
        if not JAPANESE & {before, inside, behind}:
            continue
        source, shown = zip(PIECES[before], PIECES[inside], PIECES[behind], strict=True)
        written = f"{source[0]}{mark}{source[1]}{mark}{source[2]}"
        assert html(written) == f"<p>{shown[0]}{opening}{shown[1]}{closing}{shown[2]}</p>", written


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        (
            "使うのは**`a`**と**`b`**です。",
            "使うのは<strong><code>a</code></strong>と<strong><code>b</code></strong>です。",
        ),
        ("**50%**オフ、**C++**です", "<strong>50%</strong>オフ、<strong>C++</strong>です"),
        (
            "**注：**`x`を見る。`x`**「注」**。",
            "<strong>注：</strong><code>x</code>を見る。<code>x</code><strong>「注」</strong>。",
        ),
        (
            "これは*大事*で**もっと*大事*な**こと",
            "これは<em>大事</em>で<strong>もっと<em>大事</em>な</strong>こと",
        ),
        ("値は 3 * 4 で 5 * 6 です", "値は 3 * 4 で 5 * 6 です"),
        ("関数 f(*args, **kwargs) です", "関数 f(*args, **kwargs) です"),
        ("範囲は10~20と30~40", "範囲は10~20と30~40"),
        ("単語_強調_です", "単語_強調_です"),
        ("これは\\*印\\*です", "これは*印*です"),
        ("`**`と**太字**", "<code>**</code>と<strong>太字</strong>"),
    ],
)
def test_marks_among_japanese(markdown: str, expected: str) -> None:
    assert html(markdown) == f"<p>{expected}</p>"


# The rules of CommonMark 0.31 §6.2, each in words of our own: nothing of them changes without Japanese.
COMMONMARK = {
    "*word one*": "<em>word one</em>",
    "a * word*": "a * word*",
    'a*"word"*': "a*&quot;word&quot;*",
    "*\u00a0a *": "*\u00a0a *",
    "one*two*": "one<em>two</em>",
    "5*6*78": "5<em>6</em>78",
    "_word one_": "<em>word one</em>",
    "_ word one_": "_ word one_",
    'a_"word"_': "a_&quot;word&quot;_",
    "one_two_": "one_two_",
    "5_6_78": "5_6_78",
    "пять_шесть_": "пять_шесть_",
    'one_"two"_three': "one_&quot;two&quot;_three",
    "one-_(two)_": "one-<em>(two)</em>",
    "*word *": "*word *",
    "*(*one)": "*(*one)",
    "*(*one*)*": "<em>(<em>one</em>)</em>",
    "*one*two": "<em>one</em>two",
    "_(_one_)_": "<em>(<em>one</em>)</em>",
    "_one_two": "_one_two",
    "_one_two_three_": "<em>one_two_three</em>",
    "_(one)_.": "<em>(one)</em>.",
    "**word one**": "<strong>word one</strong>",
    "** word one**": "** word one**",
    'a**"word"**': "a**&quot;word&quot;**",
    "one**two**": "one<strong>two</strong>",
    "__word one__": "<strong>word one</strong>",
    "one__two__": "one__two__",
    "one-__(two)__": "one-<strong>(two)</strong>",
    "**word one **": "**word one **",
    "**(**one)": "**(**one)",
    "*(**one**)*": "<em>(<strong>one</strong>)</em>",
    '**one "*two*" one**': "<strong>one &quot;<em>two</em>&quot; one</strong>",
    "**one**two": "<strong>one</strong>two",
    "*one [two](/u)*": '<em>one <a href="/u">two</a></em>',
    "_one __two__ three_": "<em>one <strong>two</strong> three</em>",
    "_one _two_ three_": "<em>one <em>two</em> three</em>",
    "__one_ two_": "<em><em>one</em> two</em>",
    "*one *two**": "<em>one <em>two</em></em>",
    "*one**two**three*": "<em>one<strong>two</strong>three</em>",
    "*one**two*": "<em>one**two</em>",
    "***one** two*": "<em><strong>one</strong> two</em>",
    "*one **two***": "<em>one <strong>two</strong></em>",
    "*one**two***": "<em>one<strong>two</strong></em>",
    "one***two***three": "one<em><strong>two</strong></em>three",
    "** is no emphasis": "** is no emphasis",
    "one ***": "one ***",
    "one *\\**": "one <em>*</em>",
    "one *_*": "one <em>_</em>",
    "**one*": "*<em>one</em>",
    "*one**": "<em>one</em>*",
    "****one*": "***<em>one</em>",
    "**one***": "<strong>one</strong>*",
    "*one****": "<em>one</em>***",
    "****one****": "<strong><strong>one</strong></strong>",
    "***one***": "<em><strong>one</strong></em>",
    "*one _two* three_": "<em>one _two</em> three_",
    "**one **two three**": "**one <strong>two three</strong>",
    "*[one*](/u)": '*<a href="/u">one*</a>',
    "*a `*`*": "<em>a <code>*</code></em>",
    "**a<https://e.example/?q=**>": '**a<a href="https://e.example/?q=**">https://e.example/?q=**</a>',
}


@pytest.mark.parametrize("markdown", COMMONMARK)
def test_without_japanese_emphasis_is_commonmark_s(markdown: str) -> None:
    assert html(markdown) == f"<p>{COMMONMARK[markdown]}</p>"


@pytest.mark.parametrize(
    ("markdown", "links"),
    [
        (
            "[https://e.example/p](https://e.example/q)です",
            [("https://e.example/q", "https://e.example/p")],
        ),
        ("[詳細 https://e.example/p](/q)", [("/q", "詳細 https://e.example/p")]),
        ("[**https://e.example/p**](/q)", [("/q", "<strong>https://e.example/p</strong>")]),
        ("[公式 (https://e.example/p)](/q)", [("/q", "公式 (https://e.example/p)")]),
        ("[https://e.example/p][r]\n\n[r]: /q", [("/q", "https://e.example/p")]),
        ("[www.e.example](/q)", [("/q", "www.e.example")]),
        ("[a@e.example](/q)", [("/q", "a@e.example")]),
        ("[https://e.example/p]", [("https://e.example/p", "https://e.example/p")]),
        ('<a href="/q">https://e.example/p</a>', [("/q", "https://e.example/p")]),
        ("日本語https://e.example/eを見る", [("https://e.example/e", "https://e.example/e")]),
        ("（https://e.example/b）と", [("https://e.example/b", "https://e.example/b")]),
        ("https://e.example/k_(x) です", [("https://e.example/k_(x)", "https://e.example/k_(x)")]),
        ("(https://e.example/j) です", [("https://e.example/j", "https://e.example/j")]),
        (
            "https://e.example/wiki/日本語 を",
            [("https://e.example/wiki/日本語", "https://e.example/wiki/日本語")],
        ),
        ("**https://e.example/o** です", [("https://e.example/o", "https://e.example/o")]),
        ("www.e.exampleを見る", [("http://www.e.example", "www.e.example")]),
        ("メールはinfo@e.exampleへ", [("mailto:info@e.example", "info@e.example")]),
    ],
)
def test_addresses_and_links(markdown: str, links: list[tuple[str, str]]) -> None:
    found: Callable[[str], list[tuple[str, str]]] = re.compile(
        r'<a href="([^"]*)">(.*?)</a>'
    ).findall
    assert found(html(markdown)) == links
