"""What a site's theme refers to outside of the book is told, and is not in the book."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from gappon import BuildOptions, build
from gappon.theme import Theme

MakeTheme = Callable[..., Theme]
FONT = dict.fromkeys(("body", "heading", "code", "ui"), "x")
PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="


def own_style(theme: Theme) -> str:
    css = theme.style_sheet("book.css", font=FONT, line="2")
    return css.rpartition(".colophon p {")[2].partition("}\n")[2].strip()


@pytest.mark.parametrize(
    ("css", "told", "left"),
    [
        ("p {}\na { background: url(file:///etc/passwd) }", [2], "a { background: none }"),
        ('a { background: url("https://a.example/x.png") }', [1], "a { background: none }"),
        ("a { background: URL( '//a.example/x' ) }", [1], "a { background: none }"),
        ("a { background: \\75 rl(http://a.example) }", [1], "a { background: none }"),
        ("a { background: url(bg.png) }", [1], "a { background: none }"),
        ("a { background: image-set('http://a.example' 1x) }", [1], "a { background: none }"),
        ("a { background: image-set(var(--x) 1x) }", [1], "a { background: none }"),
        ("@media print { a { --x: url(x.png) } }", [1], "@media print { a { --x: none } }"),
        ("@font-face { src: url(x.woff) }\n\n@font-face { src: url(y) }", [1, 3], "src: none"),
        ("\n@import 'x.css';\na { color: red }", [2], "a { color: red }"),
        ("@import url(x.css);a { color: red }", [1], "a { color: red }"),
        ("{# a note #}\n{% if line %}\na { cursor: url(x.cur) }\n{% endif %}", [3], "cursor: none"),
        ("a { background: url({{ 'x' ~ '.png' }}) }", [0], "a { background: none }"),
        (f"a {{ background: url({PIXEL}) }}", [], f"url({PIXEL})"),
        ("a { fill: url(#gradient) }", [], "url(#gradient)"),
        ("@namespace svg url(http://www.w3.org/2000/svg);", [], "url(http://www.w3.org/2000/svg)"),
        ('a::after { content: "url(x.png)" } /* url(y.png) */', [], '"url(x.png)"'),
    ],
)
def test_addresses_in_style_sheets(
    make_theme: MakeTheme, css: str, told: list[int], left: str
) -> None:
    theme = make_theme({"book.css": css})
    assert left in own_style(theme)
    assert [(n.line, n.code) for n in theme.notices] == [(n, "theme-reference") for n in told]
    assert all(n.file.endswith("themes/ours/book.css") for n in theme.notices)


def test_an_address_in_a_setting_does_not_get_into_a_style_sheet(make_theme: MakeTheme) -> None:
    theme = make_theme({}, "colors: {accent: 'red; background: url(http://a.example/x)'}\n")
    css = theme.style_sheet("book.css", font=FONT, line="2")
    assert "red; background: none" in css
    assert "a.example" not in css
    assert ["'url(http://a.example/x)'" in notice.message for notice in theme.notices] == [True]


@pytest.mark.parametrize(
    ("html", "told", "left"),
    [
        ('<p>あ</p>\n<img src="logo.png" alt="社"/>', "logo.png", '<img alt="社"/>'),
        ('<p>\n<img src="http://a.example/x.png" alt=""/></p>', "http://a.example/x.png", "<img"),
        ('\n<p style="background: url(x.png)">あ</p>', "url(x.png)", 'style="background: none"'),
        ("\n<style>p { background: url(x) }</style>", "url(x)", "<style>p { background: none }"),
        ("\n<script>alert(1)</script>", "<script>", "<span/>"),
        ('\n<p onclick="x()">あ</p>', "onclick=…", "<p>あ</p>"),
        ('\n<svg><image href="file:///x"/></svg>', "file:///x", "<svg><image/></svg>"),
        ('\n<a href="javascript:x()">あ</a>', "javascript:x()", "<a>あ</a>"),
    ],
)
def test_addresses_in_templates(make_theme: MakeTheme, html: str, told: str, left: str) -> None:
    theme = make_theme({"t.html.j2": html})
    assert left in theme.render("t.html.j2")
    (notice,) = theme.notices
    assert (notice.line, notice.message.split("'")[1]) == (2, told)


@pytest.mark.parametrize(
    "html",
    [
        f'<img src="{PIXEL}" alt=""/>',
        '<img src="asset:{{ name }}" alt=""/>',
        '<a href="https://a.example/">あ</a>',
        "<p>&nbsp;<br/>url(x.png)</p>",
        '<section epub:type="dedication"><p>あ</p></section>',
    ],
)
def test_what_stays_in_the_book_stays_as_it_is(make_theme: MakeTheme, html: str) -> None:
    theme = make_theme({"t.html.j2": html})
    assert theme.render("t.html.j2", name="a.png") == html.replace("{{ name }}", "a.png")
    assert list(theme.notices) == []


def test_a_chapters_text_is_not_the_themes(make_theme: MakeTheme) -> None:
    theme = make_theme({"t.html.j2": "<div>{{ body|xhtml }}</div>\n<img src='x.png' alt=''/>"})
    body = '<p><img src="asset:a.png" alt="図"/> 5 &lt; 6<br/></p>'
    assert theme.render("t.html.j2", body=body) == f'<div>{body}</div>\n<img alt=""/>'


def test_a_build_tells_it_and_the_book_is_without_it(
    make_site: Callable[..., Path], tmp_path: Path
) -> None:
    site = make_site(
        {
            "_posts/2025-11-01-a.md": "---\ntitle: 題\n---\n本文。\n",
            "gappon.yaml": "theme: ours\nformats: [epub]\n",
            "themes/ours/theme.yaml": "extends: geppo\n",
            "themes/ours/epub.css": "p {}\nbody { background: url(https://a.example/pixel.gif) }",
        }
    )
    options = BuildOptions(site=site, out=tmp_path / "out", cache=tmp_path / "cache", jobs=1)
    for _ in range(2):  # also when nothing is made anew
        report = build(options)
        found = [n for n in report.notices if n.code == "theme-reference"]
        assert [(Path(n.file).name, n.line) for n in found] == [("epub.css", 2)]
    with zipfile.ZipFile(next((tmp_path / "out").glob("*.epub"))) as book:
        assert "a.example" not in book.read("EPUB/style.css").decode()
