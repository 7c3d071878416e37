"""Liquid, Hugo shortcodes, and what raw HTML brings."""

from collections.abc import Callable

import pytest

from gappon.publication import Chapter

Convert = Callable[..., Chapter]
OTHER = {"_posts/2025-10-05-other.md": "---\ntitle: 他\n---\n## 節\n"}


def codes(chapter: Chapter) -> list[str]:
    return [notice.code for notice in chapter.notices]


@pytest.mark.parametrize(
    ("markdown", "inside"),
    [
        ("{{ site.url }}/x と {{ page.title }}", "https://example.com/x</a> と 題"),
        ("{% raw %}{{ kept }}{% endraw %}", "{{ kept }}"),
        ("{% comment %}消える{% endcomment %}残る", "<p>残る</p>"),
        ("{% highlight ruby %}\nputs 1\n{% endhighlight %}", '<code class="language-ruby">'),
        ('{{ "/a.png" | relative_url }}', "<p>/a.png</p>"),
        ("{{< youtube abc123def >}}", 'href="https://www.youtube.com/watch?v=abc123def"'),
    ],
)
def test_leftovers_are_resolved(markdown: str, inside: str, to_chapter: Convert) -> None:
    chapter = to_chapter(markdown)
    assert inside in chapter.body
    assert codes(chapter) == []


def test_references_to_posts_become_links(to_chapter: Convert) -> None:
    chapter = to_chapter(
        "[a]({% post_url 2025-10-05-other %}) [b](/2025/10/05/other/#節) "
        "[c](2025-10-05-other.md) [d](https://example.com/2025/10/05/other.html) "
        '[e]({{< ref "2025-10-05-other.md#節" >}})',
        OTHER,
    )
    assert chapter.body.count('href="post:') == 5
    assert chapter.body.count("#節") == 2
    assert len(chapter.links) == 1


def test_other_site_paths_become_absolute(to_chapter: Convert) -> None:
    body = to_chapter("[a](/2025/09/09/日本語/) [b](contact/)").body
    assert 'href="https://example.com/2025/09/09/%E6%97%A5%E6%9C%AC%E8%AA%9E/"' in body
    assert 'href="https://example.com/' in body


@pytest.mark.parametrize(
    ("written", "href"),
    [
        (
            "http://u:p@[2001:db8::1]:80/a[b]?q=[c]#[d]",
            "http://u:p@[2001:db8::1]:80/a%5Bb%5D?q=%5Bc%5D#%5Bd%5D",
        ),
        ("https://例え.jp/", "https://xn--r8jz45g.jp/"),
        ("https://xn--r8jz45g.jp/a", "https://xn--r8jz45g.jp/a"),
        ("https://my_shop.example/50%", "https://my_shop.example/50%25"),
    ],
)
def test_addresses_are_written_as_the_standard_wants_them(
    written: str, href: str, to_chapter: Convert
) -> None:
    assert f'href="{href}"' in to_chapter(f'<a href="{written}">先</a>').body


@pytest.mark.parametrize(
    "href",
    [
        *("http://[", "javascript:alert(1)", "http://", "foo:bar", "#nowhere"),
        *("https://../", "https://a..b/", "http://ab.xn--ґ.com", "http://h:port/"),
    ],
)
def test_links_that_lead_nowhere_keep_their_text(href: str, to_chapter: Convert) -> None:
    body = to_chapter(f"<a href='{href}'>文字</a>").body
    assert "文字" in body and "href" not in body


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ('<td colspan="2">', 'colspan="2"'),
        ('<td colspan="0">', None),
        ('<ol type="a" start="-3">', 'type="a" start="-3"'),
        ('<time datetime="2025-11-01">', 'datetime="2025-11-01"'),
        ('<time datetime="2025-11-01T09:00:00+09:00">', 'datetime="2025-11-01T09:00:00+09:00"'),
        ('<del datetime="昨日">', None),
        ('<p lang="zh-Hant-TW">', 'lang="zh-Hant-TW"'),
        ('<p lang="日本">', None),
        ("<details open>", 'open="open"'),
        ('<q cite="https://a.example/x y">', 'cite="https://a.example/x%20y"'),
        ('<q cite="本">', None),
    ],
)
def test_attributes_keep_values_that_html_knows(
    html: str, kept: str | None, to_chapter: Convert
) -> None:
    tag = html[1:].split(maxsplit=1)[0].rstrip(">")
    inner = f"{html}字</{tag}>"
    body = to_chapter(f"<table><tr>{inner}</tr></table>" if tag == "td" else inner).body
    assert (kept or f"<{tag}>") in body


