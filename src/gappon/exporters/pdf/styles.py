"""Style sheets for print: that of a theme's pages, and that of running heads and folios."""

from __future__ import annotations

import re
from itertools import accumulate
from unicodedata import east_asian_width

from gappon.binding import templates
from gappon.theme import Theme

HEAD_SIZE = 7  # points


def css_string(text: str) -> str:
    """Return text as a CSS string."""
    escaped = re.sub(r'["\\\n<>]', lambda m: f"\\{ord(m[0]):x} ", text)
    return f'"{escaped}"'


def book_style(theme: Theme, *more: str) -> str:
    """Return the style sheet of a theme for paper, without furniture.

    ``more`` names style sheets that not all pages have, so that a change of them lays out only
    those that do.
    """
    start = "recto" if theme.settings.chapter_start == "recto" else "page"
    return theme.style_sheet(
        "book.css",
        "pdf.css",
        *more,
        font=templates.families(theme, templates.PDF_FONTS),
        line=f"{theme.geometry.pitch}pt",
        vertical=False,
        chapter_start=start,
    )


def mirrored(theme: Theme) -> str:
    """Return page rules for a document that begins on a left page, though it counts from 1."""
    page = theme.geometry
    return (
        f"\n@page :right {{ margin-left: {page.outer}pt; margin-right: {page.inner}pt; }}"
        f"\n@page :left {{ margin-left: {page.inner}pt; margin-right: {page.outer}pt; }}"
    )


def furniture_style(
    theme: Theme, volume_title: str, *, heads: bool, folios: bool, folio: str = "counter(page)"
) -> str:
    """Return the page rules for running heads and folios; ``folio`` is the number's content."""
    texts = {
        "volume": css_string(head(volume_title, theme)),
        "chapter": "string(chapter-title)",
        "none": '""',
    }
    return theme.style_sheet(
        "furniture.css",
        font=templates.families(theme, templates.PDF_FONTS),
        texts=texts,
        heads=heads,
        folios=folios,
        folio=folio,
        size=HEAD_SIZE,
    )


def head(title: str, theme: Theme) -> str:
    """Return a title as a running head; one that is too long for the type area is cut."""
    page = theme.geometry
    # A folio may stand on the same line.
    room = (page.width - page.inner - page.outer) / HEAD_SIZE - 4
    widths = [1.0 if east_asian_width(char) in "WFA" else 0.6 for char in title]
    if sum(widths) <= room:
        return title
    fitting = sum(reached <= room - 1 for reached in accumulate(widths))
    return title[:fitting].rstrip() + "…"
