"""Volumes → what the shelf shows of them: their covers, drawn once for each EPUB."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gappon.catalogue import VolumeRecord
from gappon.shelf.arrangement import Shelved
from gappon.shelf.covers import Cover, UnreadableCover, draw, measure
from gappon.shelf.epub import DamagedEpub, open_epub
from gappon.shelf.ledger import Ledger
from gappon.shelf.publisher import Publisher

THREADS = 1  # beside the one that makes pages; each holds a cover of 9 MB


@dataclass(frozen=True)
class Exhibit:
    """A volume as the shelf shows it.

    Attributes:
        shelved: the volume.
        epub: SHA-256 of its EPUB, or empty.
        fault: why it has no cover, or empty.
    """

    shelved: Shelved
    epub: str = ""
    fault: str = ""


def exhibit(slug: str, record: VolumeRecord, path: Path | None, ledger: Ledger) -> Exhibit:
    """Return what is shown of a volume.

    Args:
        slug, record: of the volume.
        path: of its EPUB, when there is one.
        ledger: knows the covers of EPUBs that have not changed.
    """
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
        return Exhibit(Shelved(record, slug), file.sha256, str(error))
    sample = Path(chapter.path).stem if chapter else ""
    cover, fault = None, ""
    if item is not None:
        try:
            cover = measure(data, item.media_type)
        except UnreadableCover as error:
            fault = str(error)
    return Exhibit(Shelved(record, slug, cover, sample), file.sha256, fault)


class Painters:
    """Draw covers while pages are being made: Pillow works without the interpreter's lock."""

    def __init__(self, publisher: Publisher, threads: ThreadPoolExecutor) -> None:
        self._publisher = publisher
        self._threads = threads
        self._orders: list[tuple[str, Future[str]]] = []

    def order(self, volume: Shelved, path: Path) -> None:
        """Have the pictures of a volume's cover put in its folder."""
        if volume.cover is not None:
            future = self._threads.submit(self._paint, volume.folder, volume.cover, path)
            self._orders.append((volume.record.name, future))

    def faults(self) -> Iterable[tuple[str, str]]:
        """Wait for all pictures; return the volumes whose covers are blank, and why."""
        return [(name, fault) for name, future in self._orders if (fault := future.result())]

    def _paint(self, folder: str, cover: Cover, path: Path) -> str:
        try:
            with open_epub(path) as reader:
                item = reader.cover
                data = reader.read(item.path) if item else b""
        except (DamagedEpub, OSError):
            data = b""
        made = draw(data, cover)
        for name, content in made.files.items():
            self._publisher.write(folder + name, content)
        return made.fault


@contextmanager
def painters(publisher: Publisher) -> Iterator[Painters]:
    """Have covers drawn within a block."""
    with ThreadPoolExecutor(THREADS) as threads:
        yield Painters(publisher, threads)
