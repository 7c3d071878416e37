"""Jekyll's Liquid in posts: resolved as Jekyll does, or told; nothing vanishes unsaid."""

from collections.abc import Callable

import pytest

from gappon.publication import Chapter

Convert = Callable[..., Chapter]
FRONT_MATTER = 4


def found(chapter: Chapter) -> list[tuple[str, int]]:
    return [(notice.code, notice.line - FRONT_MATTER) for notice in chapter.notices]


@pytest.mark.parametrize(
    ("liquid", "text"),
    [
        ("{% if true %}真{% else %}偽{% endif %}", "真"),
        ("{% if page.title == '別' %}甲{% elsif page.title %}乙{% else %}丙{% endif %}", "乙"),
        ("{% unless false %}甲{% endunless %}", "甲"),
        (
            "{% for i in (1..3) %}{{ i }}{% unless forloop.last %}・{% endunless %}{% endfor %}",
            "1・2・3",
        ),
        ("{% assign x = '値' %}{{ x }}{{ x | append: '段' }}", "値値段"),
        ("{% capture x %}甲{{ page.title }}{% endcapture %}{{ x }}", "甲題"),
        ("{% case 2 %}{% when 1 %}一{% when 2, 3 %}二{% else %}他{% endcase %}", "二"),
        ("{% for i in (1..4) %}{% if i == 3 %}{% break %}{% endif %}{{ i }}{% endfor %}", "12"),
        ("{% cycle '甲', '乙' %}{% cycle '甲', '乙' %}", "甲乙"),
        ("甲  {%- if true -%}  乙  {%- endif -%}  丙", "甲乙丙"),
        ("{{ page.date | date: '%Y年%-m月%-d日' }}", "2025年11月1日"),
        ("{{ page.date | date_to_xmlschema }}", "2025-11-01T00:00:00+0900"),
        ("{{ 'a,b' | split: ',' | join: '・' }}", "a・b"),
        ("{{ nil | default: '既定' }}", "既定"),
        ("{{ '/x' | relative_url }}", "/x"),
        ("甲{% comment %}消{% if %}{{ える{% endcomment %}乙", "甲乙"),
        ("{% raw %}{{ 生 }}{% if %}{% endraw %}", "{{ 生 }}{% if %}"),
    ],
)
def test_liquid_is_resolved(liquid: str, text: str, to_chapter: Convert) -> None:
    chapter = to_chapter(liquid)
    assert chapter.body == f"<p>{text}</p>"
    assert not chapter.notices


@pytest.mark.parametrize(
    "literal",
    [
        "`{{ page.title }}{% if %}`",
        "``{{ a ` b }}``",
        "```\n{{ page.title }}\n{% include x %}\n```",
        "~~~ruby\n{{ x }}\n~~~",
        "> ```\n> {{ page.title }}\n> ```",
        "- 項目\n\n  ```\n  {% if x %}\n  ```",
        "$\\frac{{x}}{{y}}$",
        "$$ {{a}\\over{b}} $$",
        "{{a}と{b}}",
        "{{ 変 数 }}",
        "{{ 開いたまま",
        "{% 開いたまま",
        "100{{%から",
    ],
)
def test_code_formulas_and_what_is_no_liquid_stay(literal: str, to_chapter: Convert) -> None:
    raw = to_chapter("{% raw %}" + literal + "{% endraw %}")
    chapter = to_chapter(literal)
    assert chapter.body == raw.body
    assert chapter.body.count("{") == raw.body.count("{") > 0 or "math" in chapter.body
    assert not chapter.notices


def test_marks_that_hide_code_from_liquid_go(to_chapter: Convert) -> None:
    body = to_chapter(
        "```\n{% raw %}{{ x }}{% endraw %}\n```\n\n`{% raw %}{% y %}{% endraw %}`"
    ).body
    assert body == "<pre><code>{{ x }}\n</code></pre>\n<p><code>{% y %}</code></p>"


