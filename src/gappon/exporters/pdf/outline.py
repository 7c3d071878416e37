"""The outline of a linked file (ISO 32000-2 §12.3.3): parts, items, headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Name, OutlineItem

from gappon.exporters.pdf.plan import LinkPlan


@dataclass(frozen=True)
class OutlineEntry:
    """A line of the outline.

    Attributes:
        level: 1 at the top.
        is_closed: what is below it is not shown at first.
        title: plain text.
        page: index of the page that it leads to.
        x, y: place there, in points from the lower left corner.
    """

    level: int
    is_closed: bool
    title: str
    page: int
    x: float
    y: float


def outline_of(plan: LinkPlan) -> list[OutlineEntry]:
    """Return the entries in order: parts, and the headings of fragments below them."""
    top = plan.size[1]
    entries = [OutlineEntry(1, False, title, page, 0.0, top) for title, page in plan.parts]
    for fragment in plan.fragments:
        if fragment.key not in plan.depths:
            continue
        start, deeper = plan.starts[fragment.key], plan.depths[fragment.key]
        entries += [
            OutlineEntry(level + deeper, level == 1, label, start + page, x, y)
            for page, level, label, x, y in fragment.bookmarks
        ]
    return sorted(entries, key=lambda entry: entry.page)


def add_outline(pdf: pikepdf.Pdf, entries: Sequence[OutlineEntry], pages: Sequence[Any]) -> None:
    """Write an outline, nested by level."""
    with pdf.open_outline() as outline:
        stack: list[tuple[int, list[OutlineItem]]] = [(0, outline.root)]
        for entry in entries:
            place = Array([pages[entry.page], Name.XYZ, entry.x, entry.y, 0])
            item = OutlineItem(entry.title, place)
            item.is_closed = entry.is_closed
            while stack[-1][0] >= entry.level:
                stack.pop()
            stack[-1][1].append(item)
            stack.append((entry.level, item.children))
