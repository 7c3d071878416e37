"""How wide text is, about: readers choose the font, so more cannot be known."""

from __future__ import annotations

from unicodedata import east_asian_width

FULL = 1.0  # em, of Japanese characters
LATIN = 0.58  # em, of letters and digits on average


def text_width(text: str) -> float:
    """Return the width of text in one line, in em of its font size."""
    return sum(FULL if east_asian_width(char) in "WF" else LATIN for char in text)
