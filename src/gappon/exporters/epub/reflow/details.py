"""Details are open in books: what is folded away on a page has no place on any page."""

from __future__ import annotations

from gappon.trees import Element


def open_details(root: Element) -> None:
    """Open what a reader would have to open; columns are not set anew when it is."""
    for details in root.iter("details"):
        details.set("open", "open")
