"""The feeds of an OPDS catalogue, whatever their form: menus that lead to lists of volumes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from gappon.shelf.arrangement import FOLDERS, KINDS, Group, Kind, Shelf, Shelved
from gappon.shelf.words import Words

PER_FEED = 50
NEWEST = 30
FACETS_MOST = 24
ROOT = "opds/index"
NEW = "opds/new"
ALL = "opds/all/index"
SORT_NEW = "http://opds-spec.org/sort/new"


@dataclass(frozen=True)
class MenuEntry:
    """A line of a menu.

    Attributes:
        stem: path of the feed that it leads to, without suffix.
        kind: of that feed.
        count: how many volumes, or menu lines, are there.
    """

    title: str
    stem: str
    kind: Literal["navigation", "acquisition"]
    count: int
    relation: str = "subsection"


@dataclass(frozen=True)
class Menu:
    """A navigation feed (OPDS 1.2 §2.2, OPDS 2.0 §2.1)."""

    stem: str
    title: str
    entries: tuple[MenuEntry, ...]
    up: str = ""


@dataclass(frozen=True)
class Facet:
    """A subset of all volumes that a list leads to (OPDS 1.2 §4, OPDS 2.0 §2.4)."""

    group: str
    title: str
    stem: str
    count: int
    active: bool = False


@dataclass(frozen=True)
class Listing:
    """An acquisition feed (OPDS 1.2 §2.3): volumes, so many at a time.

    Attributes:
        total: volumes of all its pages.
        number: of this page, from 1.
        pages: stems of all pages, in order.
    """

    stem: str
    title: str
    volumes: tuple[Shelved, ...]
    total: int
    number: int = 1
    pages: tuple[str, ...] = ()
    facets: tuple[Facet, ...] = ()
    up: str = ROOT


def feeds(shelf: Shelf, words: Words) -> Iterator[Menu | Listing]:
    """Yield all feeds of a catalogue, the root first."""
    yield _root(shelf, words)
    newest = shelf.volumes[:NEWEST]
    yield Listing(NEW, words("new"), newest, len(newest), pages=(NEW,))
    yield from _listings(shelf, words, ALL, words("all"), shelf.volumes, None)
    for kind in KINDS:
        groups = shelf.groups[kind]
        if not groups:
            continue
        menu = menu_stem(kind)
        entries = (
            MenuEntry(title_of(group, words), stem_of(group), "acquisition", len(group.volumes))
            for group in groups
        )
        yield Menu(menu, words(kind), tuple(entries), ROOT)
        for group in groups:
            yield from _listings(
                shelf, words, stem_of(group), title_of(group, words), group.volumes, group
            )


def stem_of(group: Group) -> str:
    """Return the path of a group's first feed, without suffix."""
    return f"opds/{group.folder}index"


def menu_stem(kind: Kind) -> str:
    """Return the path of the menu of a kind's groups, without suffix."""
    return f"opds/{FOLDERS[kind]}/index"


def title_of(group: Group, words: Words) -> str:
    """Return the name of a group as feeds show it."""
    return words.month(group.name) if group.kind == "month" else group.name


def neighbours(listing: Listing) -> Iterator[tuple[str, str]]:
    """Yield the relations and stems of the other pages of a list (RFC 5005 §3)."""
    if len(listing.pages) < 2:
        return
    yield "first", listing.pages[0]
    yield "last", listing.pages[-1]
    if listing.number > 1:
        yield "previous", listing.pages[listing.number - 2]
    if listing.number < len(listing.pages):
        yield "next", listing.pages[listing.number]


def series_of(volume: Shelved) -> list[tuple[str, int]]:
    """Return the series that a volume belongs to, with its position where it has one."""
    record = volume.record
    if record.position:
        return [(record.title, record.position)]
    name = record.group.get("series") or record.publication
    return [(name, 0)] if name else []


def _root(shelf: Shelf, words: Words) -> Menu:
    entries = [
        MenuEntry(words("new"), NEW, "acquisition", len(shelf.volumes[:NEWEST]), SORT_NEW),
        MenuEntry(words("all"), ALL, "acquisition", len(shelf.volumes)),
    ]
    entries += [
        MenuEntry(words(f"by_{kind}"), menu_stem(kind), "navigation", len(shelf.groups[kind]))
        for kind in KINDS
        if shelf.groups[kind]
    ]
    return Menu(ROOT, shelf.publication.title or words("home"), tuple(entries))


def _listings(
    shelf: Shelf,
    words: Words,
    stem: str,
    title: str,
    volumes: tuple[Shelved, ...],
    group: Group | None,
) -> Iterator[Listing]:
    count = max(1, -(-len(volumes) // PER_FEED))
    folder = stem.removesuffix("index")
    pages = (stem, *(f"{folder}{number}" for number in range(2, count + 1)))
    facets = tuple(_facets(shelf, words, group))
    up = menu_stem(group.kind) if group else ROOT
    for number, page in enumerate(pages, 1):
        some = volumes[(number - 1) * PER_FEED : number * PER_FEED]
        yield Listing(page, title, some, len(volumes), number, pages, facets, up)


def _facets(shelf: Shelf, words: Words, active: Group | None) -> Iterator[Facet]:
    """Yield the subsets to choose from; of many, those with most volumes, or the newest months."""
    for kind in KINDS:
        groups = list(shelf.groups[kind])
        if kind != "month":
            groups.sort(key=lambda group: -len(group.volumes))
        chosen = groups[:FACETS_MOST]
        if active and active.kind == kind and active not in chosen:
            chosen.append(active)
        if len(groups) < 2 and not (active and active.kind == kind):
            continue
        for group in chosen:
            yield Facet(
                words(kind),
                title_of(group, words),
                stem_of(group),
                len(group.volumes),
                active is not None and group.folder == active.folder,
            )
