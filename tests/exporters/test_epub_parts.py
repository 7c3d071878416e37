"""Parts of an EPUB that are made from text: pages of the PDF, upright numbers, indexes, fonts."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from gappon import trees
from gappon.binding.matter.index import index_of
from gappon.config.load import load_config
from gappon.exporters.epub.fonts import embedded_fonts
from gappon.exporters.epub.navigation import series_links
from gappon.exporters.epub.pagelist import mark_pages
from gappon.exporters.epub.vertical import set_upright
from gappon.fonts import load_fonts
from gappon.publication import Book, Chapter, ItemPages, Site
from gappon.theme import Writing, load_theme
from gappon.volumes.group import group

MARK = re.compile(r'<span data-epub-type="pagebreak"[^>]*id="Page-(\d+)"[^>]*></span>')


def marked(xhtml: str, first: int, characters: tuple[int, ...]) -> str:
    root = trees.parse(xhtml)
    mark_pages(root, ItemPages(first, characters))
    return trees.serialise(root)


def upright(xhtml: str, writing: Writing) -> str:
    root = trees.parse(xhtml)
    set_upright(root, writing)
    return trees.serialise(root)


@pytest.mark.parametrize(
    ("xhtml", "characters", "expected"),
    [
        ("<p>一二三四五</p>", (2, 3), "<p>[7]一二[8]三四五</p>"),
        ("<p>一 二</p><p>三</p>", (2, 1), "<p>[7]一 二</p><p>[8]三</p>"),
        ("<p>a&amp;b</p>", (2, 1), "<p>[7]a&amp;[8]b</p>"),
        # Readings and heads of tables are not counted; nothing is put inside a ruby.
        (
            "<p><ruby>漢<rt>かん</rt>字<rt>じ</rt></ruby>後</p>",
            (1, 2),
            "<p><ruby>漢<rt>かん</rt>字<rt>じ</rt></ruby>[7][8]後</p>",
        ),
        (
            "<table><thead><tr><th>頭</th></tr></thead><tbody><tr><td>一</td></tr></tbody></table>",
            (0, 1),
            "<table><thead><tr><th>頭</th></tr></thead>"
            "<tbody><tr><td>[7][8]一</td></tr></tbody></table>",
        ),
        # A page that has no text of the chapter begins at its end.
        ("<p>一</p>", (1, 0), "<p>[7]一</p>[8]"),
    ],
)
def test_pages_begin_where_they_do_in_the_pdf(
    xhtml: str, characters: tuple[int, ...], expected: str
) -> None:
    assert MARK.sub(r"[\1]", marked(xhtml, 7, characters)) == expected


@given(
    st.lists(st.sampled_from(["あ", "<b>い</b>", " ", "&lt;", "<ruby>字<rt>じ</rt></ruby>"])),
    st.lists(st.integers(0, 5), min_size=1, max_size=6),
)
def test_every_page_is_marked_once_and_no_text_is_changed(
    parts: list[str], characters: list[int]
) -> None:
    xhtml = f"<p>{''.join(parts)}</p>"
    found = marked(xhtml, 1, tuple(characters))
    assert MARK.sub("", found) == xhtml
    assert MARK.findall(found) == [str(n + 1) for n in range(len(characters))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12月3日", "(12)月(3)日"),
        ("2025年", "2025年"),
        ("本当!?", "本当(!?)"),
        ("A案とAB案", "(A)案とAB案"),
        ("JIS Z 9110", "JIS Z 9110"),
        ("3.14と10%と1,000", "3.14と10%と1,000"),
        ("<code>12</code><math>3</math>", "<code>12</code><math>3</math>"),
        ('<a href="#n-12">第12回</a>', '<a href="#n-12">第(12)回</a>'),
        ('<span class="tcy">21</span>世紀', "(21)世紀"),
        ("<b>1</b>と2、<b>3</b>。4", "<b>(1)</b>と(2)、<b>(3)</b>。(4)"),
        ("R&amp;D、A&lt;3&gt;B", "(R)&amp;D、(A)&lt;3&gt;B"),
    ],
)
def test_short_numbers_and_marks_stand_upright(text: str, expected: str) -> None:
    found = upright(text, Writing(epub="vertical"))
    assert re.sub(r'<span class="tcy">(.*?)</span>', r"(\1)", found) == expected


def test_single_digits_become_full_width_when_asked() -> None:
    writing = Writing(epub="vertical", single_digits="full-width")
    assert upright("3月", writing) == "３月"
    assert upright("3月", Writing(epub="vertical", tate_chu_yoko="markup")) == "3月"


def make_book(site: Site) -> Book:
    settings = load_config(site.root, volumes={"by": ("all",)})
    (volume,) = group(site, settings)
    chapters = tuple(Chapter(post, "<p>本文</p>") for post in volume.posts)
    return Book(volume, chapters, settings.imprint())


def test_an_index_lists_names_by_their_readings(read_site: Callable[..., Site]) -> None:
    head = "---\ntitle: {}\ndate: 2025-11-01\ntags: [{}]\nauthor: {}\n---\n本文"
    site = read_site(
        {
            "_posts/2025-11-01-a.md": head.format("甲", "鉄, 綿", "山田"),
            "_posts/2025-11-02-b.md": head.format("乙", "鉄", "阿部"),
        }
    )
    book = make_book(site)
    tags = index_of("tag", book, {"鉄": "てつ", "綿": "わた"})
    listed = [(name, [post.title for post in posts]) for name, posts in tags]
    assert listed == [("鉄", ["甲", "乙"]), ("綿", ["甲"])]
    authors = index_of("author", book, {"山田": "やまだ", "阿部": "あべ"})
    assert [name for name, _ in authors] == ["阿部", "山田"]


def test_an_index_of_one_author_is_left_out(read_site: Callable[..., Site]) -> None:
    site = read_site({"_posts/2025-11-01-a.md": "---\ntitle: 甲\nauthor: 山田\n---\n本文"})
    assert index_of("author", make_book(site), {}) == ()
    assert index_of("tag", make_book(site), {}) == ()


def test_posts_of_a_series_lead_to_each_other(read_site: Callable[..., Site]) -> None:
    head = "---\ntitle: {}\nseries: {}\n---\n本文"
    names = {"甲": "連載", "乙": "連載", "丙": "連載", "丁": "他", "戊": ""}
    site = read_site(
        {
            f"_posts/2025-11-0{n}-p{n}.md": head.format(title, series)
            for n, (title, series) in enumerate(names.items(), 1)
        }
    )
    book = make_book(site)
    links = series_links(book)
    led = {
        chapter.title: re.findall(r"(前の回|次の回): <a[^>]*>(\w)</a>", links[chapter.key])
        for chapter in book.chapters
        if chapter.key in links
    }
    assert led == {
        "甲": [("次の回", "乙")],
        "乙": [("前の回", "甲"), ("次の回", "丙")],
        "丙": [("前の回", "乙")],
    }


def test_titles_of_volumes_have_readings(read_site: Callable[..., Site]) -> None:
    site = read_site({"_posts/2025-11-01-a.md": "---\ntitle: 甲\ncategory: 技術\n---\n本文"})
    settings = load_config(
        site.root, volumes={"by": ("category", "month")}, readings={"技術": "ぎじゅつ"}
    )
    (volume,) = group(site, settings)
    assert volume.title_kana.startswith("ぎじゅつ ")
    (unknown,) = group(site, load_config(site.root))
    assert unknown.title_kana == ""


def test_fonts_are_cut_to_the_characters_of_code() -> None:
    theme = load_theme("geppo")
    bodies = [trees.parse("<p>本文 xyz</p><pre><code>print(1)</code></pre>")]
    (regular,) = embedded_fonts(bodies, load_fonts(), theme, ("code", "gaiji"), "otf")
    assert (regular.family, regular.weight, regular.media_type) == (
        "Gappon Mono",
        400,
        "font/ttf",
    )
    with TTFont(io.BytesIO(regular.data)) as font:
        points = set(font.getBestCmap())
    assert points == {ord(char) for char in "print(1)"}
    packed = embedded_fonts(bodies, load_fonts(), theme, ("code",), "woff2")[0]
    assert packed.data[:4] == b"wOF2"
    assert "url(fonts/code-400" in packed.rule


def test_highlighted_code_has_its_bold_and_italic() -> None:
    body = trees.parse('<pre><code><span class="hl-k">if</span></code></pre>')
    fonts = embedded_fonts([body], load_fonts(), load_theme("geppo"), ("code",), "otf")
    assert {(font.weight, font.style) for font in fonts} > {(400, "normal")}


def test_a_book_without_code_has_no_fonts() -> None:
    body = trees.parse("<p>本文</p>")
    theme = load_theme("geppo")
    assert embedded_fonts([body], load_fonts(), theme, ("code", "gaiji"), "otf") == []
