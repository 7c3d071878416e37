"""What binding needs besides the chapters, and the form of what makes matter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from gappon.config import Config
from gappon.publication import Book, Chapter, Matter
from gappon.theme import Theme


@dataclass(frozen=True)
class Materials:
    """What all books of a build are bound with.

    Attributes:
        theme: its templates make the pages of matter.
        settings: say what a book has.
        pages: converted pages of the site, by what they are in a book: ``afterword`` ….
    """

    theme: Theme
    settings: Config
    pages: Mapping[str, Chapter] = field(default_factory=dict)


# From a book that has its parts and chapters to a kind of matter; none where it would say nothing.
MatterMaker = Callable[[Book, Materials], Iterable[Matter]]
