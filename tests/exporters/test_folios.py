"""Page numbers made from samples are those that would be laid out."""

from __future__ import annotations

import io

import pikepdf
import pytest

from gappon.exporters.pdf import furniture as pages
from gappon.exporters.pdf.folios import read_folios
from gappon.theme import load_theme
from gappon.typesetter.engine import compile_document


@pytest.mark.parametrize("theme_name", ["geppo", "brief", "bunko"])
def test_numbers_from_samples_are_drawn_as_laid_out_ones(theme_name: str) -> None:
    theme = load_theme(theme_name)
    fragment = compile_document(pages.folio_samples_document(theme, "ja"))
    widths = {glyph: w for font in fragment.fonts for glyph, w in font.widths.items()}
    folios = read_folios(fragment.pdf, widths, fragment.pages)
    assert folios is not None
    for block in (0, 1, 12):
        laid_out = compile_document(pages.folios_document(theme, block, "ja"))
        with pikepdf.open(io.BytesIO(laid_out.pdf)) as pdf:
            for index, page in enumerate(pdf.pages):
                expected = page.obj.Contents.read_bytes().replace(b">0<", b"")
                assert folios.stream(block * pages.FOLIOS + index + 1) == expected


def test_other_numbers_are_left_to_layout() -> None:
    theme = load_theme("geppo")
    document = pages.folio_samples_document(theme, "ja")
    roman = document.with_css(document.css.replace("string(folio)", '"第" string(folio) "頁"'))
    fragment = compile_document(roman)
    widths = {glyph: w for font in fragment.fonts for glyph, w in font.widths.items()}
    found = read_folios(fragment.pdf, widths, fragment.pages)
    assert found is None, "more than digits: each number is laid out"
