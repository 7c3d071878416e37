"""The text of a PDF's pages as two engines have it, small text (readings, dots) told apart."""

from __future__ import annotations

import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from tests.conftest import need

SMALL = 0.55  # of the size of a line; readings are half as large
LINE_ENDS = "\r\n"
HYPHEN = "\x02"  # what PDFium says for one at a line's end


@dataclass(frozen=True)
class Page:
    """Lines of a page, in the order in which an engine gives them."""

    lines: list[str]
    small: list[str]


def by_poppler(path: Path) -> list[Page]:
    """Return pages as ``pdftotext -raw`` has them: in the order in which they were drawn."""
    command = [need("pdftotext"), "-raw", path, "-"]
    text = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    return [Page(page.split("\n"), []) for page in text.split("\f")[:-1]]


def by_pdfium(path: Path) -> list[Page]:
    """Return pages as PDFium has them; it puts readings among their bases, so they are taken out."""
    with pypdfium2.PdfDocument(path) as document:
        return [_page(document[number].get_textpage()) for number in range(len(document))]


def _page(text: pypdfium2.PdfTextPage) -> Page:
    lines: list[list[tuple[str, float]]] = [[]]
    for index in range(text.count_chars()):
        char = chr(pdfium.FPDFText_GetUnicode(text.raw, index))
        if char in LINE_ENDS:
            lines.append([])
        else:
            lines[-1].append((char, pdfium.FPDFText_GetFontSize(text.raw, index)))
        if char == HYPHEN:  # PDFium says no line's end behind it
            lines.append([])
    page = Page([], [])
    for line in lines:  # one that is small as a whole stands by itself
        least = SMALL * _size(line)
        page.lines.append(_paired("".join(char for char, size in line if size >= least)))
        page.small.append(_paired("".join(char for char, size in line if size < least)))
    return page


def _size(line: list[tuple[str, float]]) -> float:
    """Return the size of a line's text; of its readings there may be as many."""
    sizes = Counter(size for char, size in line if not char.isspace())
    often = max(sizes.values(), default=0) / 4
    return max((size for size, count in sizes.items() if count >= often), default=0.0)


def _paired(text: str) -> str:
    """Put surrogates together: PDFium counts UTF-16."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
