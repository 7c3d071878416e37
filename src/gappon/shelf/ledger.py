"""What a shelf has shown so far: ``.shelf.json`` in its folder.

From it the next run knows which files are its own, which need not be made again, and where volumes
have gone that stood here once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from gappon.errors import ConfigError
from gappon.shelf.arrangement import Shelved
from gappon.shelf.covers import Cover

FILE_NAME = ".shelf.json"


@dataclass(frozen=True)
class Shown:
    """A volume as it was shown.

    Attributes:
        identifier, title: of the volume.
        epub: SHA-256 of the EPUB from which the cover was taken, or empty.
        cover, sample: as :class:`gappon.shelf.arrangement.Shelved` has them.
        files: names of what could be downloaded.
    """

    identifier: str
    title: str
    epub: str = ""
    cover: Cover | None = None
    sample: str = ""
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ledger:
    """What a shelf shows, and what it has shown, by slug.

    Attributes:
        volumes: that are there.
        gone: that are there no more.
        files: SHA-256 of every file of the shelf, by path.
    """

    volumes: Mapping[str, Shown] = field(default_factory=dict)
    gone: Mapping[str, Shown] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Departure:
    """A volume that is no longer where it was; ``to`` is the slug of its new place, or empty."""

    slug: str
    title: str
    to: str = ""
    files: tuple[str, ...] = ()


_ADAPTER = TypeAdapter(Ledger)


def read(folder: Path) -> Ledger:
    """Read the ledger of a shelf; a folder that is new or empty has an empty one.

    Raises:
        ConfigError: the folder holds other things, or its ledger cannot be read.
    """
    path = folder / FILE_NAME
    try:
        return _ADAPTER.validate_json(path.read_bytes())
    except FileNotFoundError:
        _require_free(folder)
        return Ledger()
    except (ValidationError, OSError) as error:
        raise ConfigError(
            f"{path} cannot be read; take it from a copy, or empty the folder: the shelf is made "
            "anew then, without pages for volumes that have gone"
        ) from error


def dumps(ledger: Ledger) -> bytes:
    """Return the ledger's bytes."""
    values = asdict(ledger)
    return (json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def after(before: Ledger, shelved: Mapping[str, Shown], files: Mapping[str, str]) -> Ledger:
    """Return the ledger when these volumes and files are there."""
    left = {slug: shown for slug, shown in before.volumes.items() if slug not in shelved}
    gone = {slug: shown for slug, shown in before.gone.items() if slug not in shelved}
    bare = {slug: replace(shown, cover=None, epub="", sample="") for slug, shown in left.items()}
    return Ledger(dict(shelved), gone | bare, dict(files))


def departures(ledger: Ledger, volumes: Iterable[Shelved]) -> tuple[Departure, ...]:
    """Return the volumes that have gone, with where they went."""
    places = {volume.record.identifier: volume.slug for volume in volumes}
    return tuple(
        Departure(slug, shown.title, places.get(shown.identifier, ""), shown.files)
        for slug, shown in sorted(ledger.gone.items())
    )


def _require_free(folder: Path) -> None:
    """Refuse a folder with files of others; hidden ones and a host's own may be there."""
    if not folder.is_dir():
        if folder.exists():
            raise ConfigError(f"{folder} is no folder; give another with --out")
        return
    others = [p.name for p in folder.iterdir() if not p.name.startswith(".") and p.name != "CNAME"]
    if others:
        raise ConfigError(
            f"{folder} holds files that are no shelf's ({sorted(others)[0]} …); "
            "give an empty folder with --out"
        )
