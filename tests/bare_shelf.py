"""A shelf for tests of the linker: fragments with their pages, and nothing kept."""

from __future__ import annotations

from collections.abc import Callable

from gappon.typesetter.fragment import Fragment


class BareShelf:
    """Has the pages of fragments that have not been put away (``gappon.exporters.base.Shelf``)."""

    def pages_of(self, fragment: Fragment) -> bytes:
        return fragment.pdf

    def made(self, function: Callable[..., bytes], /, *arguments: object) -> bytes:
        """Everything is made anew."""
        return function(*arguments)
