"""DIST → volumes that can be put on the shelf, each file checked; what cannot is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from gappon import catalogue
from gappon.catalogue import BookFile, Publication, VolumeRecord
from gappon.diagnostics import Notice, Notices
from gappon.errors import ConfigError
from gappon.shelf.epub import DamagedEpub, check_epub
from gappon.shelf.memory import Memory


@dataclass(frozen=True)
class Stock:
    """What there is to show.

    Attributes:
        publication: who publishes.
        volumes: their files are in the folder, with the size and hash that they have now.
        sources: the files' places by name.
        notices: what could not be taken.
    """

    publication: Publication
    volumes: tuple[VolumeRecord, ...]
    sources: Mapping[str, Path]
    notices: tuple[Notice, ...] = ()


def take_stock(dist: Path, memory: Memory) -> Stock:
    """Read the catalogue of a folder and check the files that it names.

    Args:
        dist: output folder of a build.
        memory: what is known of files that have not changed.

    Raises:
        ConfigError: there is no catalogue.
    """
    known = catalogue.read(dist)
    memory.look(dist / catalogue.FILE_NAME)
    notices = Notices(catalogue.FILE_NAME)
    sources: dict[str, Path] = {}
    volumes = []
    for volume in _distinct(known.volumes, notices):
        files = tuple(_present(volume, dist, memory, notices))
        if not files:
            notices.error(
                "shelf-no-file",
                f"「{_short(volume.full_title)}」 has no file that can be offered; it is not on "
                "the shelf until it is built again",
            )
            continue
        volumes.append(replace(volume, files=files))
        sources |= {file.name: dist / file.name for file in files}
    return Stock(known.publication, tuple(volumes), sources, tuple(notices))


def _distinct(volumes: Iterable[VolumeRecord], notices: Notices) -> list[VolumeRecord]:
    """Return volumes of which no two have one identifier or one name; the newest is kept."""
    kept: dict[str, VolumeRecord] = {}
    for volume in sorted(volumes, key=lambda volume: (volume.modified, volume.name)):
        if volume.identifier in kept:
            _tell_twice(
                kept.pop(volume.identifier), volume, f"the identifier {volume.identifier}", notices
            )
        kept[volume.identifier] = volume
    names: dict[str, VolumeRecord] = {}
    for volume in kept.values():
        key = volume.name.casefold()
        if key in names:
            _tell_twice(names.pop(key), volume, "the file name", notices)
        names[key] = volume
    return list(names.values())


def _tell_twice(old: VolumeRecord, new: VolumeRecord, what: str, notices: Notices) -> None:
    notices.error(
        "shelf-volume-twice",
        f"「{_short(old.full_title)}」 ({old.name}) and 「{_short(new.full_title)}」 ({new.name}) "
        f"have {what} in common; only the second, which is newer, is on the shelf",
    )


def _present(
    volume: VolumeRecord, dist: Path, memory: Memory, notices: Notices
) -> Iterator[BookFile]:
    for file in volume.files:
        path = dist / file.name
        if not _plain_name(file.name):
            notices.error("shelf-file-name", f"{file.name!r} is not a file of the folder; left out")
            continue
        try:
            size, digest = memory.look(path)
        except OSError as error:
            notices.error(
                "shelf-file-missing",
                f"{file.name} cannot be read ({error.strerror or error}); it is not offered",
            )
            continue
        if digest == file.sha256:
            yield file
        elif _sound(path, file, notices):
            notices.warning(
                "shelf-file-changed",
                f"{file.name} is not the file that was built; it is offered as it is",
            )
            yield replace(file, size=size, sha256=digest)


def _sound(path: Path, file: BookFile, notices: Notices) -> bool:
    """Say whether a file that is not what was built is whole all the same."""
    try:
        if file.media_type == catalogue.MEDIA_TYPES["epub"]:
            check_epub(path)
        elif not path.read_bytes().rstrip().endswith(b"%%EOF"):
            raise DamagedEpub("its end is missing")
    except (DamagedEpub, OSError) as error:
        notices.error(
            "shelf-file-damaged",
            f"{file.name} is damaged ({error}); it is not offered until it is built again",
        )
        return False
    return True


def _plain_name(name: str) -> bool:
    return bool(name) and Path(name).name == name and not name.startswith(".") and "\0" not in name


def _short(title: str, characters: int = 40) -> str:
    return title if len(title) <= characters else title[:characters] + "…"


def require_folders(dist: Path, out: Path) -> None:
    """Refuse folders of which one would overwrite the other.

    Raises:
        ConfigError: they are one, or DIST lies in SHELF.
    """
    source, target = dist.resolve(), out.resolve()
    if source == target or target in source.parents:
        raise ConfigError(f"--out {out}: the volumes are in there; give another folder")
