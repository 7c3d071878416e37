"""Listings: their languages and titles, as sites write them."""

from collections.abc import Callable

import pytest

from gappon.publication import Chapter

Convert = Callable[..., Chapter]


@pytest.mark.parametrize(
    ("info", "language", "title"),
    [
        ("python", "python", ""),
        ("python:app.py", "python", "app.py"),
        ("python: src/my app.py", "python", "src/my app.py"),
        ('python title="my app.py"', "python", "my app.py"),
        ("jsx title='/src/a.js' {1-2} showLineNumbers", "jsx", "/src/a.js"),
        ("go 追加された関数", "go", "追加された関数"),
        (":ファイル.txt", "", "ファイル.txt"),
        ("diff js:src/a.js", "diff", "src/a.js"),
        ("diff js", "diff", ""),
        ("diff 追加されたフィールド", "diff", "追加されたフィールド"),
        ("js {1,3-4} showLineNumbers", "js", ""),
        ("python{highlight=1}", "python", ""),
        ("go {linenos=true,hl_lines=[1]}", "go", ""),
        ("rust,ignore", "rust", ""),
        ("js linenos=table", "js", ""),
        ("C++", "c++", ""),
        ("", "", ""),
    ],
)
def test_language_and_title(info: str, language: str, title: str, to_chapter: Convert) -> None:
    body = to_chapter(f"```{info}\nx\n```").body
    assert (f'class="language-{language}"' in body) == bool(language)
    assert ("<figcaption>" in body) == bool(title)
    assert f"<figcaption>{title}</figcaption>" in body or not title
