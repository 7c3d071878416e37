"""The page list: page numbers of the PDF of the same volume (EPUB 3.3 §7.4.2, EPUB A11y 1.1 §3)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from itertools import accumulate

from gappon.exporters.epub.textual import tokens
from gappon.publication import ItemPages

# Not counted on either side: readings, formulas (pictures in the PDF), heads repeated on each page.
NOT_COUNTED = frozenset(("rt", "rp", "math", "svg", "thead"))
CHARACTER = re.compile(r"&[#\w]+;|[^\s&]|&")
CLOSED = frozenset(("ruby", "math", "svg", "thead"))  # nothing is put into these


def mark_pages(xhtml: str, pages: ItemPages) -> str:
    """Return a chapter with a mark where each page of the PDF begins."""
    starts = [0, *accumulate(pages.characters[:-1])]
    waiting = list(zip(starts, pages.numbers, strict=True))
    parts: list[str] = []
    count = 0
    closed = 0

    def put_marks(upto: int) -> None:
        while waiting and waiting[0][0] <= upto:
            parts.append(page_mark(waiting.pop(0)[1]))

    for token, is_text, name in tokens(xhtml, NOT_COUNTED):
        if name in CLOSED and not token.endswith("/>"):
            closed += -1 if token.startswith("</") else 1
        if not is_text or not waiting:
            parts.append(token)
            continue
        position = 0
        for match in CHARACTER.finditer(token):
            if waiting and waiting[0][0] <= count and not closed:
                parts.append(token[position : match.start()])
                position = match.start()
                put_marks(count)
            count += 1
        parts.append(token[position:])
    put_marks(max(starts))
    return "".join(parts)


def page_mark(number: int) -> str:
    """Return the mark of a page's beginning."""
    return (
        f'<span data-epub-type="pagebreak" role="doc-pagebreak" id="Page-{number}" '
        f'aria-label="{number}"></span>'
    )


def page_list(places: Sequence[tuple[int, str]], label: str) -> str:
    """Return the navigation of pages from ``(number, file)``."""
    items = "\n".join(
        f'<li><a href="{escape(name)}#Page-{number}">{number}</a></li>' for number, name in places
    )
    return (
        f'<nav epub:type="page-list" role="doc-pagelist" id="page-list" hidden="hidden" '
        f'aria-label="{label}">\n<ol>\n{items}\n</ol>\n</nav>'
    )
