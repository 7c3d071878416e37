"""Volumes → what the shelf shows of them: their covers, made once for each EPUB."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path

from gappon.catalogue import VolumeRecord
from gappon.shelf.arrangement import Shelved
from gappon.shelf.covers import UnreadableCover, pictures
from gappon.shelf.epub import DamagedEpub, open_epub
from gappon.shelf.ledger import Ledger

AT_ONCE = 16
THREADS = 2


@dataclass(frozen=True)
class Exhibit:
    """A volume as the shelf shows it.

    Attributes:
        shelved: the volume.
        epub: SHA-256 of its EPUB, or empty.
        files: pictures by file name; none when they are there from before.
        fault: why it has no cover, or empty.
    """

    shelved: Shelved
    epub: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    fault: str = ""


def exhibits(
    volumes: Iterable[tuple[str, VolumeRecord, Path | None]], ledger: Ledger
) -> Iterator[Exhibit]:
    """Yield what is shown of volumes, in their order.

    Args:
        volumes: slug, record, and place of the EPUB when there is one.
        ledger: knows the covers of EPUBs that have not changed.
    """
    remaining = iter(volumes)
    with ThreadPoolExecutor(THREADS) as threads:  # Pillow works without the interpreter's lock
        while batch := list(islice(remaining, AT_ONCE)):
            yield from threads.map(partial(_exhibit, ledger=ledger), *zip(*batch, strict=True))


def anew(exhibit: Exhibit, path: Path) -> Exhibit:
    """Return an exhibit with its pictures made, when those from before are lost."""
    return _exhibit(exhibit.shelved.slug, exhibit.shelved.record, path, Ledger())


def _exhibit(slug: str, record: VolumeRecord, path: Path | None, ledger: Ledger) -> Exhibit:
    file = record.file("epub")
    if file is None or path is None:
        return Exhibit(Shelved(record, slug))
    known = ledger.volumes.get(slug)
    if known and known.epub == file.sha256:
        return Exhibit(Shelved(record, slug, known.cover, known.sample), file.sha256)
    try:
        with open_epub(path) as reader:
            item = reader.cover
            data = reader.read(item.path) if item else b""
            chapter = reader.chapter(article.key for article in record.articles)
    except (DamagedEpub, OSError) as error:
        return Exhibit(Shelved(record, slug), file.sha256, {}, str(error))
    sample = Path(chapter.path).stem if chapter else ""
    if item is None:
        return Exhibit(Shelved(record, slug, None, sample), file.sha256)
    try:
        made = pictures(data, item.media_type)
    except UnreadableCover as error:
        return Exhibit(Shelved(record, slug, None, sample), file.sha256, {}, str(error))
    return Exhibit(Shelved(record, slug, made.cover, sample), file.sha256, made.files)
