"""Volumes → the order in which they stand, and the groups by which they are found."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from gappon.catalogue import Publication, VolumeRecord
from gappon.shelf.covers import Cover

Kind = Literal["category", "month", "series", "author"]
KINDS: tuple[Kind, ...] = get_args(Kind)
FOLDERS: dict[Kind, str] = {
    "category": "categories",
    "month": "months",
    "series": "series",
    "author": "authors",
}
UNSAFE = re.compile(r"""[\x00-\x20\x7f<>:"/\\|?*#%&'()\u200b-\u200f\u2028-\u202e\ufeff]+""")


@dataclass(frozen=True)
class Shelved:
    """A volume on the shelf.

    Attributes:
        record: what the build says of it.
        slug: name of its folder below ``volumes/``.
        cover: its pictures, None when it has none.
        sample: key of the article of which a sample is shown, or empty.
    """

    record: VolumeRecord
    slug: str
    cover: Cover | None = None
    sample: str = ""

    @property
    def folder(self) -> str:
        """Folder of its page and files, with a slash at the end."""
        return f"volumes/{self.slug}/"


@dataclass(frozen=True)
class Group:
    """Volumes that have a category, month, series or author in common."""

    kind: Kind
    name: str
    slug: str
    reading: str = ""
    volumes: tuple[Shelved, ...] = ()

    @property
    def folder(self) -> str:
        """Folder of its page, with a slash at the end."""
        return f"{FOLDERS[self.kind]}/{self.slug}/"


@dataclass(frozen=True)
class Shelf:
    """All volumes, the newest first, and the groups of each kind."""

    publication: Publication
    volumes: tuple[Shelved, ...]
    groups: Mapping[Kind, tuple[Group, ...]] = field(default_factory=dict)

    @property
    def updated(self) -> str:
        """When a volume changed last; the beginning of time when there is none."""
        moments = (volume.record.modified or volume.record.issued for volume in self.volumes)
        return max((m for m in moments if m), default="1970-01-01T00:00:00+00:00")


def arrange(publication: Publication, volumes: Iterable[Shelved]) -> Shelf:
    """Put volumes in order, the newest first, and into groups."""
    ordered = sorted(volumes, key=lambda v: (v.record.title, v.record.position))
    ordered.sort(key=lambda v: (v.record.month, v.record.issued[:10]), reverse=True)
    return Shelf(
        publication, tuple(ordered), {kind: tuple(_groups(kind, ordered)) for kind in KINDS}
    )


def names_of(kind: Kind, volume: VolumeRecord) -> dict[str, str]:
    """Return the names by which a volume is found, with their readings."""
    if kind == "month":
        return {volume.month: ""} if volume.month else {}
    if kind == "author":
        return {person.name: person.reading for person in volume.authors}
    if kind == "category":
        name = volume.group.get("category", "")
        return {name: ""} if name else {}
    own = [volume.title] if volume.position else []
    own += [volume.group["series"]] if volume.group.get("series") else []
    return dict.fromkeys([*own, *(a.series for a in volume.articles if a.series)], "")


def slugs(names: Iterable[str]) -> dict[str, str]:
    """Return a folder name for each name, no two the same on any file system."""
    taken: set[str] = set()
    found = {}
    for name in sorted(set(names)):
        text = unicodedata.normalize("NFC", name)
        base = re.sub("-{2,}", "-", UNSAFE.sub("-", text)).strip("-. ")[:60] or "_"
        slug, number = base, 2
        while slug.casefold() in taken:
            slug = f"{base}-{number}"
            number += 1
        taken.add(slug.casefold())
        found[name] = slug
    return found


def reading_order(name: str, reading: str) -> tuple[str, str]:
    """Return a key that sorts by reading, hiragana and katakana alike."""
    text = unicodedata.normalize("NFKC", reading or name).casefold()
    return to_hiragana(text), name


def to_hiragana(text: str) -> str:
    """Return a text with its katakana as hiragana."""
    return text.translate({code: code - 0x60 for code in range(0x30A1, 0x30F7)})


def _groups(kind: Kind, volumes: Iterable[Shelved]) -> Iterator[Group]:
    members: dict[str, list[Shelved]] = {}
    readings: dict[str, str] = {}
    for volume in volumes:
        for name, reading in names_of(kind, volume.record).items():
            members.setdefault(name, []).append(volume)
            readings[name] = readings.get(name) or reading
    slug = slugs(members)
    order = sorted(members, key=lambda name: reading_order(name, readings[name]))
    if kind == "month":
        order.sort(reverse=True)
    elif kind == "category":
        order.sort(key=lambda name: -len(members[name]))
    for name in order:
        yield Group(kind, name, slug[name], readings[name], tuple(members[name]))
