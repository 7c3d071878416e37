"""Text set by gappon, and where its glyphs stand in the finished PDF, by a program of others."""

from __future__ import annotations

import ctypes
import io
import re
import subprocess
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from gappon.exporters.pdf.link import link
from gappon.exporters.pdf.plan import LinkPlan, PagePlan
from gappon.fonts import load_fonts
from gappon.kumihan.style import Style
from gappon.typesetter.fragment import Document, Grid, Latin
from tests.bare_shelf import BareShelf

SIZE = 10
Line = list[tuple[str, float]]


def set_text(
    html: str,
    characters: int,
    folder: Path,
    css: str = "",
    *,
    latin: Latin | None = None,
    grid: Grid | None = None,
    **settings: object,
) -> list[Line]:
    """Compose a body of so many characters a line; return lines of ``(character, x in em)``."""
    from datetime import UTC, datetime

    from gappon.typesetter.engine import compile_document

    style = (
        f"@page {{ size: {characters * SIZE}pt 400pt; margin: 0 }}"
        f"body {{ margin: 0; font: {SIZE}pt/16pt 'Gappon Mincho'; text-align: justify }}"
        "p { margin: 0 } strong { font-family: 'Gappon Gothic' } code { font-family: 'Gappon Mono' }"
        + css
    )
    document = f'<html lang="ja"><head><title>t</title></head><body>{html}</body></html>'
    fragment = compile_document(Document("k", document, style, {}, Style(**settings), grid, latin))
    plan = LinkPlan(
        fragments=[fragment],
        pages=[PagePlan(0, n) for n in range(fragment.pages)],
        starts={"k": 0},
        web={},
        title="t",
        authors=(),
        subject="",
        keywords=(),
        language="ja",
        created=datetime(2025, 1, 1, tzinfo=UTC),
        identifier="x",
        size=(1, 1),
    )
    target = folder / "t.pdf"
    link(plan, load_fonts(), BareShelf(), target)
    return _lines(target)


def _lines(path: Path) -> list[Line]:
    document = pypdfium2.PdfDocument(_glyphs_alone(path))
    rows: dict[tuple[int, float], Line] = {}
    for number in range(len(document)):
        page = document[number].get_textpage()
        for index in range(page.count_chars()):
            char = chr(pdfium.FPDFText_GetUnicode(page.raw, index))
            x, y = ctypes.c_double(), ctypes.c_double()
            pdfium.FPDFText_GetCharOrigin(page.raw, index, x, y)
            if not char.isspace() and not pdfium.FPDFText_IsGenerated(page.raw, index):
                rows.setdefault((number, -round(y.value, 1)), []).append((char, x.value / SIZE))
    return [sorted(row, key=lambda item: item[1]) for _, row in sorted(rows.items())]


def _glyphs_alone(path: Path) -> bytes:
    """Return a PDF without ActualText, which tells readers other characters than the glyphs'."""
    with pikepdf.open(path) as pdf:
        for page in pdf.pages:
            content = re.sub(rb"/ActualText <[0-9a-f]+>", b"", page.obj.Contents.read_bytes())
            page.obj.Contents = pdf.make_stream(content)
        stripped = io.BytesIO()
        pdf.save(stripped)
    return stripped.getvalue()


def plain_text(path: Path) -> str:
    """Return what pdftotext says, page and line breaks taken out, words divided put together."""
    command = ["pdftotext", path, "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return text.replace("\xad\n", "").replace("\n", "").replace("\f", "")


def text_of(line: Line) -> str:
    return "".join(char for char, _ in line)


def pitch(line: Line, pair: str) -> float:
    """Return the distance of two neighbouring characters, in em."""
    for (first, x), (second, x2) in pairwise(line):
        if first + second == pair:
            return x2 - x
    raise AssertionError(f"{pair} is not in {text_of(line)}")
