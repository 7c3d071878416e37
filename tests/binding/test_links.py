"""Links to posts, settled when a book is written."""

from gappon.binding.templates import settle_links


def test_links_to_posts_lead_inside_or_to_the_web_or_nowhere() -> None:
    html = '<a href="post:p1#x">a</a><a href="post:p2#節">b</a><a class="c" href="post:p3">c</a>'
    settled = settle_links(
        html,
        lambda key, fragment: f"{key}.xhtml{fragment}" if key == "p1" else None,
        {"p2": "https://example.com/2/"},
    )
    assert settled == (
        '<a href="p1.xhtml#x">a</a><a href="https://example.com/2/#%E7%AF%80">b</a>'
        '<a class="c" >c</a>'
    )
