"""A volume and its chapters become a book: matter around them, in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gappon.binding.materials import Materials
from gappon.binding.matter import BEFORE_THE_BODY, BEHIND_THE_BODY
from gappon.binding.templates import part_page
from gappon.publication import Book, Chapter, Imprint, Part, Start, Volume


def bind(
    volume: Volume, body: Sequence[Part | Chapter], imprint: Imprint, materials: Materials
) -> Book:
    """Return a volume as a book.

    Args:
        volume: its titles and posts.
        body: parts and chapters in reading order; chapters may still be without text.
        imprint: who publishes.
        materials: what all books are bound with.
    """
    start = Start(materials.theme.settings.chapter_start)
    paged = tuple(
        replace(item, body=part_page(item, volume, materials.theme), start=start)
        if isinstance(item, Part)
        else item
        for item in body
    )
    book = Book(volume, paged, imprint, start)
    before = [matter for make in BEFORE_THE_BODY for matter in make(book, materials)]
    behind = [matter for make in BEHIND_THE_BODY for matter in make(book, materials)]
    return replace(book, items=(*before, *paged, *behind))
