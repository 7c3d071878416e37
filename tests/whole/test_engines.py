"""Engines that share no code with each other draw the same pages.

PDFium and Poppler forgive much that MuPDF (and Acrobat and Preview) do not, such as glyphs that are
not where the standard says that they are.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops

from tests.conftest import need
from tests.whole.conftest import THEMES

pytestmark = pytest.mark.whole
DPI, BLOCK = 72, 12  # a block of about a line


@pytest.mark.parametrize("theme", THEMES)
def test_mupdf_draws_what_pdfium_draws(built, theme: str, tmp_path: Path) -> None:
    path = next(built[theme][0].glob("*.pdf"))
    command = (need("mutool"), "draw", "-q", "-r", str(DPI), "-c", "gray", "-o")
    drawn = subprocess.run(
        [*command, tmp_path / "%d.png", path], capture_output=True, text=True, check=True
    )
    assert set(drawn.stderr.splitlines()) <= {"warning: ICC support is not available"}
    document = pypdfium2.PdfDocument(path)
    for number, page in enumerate(document, 1):
        ours = page.render(scale=DPI / 72).to_pil().convert("L")
        theirs = Image.open(tmp_path / f"{number}.png").convert("L").resize(ours.size)
        size = (ours.width // BLOCK, ours.height // BLOCK)
        pictures = [picture.resize(size, Image.Resampling.BOX) for picture in (ours, theirs)]
        assert ImageChops.difference(*pictures).getextrema()[1] < 48, f"page {number}"
