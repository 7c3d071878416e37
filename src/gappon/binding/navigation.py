"""The navigation tree: items and their headings, nested, for contents, navigation and outline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gappon.publication import Book, Chapter, Heading, Item, Listing, Matter, Part, Text

PART_LEVEL = 0
ITEM_LEVEL = 1


@dataclass(frozen=True)
class Entry:
    """A line of the contents, with the lines below it.

    Attributes:
        title: plain text.
        level: 0: a part; 1: a chapter or matter; 2 and more: a heading of that level.
        key: of the item that it leads to.
        anchor: place in the item; empty: its beginning.
        page: of the item's own pages, counted from 0, where these are known.
    """

    title: str
    level: int
    key: str
    anchor: str = ""
    page: int = 0
    children: tuple[Entry, ...] = ()

    def lines(self) -> Iterator[Entry]:
        """Yield the entry and all below it."""
        yield self
        for child in self.children:
            yield from child.lines()


@dataclass(frozen=True)
class Place:
    """A heading of an item, and where it is."""

    level: int
    title: str
    anchor: str = ""
    page: int = 0


def navigation_tree(
    book: Book, listing: Listing, headings: Mapping[str, Sequence[Place]], depth: int
) -> tuple[Entry, ...]:
    """Return the entries of a book.

    Args:
        book: with the items that the format has.
        listing: which list of items it is.
        headings: of items by key.
        depth: entries go down to this heading level; 1: items alone.
    """
    entries = (_entry(item, listing, headings, depth) for item in book.items)
    return tuple(entry for entry in entries if entry is not None)


def headings_of(book: Book) -> dict[str, tuple[Place, ...]]:
    """Return the headings of all items by key, as the converter found them."""
    found = {chapter.key: _places(chapter.headings) for chapter in book.chapters}
    for matter in book.matter:
        if isinstance(matter.content, Text) and matter.content.page:
            found[matter.key] = _places(matter.content.page.headings)
    return found


def nest(places: Iterable[Place], key: str) -> tuple[Entry, ...]:
    """Return the headings of an item nested by level."""
    items = list(places)
    result = []
    index = 0
    while index < len(items):
        place = items[index]
        end = index + 1
        while end < len(items) and items[end].level > place.level:
            end += 1
        below = nest(items[index + 1 : end], key)
        result.append(Entry(place.title, place.level, key, place.anchor, place.page, below))
        index = end
    return tuple(result)


def _entry(
    item: Item, listing: Listing, headings: Mapping[str, Sequence[Place]], depth: int
) -> Entry | None:
    if isinstance(item, Part):
        chapters = (_leaf(chapter, headings, depth) for chapter in item.chapters)
        return Entry(item.title, PART_LEVEL, item.first, children=tuple(chapters))
    if isinstance(item, Matter) and listing not in item.listed:
        return None
    return _leaf(item, headings, depth)


def _leaf(item: Matter | Chapter, headings: Mapping[str, Sequence[Place]], depth: int) -> Entry:
    below = (place for place in headings.get(item.key, ()) if 2 <= place.level <= depth)
    return Entry(item.title, ITEM_LEVEL, item.key, children=nest(below, item.key))


def _places(headings: Iterable[Heading]) -> tuple[Place, ...]:
    return tuple(Place(h.level, h.text, h.anchor) for h in headings)
