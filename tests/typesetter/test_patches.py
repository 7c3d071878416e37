"""The table of what gappon changes in WeasyPrint: it fits the installed one, and changes no page."""

from __future__ import annotations

import inspect
import types
from dataclasses import replace

import pypdfium2
import pytest
import weasyprint.layout.block
import weasyprint.layout.inline

from gappon.errors import LayoutEngineError
from gappon.kumihan.style import Style
from gappon.typesetter import engine, patches, shortcuts
from gappon.typesetter.fragment import Document
from gappon.typesetter.patches import PATCHES, RELIED_ON, Patch, Place

BODY = (
    "<h1>見出し</h1><p>本文の<code>code</code>と<a href='https://example.com/'>リンク</a>。</p>"
    "<ul><li>一</li><li>二</li></ul><table><tr><th>表</th><td>値</td></tr></table>"
    "<p>注のある文<span class='note'>脚の注</span>。</p><blockquote><p>引用。</p></blockquote>"
)
CSS = (
    "@page { size: 200pt 150pt; margin: 20pt; @bottom-center { content: counter(page) } }"
    "@page :left { margin-left: 30pt } body { font: 9pt/14pt 'Gappon Mincho' }"
    "code { background: #eee; border-radius: 2pt } blockquote { border-left: 1pt solid red }"
    "p:hover { color: red }"
)


@pytest.mark.parametrize("note", ["display: none", "float: footnote"])
@pytest.mark.parametrize("furniture", [False, True])
@pytest.mark.parametrize("composition", [Style(), None])
def test_shortcuts_change_no_page(
    note: str, furniture: bool, composition: Style | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    css = f"{CSS} .note {{ {note} }}"
    if not furniture:
        css = css.replace("@bottom-center { content: counter(page) }", "")
    html = f'<html lang="ja"><head><title>t</title></head><body>{BODY * 3}</body></html>'
    document = Document("k", html, css, {}, composition, furniture=furniture)
    short = engine.compile_document(document)
    others = tuple(
        patch
        for patch in PATCHES
        if patch.new.__module__ != shortcuts.__name__ or patch.new is shortcuts.no_fonts
    )
    assert len(others) == 5
    monkeypatch.setattr(engine, "applied", lambda layout: patches.applied(layout, others))
    plain = engine.compile_document(document)
    assert short.pdf == plain.pdf
    assert short.fonts == plain.fonts
    text = pypdfium2.PdfDocument(short.pdf)[0].get_textpage().get_text_range()
    assert len(text) > 20
    assert short.pages == plain.pages > 1


@pytest.mark.parametrize("place", (*PATCHES, *RELIED_ON), ids=lambda p: f"{p.owner}.{p.name}")
def test_the_installed_weasyprint_is_as_the_table_says(place: Place) -> None:
    assert place.fault() == ""
    assert weasyprint.__version__ in place.tested
    assert len(place.reason) > 5
    if isinstance(place, Patch):
        owner = place.holder()
        function = vars(owner)[place.name]
        assert isinstance(function, types.FunctionType | staticmethod)
        assert list(inspect.signature(place.new).parameters)[:2] != ["self"]


def test_what_moved_in_weasyprint_is_named() -> None:
    strut = next(patch for patch in PATCHES if patch.name == "strut")
    moved = (
        replace(strut, name="struts"),
        replace(strut, signature="(style, lang)"),
        replace(strut, owner="weasyprint.layout.lines"),
    )
    with pytest.raises(LayoutEngineError) as error:
        patches.check((strut, *moved))
    message = str(error.value)
    assert "weasyprint.layout.inline.struts is not there" in message
    assert "weasyprint.layout.inline.strut takes (style) instead of (style, lang)" in message
    assert "weasyprint.layout.lines.strut is not there" in message
    assert "install weasyprint==" in message


def test_weasyprint_is_left_as_it_was() -> None:
    before = {(p.owner, p.name): vars(p.holder())[p.name] for p in PATCHES}
    bad = Document("k", "<html><body>", "", {}, Style())
    with pytest.raises(Exception, match="no element found|not well-formed"):
        engine.compile_document(bad)
    assert {(p.owner, p.name): vars(p.holder())[p.name] for p in PATCHES} == before
