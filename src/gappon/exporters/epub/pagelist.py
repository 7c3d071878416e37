"""The page list: page numbers of the PDF of the same volume (EPUB 3.3 §7.4.2, EPUB A11y 1.1 §3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import accumulate

from lxml import etree

from gappon.exporters.epub.textual import Run, runs
from gappon.markup import EPUB_TYPE, PAGE_ID
from gappon.publication import ItemPages
from gappon.trees import Element

# Not counted on either side: readings, formulas (pictures in the PDF), heads repeated on each page.
NOT_COUNTED = frozenset(("rt", "rp", "math", "svg", "thead"))
CLOSED = frozenset(("ruby", "math", "svg", "thead"))  # nothing is put into these


def mark_pages(root: Element, pages: ItemPages) -> None:
    """Put a mark into an item's content where each page of the PDF begins."""
    starts = [0, *accumulate(pages.characters[:-1])]
    waiting = list(zip(starts, pages.numbers, strict=True))[::-1]
    count = 0
    for run in list(runs(root, NOT_COUNTED, CLOSED)):
        if run.left_out:
            continue
        characters = len("".join(run.text.split()))
        if waiting and waiting[-1][0] < count + characters and not run.closed:
            _mark_run(run, count, waiting)
        count += characters
        if not waiting:
            return
    for _, number in reversed(waiting):
        root.append(_mark(number))


def _mark_run(run: Run, count: int, waiting: list[tuple[int, int]]) -> None:
    """Put marks before the characters of a text at which pages begin.

    Args:
        run: the text.
        count: characters before it.
        waiting: ``(characters before the page, number)`` of pages to come, the next one last.
    """
    text = run.text
    pieces: list[tuple[Element, str]] = []
    first, begun = text, 0
    for place in _characters(text):
        while waiting and waiting[-1][0] <= count:
            if pieces:
                pieces[-1] = (pieces[-1][0], text[begun:place])
            else:
                first = text[:place]
            pieces.append((_mark(waiting.pop()[1]), ""))
            begun = place
        count += 1
    if pieces:
        pieces[-1] = (pieces[-1][0], text[begun:])
        run.put(first, pieces)


def _characters(text: str) -> Iterator[int]:
    """Yield where characters stand that are no white space."""
    return (place for place, char in enumerate(text) if not char.isspace())


def _mark(number: int) -> Element:
    """Return the mark of a page's beginning."""
    return etree.Element(
        "span",
        {
            EPUB_TYPE: "pagebreak",
            "role": "doc-pagebreak",
            "id": f"{PAGE_ID}{number}",
            "aria-label": str(number),
        },
    )


def page_list(places: Sequence[tuple[int, str]], label: str) -> str:
    """Return the navigation of pages from ``(number, file)``."""
    items = "\n".join(
        f'<li><a href="{escape(name)}#{PAGE_ID}{number}">{number}</a></li>'
        for number, name in places
    )
    return (
        f'<nav epub:type="page-list" role="doc-pagelist" id="page-list" hidden="hidden" '
        f'aria-label="{label}">\n<ol>\n{items}\n</ol>\n</nav>'
    )
