"""Marks of Zenn and Qiita."""

import re
from collections.abc import Callable

import pytest

from gappon.publication import Chapter

Convert = Callable[..., Chapter]
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="9" height="9"/></svg>'


@pytest.mark.parametrize(
    ("written", "href", "text"),
    [
        (
            "@[youtube](abcdefg)",
            "https://www.youtube.com/watch?v=abcdefg",
            "動画（https://www.youtube.com/watch?v=abcdefg）",
        ),
        (
            "@[card](https://e.example/a_(b))",
            "https://e.example/a_%28b%29",
            "https://e.example/a_(b)",
        ),
        (
            "@[tweet](https://x.com/a/status/1)",
            "https://x.com/a/status/1",
            "投稿（https://x.com/a/status/1）",
        ),
        (
            "@[gist](https://gist.github.com/a/b)",
            "https://gist.github.com/a/b",
            "コード（https://gist.github.com/a/b）",
        ),
        (
            "@[speakerdeck](0123)",
            "https://speakerdeck.com/player/0123",
            "スライド（https://speakerdeck.com/player/0123）",
        ),
    ],
)
def test_embeds_are_titled_links(written: str, href: str, text: str, to_chapter: Convert) -> None:
    assert (
        to_chapter(f"前\n\n{written}\n\n後").body
        == f'<p>前</p>\n<p><a href="{href}">{text}</a></p>\n<p>後</p>'
    )


@pytest.mark.parametrize(
    ("written", "body"),
    [
        ("@[nanika](https://e.example/)", '<p>@<a href="https://e.example/">nanika</a></p>'),
        ("@[youtube](a b)", "<p>@[youtube](a b)</p>"),
        ("文@[card](https://e.example/)", '<p>文@<a href="https://e.example/">card</a></p>'),
    ],
)
def test_what_is_no_embed_is_markdown(written: str, body: str, to_chapter: Convert) -> None:
    assert to_chapter(written).body == body


@pytest.mark.parametrize(
    ("size", "attributes"),
    [
        ("=250x", ' width="250"'),
        ("=250x100", ' width="250" height="100"'),
        ("=x100", ' height="100"'),
        ("=50%x", ""),
    ],
)
def test_images_may_have_a_size(size: str, attributes: str, to_chapter: Convert) -> None:
    body = to_chapter(f"![図](/a.svg {size})", {"a.svg": SVG}).body
    image = f'<img src="asset:[^"]*"{attributes} alt="図"/>'
    assert re.fullmatch(f'<figure class="image">{image}</figure>', body)


def test_a_linked_image_may_have_a_size(to_chapter: Convert) -> None:
    body = to_chapter("[![図](/a.svg =100x)](https://e.example/)", {"a.svg": SVG}).body
    assert body.startswith('<figure class="image"><a href="https://e.example/"><img ')


@pytest.mark.parametrize(
    "image", ["![図](/a.svg)", "![図](/a.svg =250x)", "[![図](/a.svg)](https://e.example/)"]
)
def test_the_line_of_emphasis_below_an_image_is_its_caption(
    image: str, to_chapter: Convert
) -> None:
    body = to_chapter(f"{image}\n*図の**説明***", {"a.svg": SVG}).body
    assert body.startswith('<figure class="image">')
    assert body.endswith("<figcaption>図の<strong>説明</strong></figcaption></figure>")


@pytest.mark.parametrize(
    "written", ["![図](/a.svg)*説明*", "![図](/a.svg)\n*説明*です", "文\n![図](/a.svg)\n*説明*"]
)
def test_other_emphasis_is_no_caption(written: str, to_chapter: Convert) -> None:
    assert "<em>説明</em>" in to_chapter(written, {"a.svg": SVG}).body


def test_boxes_within_boxes(to_chapter: Convert) -> None:
    body = to_chapter(
        "::::details 外の**題**\n外\n\n:::message alert\n内\n:::\n\n続き\n::::\n\n後"
    ).body
    assert "<summary>外の<strong>題</strong></summary>" in body
    assert (
        body.index("警告")
        < body.index("内")
        < body.index("</section>")
        < body.index("続き")
        < body.index("</details>")
    )
    assert body.endswith("<p>後</p>")
