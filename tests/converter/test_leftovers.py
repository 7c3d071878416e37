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
