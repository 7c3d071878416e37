"""Hexo's tags: resolved as Hexo does, or told."""

from pathlib import Path

import pytest

from gappon.converter.convert import convert
from gappon.converter.findings import SiteContext
from gappon.converter.images.finder import ImageFinder
from gappon.converter.post_index import PostIndex
from gappon.publication import Chapter, Dialect, Post

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="9" height="9"/></svg>'
HEXO = Dialect(leftovers="hexo", marks=("hexo",))
OTHER = Post(
    "source/_posts/two.md", "二番目", None, "文", permalink="/two/", names=("two",), dialect=HEXO
)


@pytest.fixture
def hexo(tmp_path: Path):
    (tmp_path / "t.svg").write_text(SVG)
    site = SiteContext(PostIndex.of([OTHER]), ImageFinder(tmp_path.resolve()))

    def convert_(markdown: str) -> Chapter:
        return convert(Post("a.md", "題", None, markdown, dialect=HEXO), site).chapter

    return convert_


@pytest.mark.parametrize(
    ("tag", "alt", "caption"),
    [
        ("{% asset_img t.svg 図の題 %}", "図の題", "図の題"),
        ("{% asset_img right t.svg 600 300 \"図二 '大きい図'\" %}", "大きい図", "図二"),
        ("{% img left /t.svg 400 300 '写真' '代わりの文' %}", "代わりの文", "写真"),
    ],
)
def test_pictures(tag: str, alt: str, caption: str, hexo) -> None:
    body = hexo(tag).body
    assert f'alt="{alt}"' in body and f"<figcaption>{caption}</figcaption>" in body


@pytest.mark.parametrize(
    ("tag", "body"),
    [
        ("{% post_link two %}", f'<p><a href="post:{OTHER.key}">二番目</a></p>'),
        ("{% post_link two '二の話' %}", f'<p><a href="post:{OTHER.key}">二の話</a></p>'),
        ("[二]({% post_path two %})", f'<p><a href="post:{OTHER.key}">二</a></p>'),
        ("{% raw %}{% x %}{{ y }}{% endraw %}", "<p>{% x %}{{ y }}</p>"),
        ("前<!-- more -->後", "<p>前後</p>"),
        ("{{ 括弧 }}", "<p>{{ 括弧 }}</p>"),
        ("`{% x %}`", "<p><code>{% x %}</code></p>"),
        (
            "{% codeblock lang:text 見本 https://e.example/ 元 %}\nx({{ y }})\n{% endcodeblock %}",
            '<figure class="listing"><figcaption>見本</figcaption><pre><code class="language-text">'
            'x({{ y }})\n</code></pre></figure>\n<p><a href="https://e.example/">元</a></p>',
        ),
        (
            "{% blockquote 夏目漱石, 草枕 https://e.example/ 山路 %}\n山路を\n{% endblockquote %}",
            '<blockquote>\n\n<p>山路を</p>\n<p>—— 夏目漱石、草枕、<a href="https://e.example/">山路</a></p>\n</blockquote>',
        ),
        (
            "{% youtube abc %}",
            '<p><a href="https://www.youtube.com/watch?v=abc">動画（https://www.youtube.com/watch?v=abc）</a></p>',
        ),
    ],
)
def test_tags_are_resolved(tag: str, body: str, hexo) -> None:
    chapter = hexo(tag)
    assert chapter.body == body
    assert not chapter.notices


def test_boxes_of_themes(hexo) -> None:
    body = hexo("{% note danger 題 %}\n中\n{% endnote %}").body
    assert 'class="admonition caution"' in body and ">題</p>" in body and "<p>中</p>" in body


@pytest.mark.parametrize(
    ("tag", "body", "code"),
    [
        ("一\n\n{% tabs %}\n二\n{% endtabs %}", "<p>一</p>\n<p>二</p>", "hexo"),
        ("一\n\n{% post_link nowhere %}", "<p>一</p>\n<p>nowhere</p>", "hexo-post"),
        ("一\n\n{% codeblock %}二", "<p>一</p>\n<p>二</p>", "hexo"),
    ],
)
def test_what_cannot_be_resolved_is_told_with_its_line(
    tag: str, body: str, code: str, hexo
) -> None:
    chapter = hexo(tag)
    assert chapter.body == body
    assert [(notice.code, notice.line) for notice in chapter.notices] == [(code, 3)]
