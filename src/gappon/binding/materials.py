"""What binding needs besides the chapters, and the form of what makes matter."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from gappon.config import Config
from gappon.publication import Book, Matter
from gappon.theme import Theme


@dataclass(frozen=True)
class Materials:
    """What all books of a build are bound with.

    Attributes:
        theme: its templates make the pages of matter.
        settings: say what a book has.
    """

    theme: Theme
    settings: Config


# From a book that has its parts and chapters to a kind of matter; none where it would say nothing.
MatterMaker = Callable[[Book, Materials], Iterable[Matter]]
