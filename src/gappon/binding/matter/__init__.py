"""Matter: what a book has besides its chapters, one kind a module.

A new kind is a module with ``make``, its template in the theme, and a line here.
"""

from __future__ import annotations

from gappon.binding.materials import MatterMaker
from gappon.binding.matter import afterword, colophon, contents, cover, index, title_page
from gappon.binding.matter.page import PageMatter

# In reading order.
BEFORE_THE_BODY: tuple[MatterMaker, ...] = (
    cover.make,
    title_page.make,
    contents.make,
)
BEHIND_THE_BODY: tuple[MatterMaker, ...] = (
    afterword.make,
    index.make,
    colophon.make,
)

# What a page of the site can be in a book.
PAGE_KINDS = tuple(
    maker.kind for maker in (*BEFORE_THE_BODY, *BEHIND_THE_BODY) if isinstance(maker, PageMatter)
)
