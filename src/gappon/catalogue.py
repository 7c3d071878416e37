"""What a build says of its finished volumes: ``books.json`` in the output folder.

Whoever shows or sells the volumes (the shelf, a shop, a script) reads this file, and needs no look
at the posts. A build adds its volumes to those that are there already.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from gappon.errors import ConfigError
from gappon.paths import write_atomically

FILE_NAME = "books.json"
FORMAT = 1
EMPTY: tuple[object, ...] = ("", 0, (), {})
MEDIA_TYPES = {"epub": "application/epub+zip", "pdf": "application/pdf"}


@dataclass(frozen=True)
class Person:
    """An author, with the reading of the name where it is known."""

    name: str
    reading: str = ""


@dataclass(frozen=True)
class Article:
    """A post in a volume.

    Attributes:
        key: of its chapter; ``text/KEY.xhtml`` in the EPUB.
        reading: of the title.
        excerpt: the author's summary, else the first sentences.
        date: ISO 8601 with offset, or empty.
        path, url: of its page on the web site; the address is empty when the site has none.
    """

    key: str
    title: str
    reading: str = ""
    authors: tuple[Person, ...] = ()
    excerpt: str = ""
    date: str = ""
    path: str = ""
    url: str = ""
    series: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """Articles under one heading; a volume without parts is one section without a title."""

    title: str = ""
    articles: tuple[Article, ...] = ()


@dataclass(frozen=True)
class BookFile:
    """A finished file.

    Attributes:
        name: in the output folder.
        media_type: ``application/epub+zip`` or ``application/pdf``.
        size: in bytes.
        sha256: hexadecimal.
        pages: of a PDF, else 0.
    """

    name: str
    media_type: str
    size: int
    sha256: str
    pages: int = 0


@dataclass(frozen=True)
class VolumeRecord:
    """A finished volume.

    Attributes:
        identifier: UUID with dashes; the same for the same site and group.
        name: stem of the file names.
        group: what its posts have in common, by field.
        month: ``YYYY-MM``: of its group, else of its newest post; empty without dates.
        position: number of the part, when a group was split, else 0.
        issued, modified: ISO 8601 with offset: of the newest post, and of its newest change.
    """

    identifier: str
    name: str
    title: str = ""
    subtitle: str = ""
    reading: str = ""
    publication: str = ""
    publisher: str = ""
    rights: str = ""
    language: str = "ja"
    description: str = ""
    group: Mapping[str, str] = field(default_factory=dict)
    month: str = ""
    position: int = 0
    authors: tuple[Person, ...] = ()
    subjects: tuple[str, ...] = ()
    issued: str = ""
    modified: str = ""
    sections: tuple[Section, ...] = ()
    files: tuple[BookFile, ...] = ()

    @property
    def full_title(self) -> str:
        """Title and subtitle in one line."""
        return f"{self.title} {self.subtitle}".strip()

    @property
    def articles(self) -> tuple[Article, ...]:
        """All articles in reading order."""
        return tuple(article for section in self.sections for article in section.articles)

    def file(self, kind: str) -> BookFile | None:
        """Return the file of a kind (``epub``, ``pdf``), None when there is none."""
        return next((f for f in self.files if f.media_type == MEDIA_TYPES[kind]), None)


@dataclass(frozen=True)
class Publication:
    """Who publishes the volumes, as the site that was built last says."""

    title: str = ""
    publisher: str = ""
    description: str = ""
    language: str = "ja"
    url: str = ""
    rights: str = ""


@dataclass(frozen=True)
class Catalogue:
    """All volumes of an output folder, the oldest first."""

    publication: Publication = Publication()
    volumes: tuple[VolumeRecord, ...] = ()
    format: int = FORMAT


_ADAPTER = TypeAdapter(Catalogue)


def read(folder: Path) -> Catalogue:
    """Read the catalogue of an output folder.

    Raises:
        ConfigError: there is none, or it cannot be read.
    """
    path = folder / FILE_NAME
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise ConfigError(
            f"{path}: there is no such file; give a folder into which gappon has built volumes"
        ) from error
    except OSError as error:
        raise ConfigError(f"{path} cannot be read ({error.strerror or error})") from error
    try:
        catalogue = _ADAPTER.validate_json(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ConfigError(
            f"{path}: '{place}': {first['msg']}; remove the file and build the volumes again"
        ) from error
    if catalogue.format != FORMAT:
        raise ConfigError(
            f"{path}: format {catalogue.format}, but this gappon reads format {FORMAT}; "
            "build the volumes again"
        )
    return catalogue


def write(folder: Path, catalogue: Catalogue) -> bool:
    """Write the catalogue of an output folder, unless it is there already; say whether.

    Raises:
        OSError: the folder cannot be written to.
    """
    path = folder / FILE_NAME
    data = dumps(catalogue)
    if path.is_file() and path.read_bytes() == data:
        return False
    write_atomically(path, data)
    return True


def dumps(catalogue: Catalogue) -> bytes:
    """Return the file's bytes: the same for the same volumes, in whatever order they were built."""
    values = {"format": catalogue.format, **_lean(asdict(catalogue))}
    return (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode()


def merge(
    earlier: Catalogue, publication: Publication, built: Iterable[VolumeRecord], present: set[str]
) -> Catalogue:
    """Return a catalogue with the volumes that were built, and those built earlier.

    Args:
        earlier: what the folder's catalogue said.
        publication: who publishes what was built.
        built: takes the place of volumes with the same identifier; a file that was not asked for
            this time stays with its volume.
        present: names of the files in the folder; what has none left there goes.
    """
    volumes = {volume.identifier: volume for volume in earlier.volumes}
    for volume in built:
        names = {file.name for file in volume.files}
        before = volumes.get(volume.identifier)
        kept = before.files if before and before.name == volume.name else ()
        files = (*volume.files, *(file for file in kept if file.name not in names))
        volumes[volume.identifier] = replace(volume, files=files)
    here = (
        replace(volume, files=tuple(sorted(files, key=lambda file: file.name)))
        for volume in volumes.values()
        if (files := tuple(file for file in volume.files if file.name in present))
    )
    return Catalogue(publication, tuple(sorted(here, key=_order)))


def _order(volume: VolumeRecord) -> tuple[str, str, int, str]:
    return volume.issued, volume.title, volume.position, volume.identifier


def _lean(value: Any) -> Any:
    """Return plain values without what is empty, which reading gives back."""
    if isinstance(value, dict):
        return {key: _lean(item) for key, item in value.items() if item not in EMPTY}
    return [_lean(item) for item in value] if isinstance(value, tuple | list) else value
