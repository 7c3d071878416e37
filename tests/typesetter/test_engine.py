"""The places where gappon leans on WeasyPrint's inside: each test names what has moved."""

import inspect

import pytest
import weasyprint
import weasyprint.document
import weasyprint.pdf
from weasyprint.pdf.fonts import Font
from weasyprint.urls import URLFetcher

from gappon.kumihan.style import Style
from gappon.typesetter import engine
from gappon.typesetter.fragment import Document

HTML = (
    '<html lang="ja"><head><title>t</title></head><body><h1 id="a">見出し</h1>'
    '<p>本文 <a href="gappon:k">x</a></p></body></html>'
)


def test_fonts_have_what_is_recorded() -> None:
    source = inspect.getsource(Font)
    for name in (
        "hash",
        "name",
        "family",
        "file_content",
        "flags",
        "ascent",
        "descent",
        "widths",
        "to_unicode",
        "missing",
    ):
        assert f"self.{name}" in source, (
            f"weasyprint.pdf.fonts.Font.{name} is gone: see engine._used"
        )


def test_documents_can_be_made_without_the_html_parser() -> None:
    source = inspect.getsource(weasyprint.HTML.__init__)
    for name in ("base_url", "url_fetcher", "media_type", "wrapper_element", "etree_element"):
        assert f"self.{name}" in source, f"weasyprint.HTML.{name} is gone: see engine._html"


def test_pages_have_bookmarks() -> None:
    source = inspect.getsource(weasyprint.document.Page.__init__)
    assert "self.bookmarks" in source, "weasyprint Page.bookmarks is gone: see engine._bookmarks"


def test_fetchers_are_classes_with_a_fetch_method() -> None:
    assert list(inspect.signature(URLFetcher.fetch).parameters) == ["self", "url", "headers"]


def test_a_fragment_has_no_fonts_but_knows_its_glyphs() -> None:
    fragment = engine.compile_document(
        Document("k", HTML, "body { font-family: 'Gappon Mincho' }", {})
    )
    assert b"FontFile" not in fragment.pdf
    assert {"見", "本"} <= {text for font in fragment.fonts for text in font.to_unicode.values()}
    assert [(b[1], b[2]) for b in fragment.bookmarks] == [(1, "見出し")]


def test_nothing_is_fetched_from_outside() -> None:
    html = HTML.replace(
        "本文", '<img src="file:///etc/passwd"/><img src="http://localhost/x.png"/>'
    )
    fragment = engine.compile_document(Document("k", html, "@import url(file:///etc/passwd);", {}))
    assert len([w for w in fragment.warnings if "Failed to load" in w]) == 3


def test_what_the_style_sheet_says_in_vain_is_told_with_every_fragment() -> None:
    css = "p { colour: red; line-break: strict }"
    fragments = [engine.compile_document(Document(key, HTML, css, {})) for key in "ab"]
    for fragment in fragments:
        (warning,) = fragment.warnings
        assert "colour: red" in warning  # line-break is for reading systems


COUNTED = (
    "<ul><li>箇条の文</li></ul><p>本文の文字<code>code</code>。</p><p class='c'>分類名</p>"
    "<pre>pre text</pre><div class='f'>囲み</div><p>浮いた横の文</p>"
)


def test_text_is_counted_by_the_way_it_went_and_why() -> None:
    css = (
        "@page { size: 300pt 300pt; margin: 20pt } body { font: 9pt/14pt 'Gappon Mincho' }"
        "code, pre { font-family: 'Gappon Mono' } .c { letter-spacing: 0.1em }"
        ".f { float: left; width: 4em }"
    )
    html = f"<html lang='ja'><head><title>t</title></head><body>{COUNTED}</body></html>"
    fragment = engine.compile_document(Document("k", html, css, {}, Style()))
    assert fragment.composed == len("箇条の文本文の文字code。分類名囲み")
    assert fragment.fallback == {"preformatted text": 7, "text beside a float": 6}


def test_no_text_is_counted_where_nothing_is_to_be_composed() -> None:
    fragment = engine.compile_document(Document("k", HTML, "", {}))
    assert (fragment.composed, fragment.fallback) == (0, {})


@pytest.mark.parametrize(
    ("families", "strangers"),
    [
        ("'Gappon Mincho', 'Gappon Gothic'", ()),
        ("'gappon gothic'", ()),
        ("'Gappon Mono', 'Gappon Gothic'", ()),
        ("serif", ()),
        ("'Nowhere', 'Gappon Gothic'", (("Nowhere", "Gappon Gothic"),)),
    ],
)
def test_a_family_that_does_not_come_is_told(
    families: str, strangers: tuple[tuple[str, str], ...]
) -> None:
    css = f"body {{ font-family: {families} }}"
    assert engine.compile_document(Document("k", HTML, css, {}, Style())).strangers == strangers
