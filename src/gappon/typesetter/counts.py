"""What stands on pages, counted in characters, white space left out."""

from __future__ import annotations

from collections import Counter
from typing import Any

from weasyprint.formatting_structure.boxes import TextBox

from gappon.typesetter.context import LayoutContext
from gappon.typesetter.inline.composed import ComposedText

# Readings, heads that are repeated on each page.
NOT_IN_SOURCE = frozenset(("rt", "rp", "thead"))
COMPOSED = "composed"
OTHER = "other text"


def characters_of(box: Any) -> int:
    """Count the characters of a page that stand in the source too (see ``epub/pagelist.py``)."""
    if isinstance(box, TextBox):
        return _length(box)
    return sum(
        characters_of(child)
        for child in box.children
        if (tag := child.element_tag) and tag not in NOT_IN_SOURCE and "::" not in tag
    )


def ways_of_text(layout: LayoutContext, rendered: Any) -> Counter[str]:
    """Count the text that a reader reads by the way it went.

    Returns:
        Characters under :data:`COMPOSED`, and of what WeasyPrint broke into lines under the reason.
        Markers of lists are no text.
    """
    found: Counter[str] = Counter()
    for page in rendered.pages:
        _count(layout, page._page_box, OTHER, found)
    return found


def _count(layout: LayoutContext, box: Any, reason: str, found: Counter[str]) -> None:
    if isinstance(box, TextBox):
        found[COMPOSED if type(box) is ComposedText else reason] += _length(box)
        return
    reason = layout.fallbacks.get(box.element, reason)
    for child in box.children:
        if not (child.element_tag or "").endswith("::marker"):
            _count(layout, child, reason, found)


def _length(box: Any) -> int:
    return len("".join(box.text.split()))
