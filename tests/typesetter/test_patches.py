"""What is saved changes no page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2
import pytest

from gappon.kumihan.style import Style
from gappon.typesetter import engine
from gappon.typesetter.fragment import Document

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


@contextmanager
def _nothing(_css: str, *, margin_boxes: bool) -> Iterator[None]:
    yield


@pytest.mark.parametrize("note", ["display: none", "float: footnote"])
@pytest.mark.parametrize("furniture", [False, True])
@pytest.mark.parametrize("composition", [Style(), None])
def test_pages_are_the_same_without_savings(
    note: str, furniture: bool, composition: Style | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    css = f"{CSS} .note {{ {note} }}"
    if not furniture:
        css = css.replace("@bottom-center { content: counter(page) }", "")
    document = f'<html lang="ja"><head><title>t</title></head><body>{BODY * 3}</body></html>'
    sheet = Document("k", document, css, {}, composition, furniture=furniture)
    saved = engine.compile_sheet(sheet)
    monkeypatch.setattr(engine, "savings", _nothing)
    plain = engine.compile_sheet(sheet)
    assert saved.pdf == plain.pdf
    assert saved.fonts == plain.fonts
    text = pypdfium2.PdfDocument(saved.pdf)[0].get_textpage().get_text_range()
    assert len(text) > 20
    assert saved.pages == plain.pages > 1
