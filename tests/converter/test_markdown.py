"""Constructs of the dialect, each beside the XHTML that it becomes."""

import re
from collections.abc import Callable

import pytest

from gappon.publication import Chapter

Convert = Callable[..., Chapter]

CASES = {
    "strong beside Japanese punctuation": (
        "これは**「重要」**です。",
        "<p>これは<strong>「重要」</strong>です。</p>",
    ),
    "strong that ends in a full stop": ("**強調。**次", "<p><strong>強調。</strong>次</p>"),
    "asterisks that are no marks": ("2 * 3 * 4", "<p>2 * 3 * 4</p>"),
    "strikethrough": ("~~消~~す", "<p><del>消</del>す</p>"),
    "ruby for a word": (
        "{漢字|かんじ}",
        "<p><ruby>漢字<rp>（</rp><rt>かんじ</rt><rp>）</rp></ruby></p>",
    ),
    "ruby per character": (
        "{漢字|かん|じ}",
        '<p><ruby class="mono">漢<rp>（</rp><rt>かん</rt><rp>）</rp>字<rp>（</rp><rt>じ</rt>'
        "<rp>）</rp></ruby></p>",
    ),
    "ruby with a bar": (
        "お｜母様《かあさま》",
        "<p>お<ruby>母様<rp>（</rp><rt>かあさま</rt><rp>）</rp></ruby></p>",
    ),
    "ruby of kanji": (
        "漢字《かんじ》",
        "<p><ruby>漢字<rp>（</rp><rt>かんじ</rt><rp>）</rp></ruby></p>",
    ),
    "ruby in HTML": (
        "<ruby>踊<rp>(</rp><rt>おど</rt><rp>)</rp>り字<rt>じ</rt></ruby>",
        "<p><ruby>踊<rp>（</rp><rt>おど</rt><rp>）</rp>り字<rp>（</rp><rt>じ</rt><rp>）</rp></ruby></p>",
    ),
    "emphasis dots": ("《《重要》》", '<p><em class="dots">重要</em></p>'),
    "inline cutting note": (
        "家康［＃割り注］将軍［＃割り注終わり］は",
        '<p>家康（<small class="warichu">将軍</small>）は</p>',
    ),
    "inline cutting note with brackets of its own": (
        "［＃割り注］（将軍）［＃割り注終わり］、〔［＃割り注］a&b［＃割り注終わり］〕",
        '<p>（<small class="warichu">将軍</small>）、〔<small class="warichu">a&amp;b</small>〕</p>',
    ),
    "tate-chu-yoko": ("第^12^回", '<p>第<span class="tcy">12</span>回</p>'),
    "lines join without a space": (
        "日本語の\n文。\nEnglish\nwords",
        "<p>日本語の文。\nEnglish\nwords</p>",
    ),
    "bare address ends at Japanese": (
        "https://example.com/aです。",
        '<p><a href="https://example.com/a">https://example.com/a</a>です。</p>',
    ),
    "prices are no formula": ("100$から200$です", "<p>100$から200$です</p>"),
    "heading levels start at h2 and leave no holes": (
        "# 一\n\n### 二",
        '<h2 id="一">一</h2>\n<h3 id="二">二</h3>',
    ),
    "equal headings get different ids": (
        "## 同\n\n## 同",
        '<h2 id="同">同</h2>\n<h2 id="同-2">同</h2>',
    ),
    "a strong line of its own is marked": (
        "**小見出し**\n\n**強調**は続く",
        '<p class="strong-line"><strong>小見出し</strong></p>\n<p><strong>強調</strong>は続く</p>',
    ),
    "heading with an id": ("## 題 {#my-id}", '<h2 id="my-id">題</h2>'),
    "attribute list on a paragraph": ("文\n{: .wide #p1}", '<p class="wide" id="p1">文</p>'),
    "attribute list on a span": ("*文*{: .a}です", '<p><em class="a">文</em>です</p>'),
    "task list": (
        "- [x] 済\n- [ ] 未",
        '<ul>\n<li class="task-list-item"><span class="task done" role="img" aria-label="完了">✓</span>'
        '\u2002済</li>\n<li class="task-list-item"><span class="task" role="img" aria-label="未完了">'
        "□</span>\u2002未</li>\n</ul>",
    ),
    "definition list": ("語\n: 説明", "<dl>\n<dt>語</dt>\n<dd>説明</dd>\n</dl>"),
    "alert": (
        "> [!TIP]\n> 傾ける",
        '<aside class="admonition tip" role="doc-tip" data-epub-type="tip">'
        '<p class="admonition-title">ヒント</p>\n<p>傾ける</p>\n</aside>',
    ),
    "details block": (
        ":::details 題\n中\n:::",
        "<details><summary>題</summary>\n<p>中</p>\n</details>",
    ),
    "code with a name": (
        "```text:a.txt\n<x>\n```",
        '<figure class="listing"><figcaption>a.txt</figcaption><pre><code class="language-text">'
        "&lt;x&gt;\n</code></pre></figure>",
    ),
    "video becomes a link": (
        '<iframe src="https://www.youtube.com/embed/abcdEFGHijk" title="題"></iframe>',
        '<a class="embed" href="https://www.youtube.com/watch?v=abcdEFGHijk">題</a>',
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_construct(name: str, to_chapter: Convert) -> None:
    markdown, expected = CASES[name]
    assert to_chapter(markdown).body == expected


def test_a_note_keeps_its_id_beside_a_heading_of_that_name(to_chapter: Convert) -> None:
    body = to_chapter("## Fn 1\n\n文[^1]\n\n[^1]: 注").body
    assert '<h2 id="fn-1-2">' in body
    assert re.search(r'<a class="noteref" href="#fn-1" id="fnref-1"', body)
    assert re.search(r'<aside class="footnote" id="fn-1"', body)


def test_table_rows_are_evened_out(to_chapter: Convert) -> None:
    body = to_chapter("| a | b |\n|:--|--:|\n| 1 |\n| 2 | 3 | 4 |").body
    assert body.count("<td") == 4
    assert '<th class="align-right" scope="col">b</th>' in body


def test_ruby_in_a_table_is_not_split(to_chapter: Convert) -> None:
    body = to_chapter("| a |\n|---|\n| {漢字|かんじ} |").body
    assert "<ruby>漢字<rp>（</rp><rt>かんじ</rt>" in body


def test_abbreviations_match_whole_words(to_chapter: Convert) -> None:
    body = to_chapter("AIとMAILとOpenAI\n\n*[AI]: 人工知能").body
    assert body.count("<abbr") == 1


def test_footnotes_link_both_ways_and_twice(to_chapter: Convert) -> None:
    body = to_chapter("甲[^1]乙[^1]\n\n[^1]: 注").body
    assert 'href="#fn-1" id="fnref-1"' in body
    assert 'id="fnref-1-2"' in body
    assert body.count('role="doc-backlink"') == 2
    assert '<aside class="footnote" id="fn-1"' in body


def test_formula_becomes_mathml_with_its_tex(to_chapter: Convert) -> None:
    chapter = to_chapter("$E=mc^2$ と\n\n$$\\frac{a}{b}$$")
    assert chapter.has_mathml
    assert 'alttext="E=mc^2"' in chapter.body and 'display="block"' in chapter.body


@pytest.mark.parametrize("tex", ["\\begin{matrix} a", "a_{", "\\left( x"])
def test_broken_formula_stays_as_tex_and_is_told(tex: str, to_chapter: Convert) -> None:
    chapter = to_chapter(f"一\n\n二 ${tex}$\n")
    assert f'二 <code class="tex">{tex}</code>' in chapter.body
    assert not chapter.has_mathml
    assert [(n.code, n.line) for n in chapter.notices] == [("formula", 7)]


def test_code_is_not_touched(to_chapter: Convert) -> None:
    body = to_chapter("`{漢字|かんじ}` と `{{ x }}` と `**「a」**`").body
    assert "<code>{漢字|かんじ}</code>" in body
    assert "<code>{{ x }}</code>" in body
    assert "<code>**「a」**</code>" in body


def test_toc_mark_becomes_a_list_of_headings(to_chapter: Convert) -> None:
    body = to_chapter("* TOC\n{:toc}\n\n## 一\n\n## 二").body
    assert '<nav class="toc">' in body and '<a href="#一">一</a>' in body


def test_image_with_a_title_is_a_figure(to_chapter: Convert) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="9" height="9"/></svg>'
    chapter = to_chapter('![説明](/a.svg "図1")', {"a.svg": svg})
    assert '<figure class="image"><img src="asset:img-' in chapter.body
    assert "<figcaption>図1</figcaption>" in chapter.body
    assert len(chapter.assets) == 1


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<div>{漢字|かんじ}</div>", "<div>{漢字|かんじ}</div>"),
        ("<div><q><del><p>文</p></del></q></div>", "<div><del><p>文</p></del></div>"),
        (
            "<div><a href='https://e.example/'><details>中</details></a></div>",
            "<div><details><summary>詳細</summary>中",
        ),
        ("<figure>前<figcaption>題</figcaption>後</figure>", "<figure>前後<figcaption>題"),
        (
            "<table><caption>一</caption><caption>二</caption><tr><td>x</td></tr></table>",
            "一<div>二</div>",
        ),
        ("<dl><dt>語</dt></dl>", "<dl><dt>語</dt><dd></dd></dl>"),
        (
            "<ruby>甲<sup><ruby>漢<rt>か</rt></ruby></sup><rt>よみ</rt></ruby>",
            "<sup>漢<span>か</span></sup>",
        ),
        ("<bdo>字</bdo>", "<span>字</span>"),
        ("前<a href='https://e.example/'> </a>後", "<p>前 後</p>"),
    ],
)
def test_html_that_browsers_forgive_is_made_to_conform(
    html: str, expected: str, to_chapter: Convert
) -> None:
    assert expected in to_chapter(html).body


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<math><mfrac><mi>a</mi><mn>2</mn></mfrac></math>", True),
        ("<math><mtable><mtr><mtd><mi>a</mi></mtd></mtr></mtable></math>", True),
        (
            "<math><mmultiscripts><mi>C</mi><none/><mn>2</mn><mprescripts/><mn>6</mn><none/></mmultiscripts></math>",
            True,
        ),
        ("<math><mrow><math><mi>a</mi></math></mrow></math>", True),
        ("<math><mfrac><mi>a</mi></mfrac></math>", False),
        ("<math>a<mi>b</mi></math>", False),
        ("<math><mi>a<b>b</b></mi></math>", False),
        ("<math><mtr><mtd><mi>a</mi></mtd></mtr></math>", False),
    ],
)
def test_formulas_in_html_are_kept_or_become_text(
    html: str, kept: bool, to_chapter: Callable[..., Chapter]
) -> None:
    chapter = to_chapter(f"前{html}後")
    assert ("<math" in chapter.body, chapter.has_mathml) == (kept, kept)
    assert bool(chapter.notices) is not kept
    assert "a" in chapter.body or "C" in chapter.body
    assert chapter.body.count("<math") <= 1 and "前" in chapter.body and "後" in chapter.body