@pytest.mark.parametrize(
    ("liquid", "text", "notices"),
    [
        ("一\n\n{{ site.nowhere }}二", "<p>一</p>\n<p>二</p>", [("liquid", 3)]),
        ("{% if site.x %}一{% endif %}二", "<p>二</p>", [("liquid", 1)]),
        ("{{ page.title | nofilter }}二", "<p>二</p>", [("liquid", 1)]),
        ("{% note %}一{% endnote %}{% note %}二{% endnote %}", "<p>一二</p>", [("liquid", 1)]),
        ("{% if true %}一", "<p>一</p>", [("liquid", 1)]),
        ("一{% endif %}", "<p>一</p>", [("liquid", 1)]),
        ("一{% else %}二", "<p>一二</p>", [("liquid", 1)]),
        ("{% if 一 二 == %}三{% else %}四{% endif %}", "<p>三四</p>", [("liquid", 1)]),
        ("{% raw %}一", "<p>一</p>", [("liquid", 1)]),
        ("{{ 'now' | date: '%Y' }}一", "<p>一</p>", [("liquid", 1)]),
        ("{% include nowhere.html %}一", "<p>一</p>", [("liquid", 1)]),
        ("{% include ../secret.txt %}一", "<p>一</p>", [("liquid", 1)]),
    ],
)
def test_what_cannot_be_resolved_is_told_with_its_line(
    liquid: str, text: str, notices: list[tuple[str, int]], to_chapter: Convert
) -> None:
    chapter = to_chapter(liquid, {"secret.txt": "秘密"})
    assert chapter.body == text
    assert set(found(chapter)) == set(notices)


@pytest.mark.parametrize(
    ("before", "line"),
    [
        ("{% comment %}\n\n\n{% endcomment %}\n", 5),
        ("{% for i in (1..5) %}\n行{{ i }}\n{% endfor %}\n", 4),
        ("{% if false %}\n一\n\n二\n{% endif %}\n", 6),
        ("{% capture x %}\n一\n{% endcapture %}\n", 4),
        ("{% highlight ruby %}\nputs\n{% endhighlight %}\n", 4),
        ("一\n\n{%- assign x = 1 %}\n\n", 5),
        ("{{< highlight go >}}\nx\n{{< /highlight >}}\n", 4),
    ],
)
def test_lines_behind_liquid_are_those_of_the_file(
    before: str, line: int, to_chapter: Convert
) -> None:
    assert found(to_chapter(f"{before}\n[題](#nowhere)\n"))[-1] == ("dead-anchor", line + 1)


def test_lines_within_loops_are_those_of_the_file(to_chapter: Convert) -> None:
    chapter = to_chapter(
        "{% for i in (1..2) %}\n\n一\n[題](#n{{ i }})\n{% endfor %}\n\n[尾](#no)\n"
    )
    assert found(chapter) == [("dead-anchor", 4), ("dead-anchor", 4), ("dead-anchor", 7)]


def test_included_files_are_resolved_with_their_arguments(to_chapter: Convert) -> None:
    files = {
        "_includes/figure.html": "<b>{{ include.text }}{{ include.other }}</b>{% include end.html %}",
        "_includes/end.html": "終{{ page.title }}",
    }
    chapter = to_chapter('{% include figure.html text="甲" other=page.title %}', files)
    assert chapter.body == "<p><b>甲題</b>終題</p>"


@pytest.mark.parametrize(
    "liquid",
    [
        "{% for i in (1..999999999) %}あ{% endfor %}",
        "{% for i in (1..999999999) reversed %}あ{% endfor %}",
        "{{ (1..999999999) | join: 'あ' }}",
        "{% for i in (1..9999) %}{% for j in (1..9999) %}あ{% endfor %}{% endfor %}",
        "{% assign x = 'ああああああああ' %}{% for i in (1..99) %}{% assign x = x | append: x %}{% endfor %}",
        "{% assign x = 'aaaaaaaa' %}{% for i in (1..9) %}{% assign x = x | replace: 'a', x %}{% endfor %}",
        "{% assign x = 9 %}{% for i in (1..99) %}{% assign x = x | times: x %}{% endfor %}",
        "{% for i in (1..9) %}" * 40,
        "{% if true %}" * 400 + "中" + "{% endif %}" * 400,
        "{% include self.html %}",
        "{% include twice.html %}",
        "{{ 'x' | date: '%999999999d' }}",
    ],
)
def test_what_would_not_end_is_cut_off_and_told(liquid: str, to_chapter: Convert) -> None:
    files = {
        "_includes/self.html": "自{% include self.html %}",
        "_includes/twice.html": "倍{% include twice.html %}{% include twice.html %}",
    }
    chapter = to_chapter(f"前\n\n{liquid}\n\n後", files)
    assert chapter.body.startswith("<p>前</p>") and chapter.body.endswith("<p>後</p>")
    assert len(chapter.body) < 3_000_000
    assert {notice.code for notice in chapter.notices} <= {"liquid", "nested-too-deep"}


def test_the_text_stays_where_liquid_makes_too_much(to_chapter: Convert) -> None:
    loops = "{% for i in (1..9000) %}" + "長い文。" * 99 + "{% endfor %}"
    chapter = to_chapter(f"前\n\n{loops}\n\n後")
    assert "長い文。" in chapter.body and chapter.body.endswith("<p>後</p>")
    assert [notice.code for notice in chapter.notices] == ["liquid"]
