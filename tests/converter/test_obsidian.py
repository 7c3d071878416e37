"""Marks of Obsidian, in its vaults and nowhere else."""

from pathlib import Path

import pytest

from gappon.converter.convert import convert
from gappon.converter.findings import SiteContext
from gappon.converter.images.finder import ImageFinder
from gappon.converter.post_index import PostIndex
from gappon.publication import Chapter, Dialect, Post

OTHER = Post("他.md", "他", None, "## 節\n", names=("他",))


def chapter_of(markdown: str, dialect: Dialect) -> Chapter:
    site = SiteContext(PostIndex.of([OTHER]), ImageFinder(Path("/nonexistent")))
    return convert(Post("a.md", "題", None, markdown, dialect=dialect), site).chapter


def vault(markdown: str) -> Chapter:
    return chapter_of(markdown, Dialect(marks=("obsidian",)))


@pytest.mark.parametrize(
    ("markdown", "body"),
    [
        ("[[他]]へ", f'<p><a href="post:{OTHER.key}">他</a>へ</p>'),
        ("[[他|別の*名*]]へ", f'<p><a href="post:{OTHER.key}">別の*名*</a>へ</p>'),
        ("[[他#節]]へ", f'<p><a href="post:{OTHER.key}#節">他 › 節</a>へ</p>'),
        ("![[他]]", f'<p><a href="post:{OTHER.key}">他</a></p>'),
        ("これは==大事な**語**==です", "<p>これは<mark>大事な<strong>語</strong></mark>です</p>"),
        ("1 == 2 と 3==4", "<p>1 == 2 と 3==4</p>"),
        ("前%%秘密%%後", "<p>前後</p>"),
        ("前\n\n%%\n秘密\n\n- 秘密\n%%\n\n後", "<p>前</p>\n<p>後</p>"),
        ("100%%", "<p>100%%</p>"),
        ("`%%字%%`と`[[字]]`", "<p><code>%%字%%</code>と<code>[[字]]</code></p>"),
        ("```\n%%字%%\n```", "<pre><code>%%字%%\n</code></pre>"),
    ],
)
def test_marks_of_obsidian(markdown: str, body: str) -> None:
    assert vault(markdown).body == body


def test_pictures_have_sizes_or_descriptions() -> None:
    body = vault("![[図.png|300]]と![[図.png|説明]]").body
    assert body.count("missing-image") == 2 and "［画像: 説明］" in body


def test_a_comment_without_an_end_hides_what_is_below_and_is_told() -> None:
    chapter = vault("前\n\n%%\n秘密\n\n秘密")
    assert chapter.body == "<p>前</p>"
    assert [(notice.code, notice.line) for notice in chapter.notices] == [("comment", 3)]


@pytest.mark.parametrize("fold", ["", "+", "-"])
def test_callouts_that_fold_are_admonitions(fold: str) -> None:
    body = vault(f"> [!note]{fold} 題\n> 中").body
    assert 'class="admonition note"' in body and ">題</p>" in body and "<p>中</p>" in body


@pytest.mark.parametrize("markdown", ["[[他]]", "==語==", "%%語%%"])
def test_elsewhere_they_are_text(markdown: str) -> None:
    assert chapter_of(markdown, Dialect()).body == f"<p>{markdown}</p>"
