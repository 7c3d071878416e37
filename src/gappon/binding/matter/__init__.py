"""Matter: what a book has besides its chapters, one kind a module.

A new kind is a module with ``make``, its template in the theme, and a line here.
"""

from __future__ import annotations

from gappon.binding.materials import MatterMaker
from gappon.binding.matter import colophon, contents, cover, index, title_page

# In reading order.
BEFORE_THE_BODY: tuple[MatterMaker, ...] = (
    cover.make,
    title_page.make,
    contents.make,
)
BEHIND_THE_BODY: tuple[MatterMaker, ...] = (
    index.make,
    colophon.make,
)