@pytest.mark.parametrize("written", ['lang="日本"', 'start="3"', 'width="10"', 'lang="１"'])
def test_attribute_lists_say_only_what_html_could(written: str, to_chapter: Convert) -> None:
    assert to_chapter(f"段落\n{{: {written} }}").body == "<p>段落</p>"


def test_cells_name_head_cells_of_their_own_table(to_chapter: Convert) -> None:
    body = to_chapter(
        '<table><tr><th id="頭 A">一</th></tr><tr><td headers="頭 A">x</td></tr></table>'
        '<table><tr><th id="b">二</th></tr><tr><td headers="b nowhere">y</td></tr></table>'
    ).body
    assert '<td headers="b">' in body and body.count("headers") == 1


def test_unknown_liquid_is_left_out_and_reported_with_its_line(to_chapter: Convert) -> None:
    chapter = to_chapter("一\n\n二 {% include ad.html %}\n")
    assert "include" not in chapter.body
    assert [(n.code, n.line) for n in chapter.notices] == [("liquid", 7)]


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        '<a href="javascript:alert(1)">x</a>',
        '<svg onload="alert(1)"><circle/></svg>',
        '<p style="background:url(javascript:alert(1))">x</p>',
        "<iframe src='javascript:alert(1)'></iframe>",
        "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
        "<details ontoggle=alert(1)>x</details>",
        "<a href='&#106;avascript:alert(1)'>x</a>",
        "<object data='data:text/html,<script>alert(1)</script>'></object>",
        "<style>@import url(//evil)</style>",
        "<form action='https://evil'><input name=a></form>",
    ],
)
def test_nothing_harmful_gets_through(html: str, to_chapter: Convert) -> None:
    body = to_chapter(f"前\n\n{html}\n\n後 {html}").body
    for harmful in ("alert", "script", "onerror", "onload", "ontoggle", "evil", "style="):
        assert harmful not in body
    assert "前" in body and "後" in body


def test_harmful_html_is_reported_with_its_line(to_chapter: Convert) -> None:
    chapter = to_chapter("一\n\n<script>x</script>\n")
    assert [(n.code, n.line) for n in chapter.notices] == [("unsafe-html", 7)]


@pytest.mark.parametrize(
    ("markdown", "body"),
    [
        (
            "これが**本来**の「\n\n専門知識」です。",
            "<p>これが<strong>本来</strong>の「専門知識」です。</p>",
        ),
        (
            "これが**本来の「**\n\n*専門*知識」。",
            "<p>これが<strong>本来の「</strong><em>専門</em>知識」。</p>",
        ),
        ("これが「\n\n「専門」の話。", "<p>これが</p>\n<p>「専門」の話。</p>"),
        ("一「\n\n二（\n\n三）四」", "<p>一「二（三）四」</p>"),
        ("一「（\n\n## 節", '<p>一</p>\n<h2 id="節">節</h2>'),
    ],
)
def test_paragraphs_cut_off_at_an_opening_bracket_are_mended_and_told(
    markdown: str, body: str, to_chapter: Convert
) -> None:
    chapter = to_chapter(markdown)
    assert chapter.body == body
    assert set(codes(chapter)) == {"cut-off"}
    assert chapter.notices[0].line == 5


@pytest.mark.parametrize("markdown", ["「終わり」", "Er sagt: „*Nein*.“", "記号は`「`", "「"])
def test_other_ends_of_paragraphs_stay_what_they_are(markdown: str, to_chapter: Convert) -> None:
    body = to_chapter(markdown).body
    assert (
        body.replace("<em>", "*")
        .replace("</em>", "*")
        .replace("code>", "`")
        .replace("<`", "`")
        .replace("</`", "`")
        == f"<p>{markdown}</p>"
    )
