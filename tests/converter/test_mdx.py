"""MDX: JavaScript goes, text stays."""

from pathlib import Path

import pytest

from gappon.converter.convert import convert
from gappon.converter.findings import SiteContext
from gappon.converter.images.finder import ImageFinder
from gappon.converter.post_index import PostIndex
from gappon.publication import Chapter, Dialect, Post


def mdx(markdown: str) -> Chapter:
    site = SiteContext(PostIndex.of([]), ImageFinder(Path("/nonexistent")))
    dialect = Dialect(leftovers="mdx", marks=("mdx",))
    return convert(Post("a.mdx", "題", None, markdown, dialect=dialect), site).chapter


@pytest.mark.parametrize(
    ("markdown", "body", "notices"),
    [
        ("import A from 'a';\nimport 'b'\n\n文", "<p>文</p>", [("mdx", 1)]),
        (
            "一\n\nexport const x = ({a}) => (\n  <b>{a}</b>\n);\n\n二",
            "<p>一</p>\n<p>二</p>",
            [("mdx", 3)],
        ),
        ("import もする文です", "<p>import もする文です</p>", []),
        ("export する文です", "<p>export する文です</p>", []),
        ("```js\nimport A from 'a'\n```", '<pre><code class="language-js">', []),
        ("前{/* 注 */}後", "<p>前後</p>", []),
        ("式 {1 + 1} です", "<p>式 {1 + 1} です</p>", [("mdx", 1)]),
        ("`{x}`と{'字'}", "<p><code>{x}</code>と字</p>", []),
        ("## 節 {#sec}", '<h2 id="sec">節</h2>', []),
        ("<Note>中の**字**</Note>です", "<p>中の<strong>字</strong>です</p>", [("component", 1)]),
        ("<Tabs>\n\n中の**字**\n\n</Tabs>", "<p>中の<strong>字</strong></p>", [("component", 1)]),
        ("<b style={{color: 'red'}}>字</b>です", "<p><b>字</b>です</p>", []),
    ],
)
def test_javascript_goes_and_text_stays(
    markdown: str, body: str, notices: list[tuple[str, int]]
) -> None:
    chapter = mdx(markdown)
    assert chapter.body.startswith(body)
    assert [(notice.code, notice.line) for notice in chapter.notices] == notices


def test_addresses_in_expressions_are_addresses() -> None:
    body = mdx("<img src={require('./y.png').default} alt=\"説明\" />").body
    assert "［画像: 説明］" in body
