"""Makes a shelf: stock → exhibits → pages and feeds → the folder."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from gappon.catalogue import VolumeRecord
from gappon.diagnostics import Notice, Notices, Severity
from gappon.paths import code_digest
from gappon.shelf import ledger as ledgers
from gappon.shelf import policy, postlinks
from gappon.shelf.arrangement import Shelf, Shelved, arrange, slugs
from gappon.shelf.epub import DamagedEpub, open_epub
from gappon.shelf.exhibits import Painters, exhibit, painters
from gappon.shelf.ledger import Ledger, Shown
from gappon.shelf.lists import every_list
from gappon.shelf.memory import Memory
from gappon.shelf.options import ShelfOptions
from gappon.shelf.page import site
from gappon.shelf.pages import every_page
from gappon.shelf.publisher import Publisher
from gappon.shelf.sample import Sample, sample_of
from gappon.shelf.scoped import scoped
from gappon.shelf.stock import Stock, require_folders, take_stock

ASSETS = ("assets", "foliate")


@dataclass(frozen=True)
class ShelfReport:
    """What a run did.

    Attributes:
        volumes: how many stand on the shelf.
        written, unchanged, removed: files.
        gone: volumes that have a page saying where they went.
    """

    volumes: int
    written: int
    unchanged: int
    removed: int
    gone: int
    notices: tuple[Notice, ...] = ()

    @property
    def exit_code(self) -> int:
        """0: made; 1: made, but something is missing from it."""
        return 1 if any(n.severity is Severity.ERROR for n in self.notices) else 0


def make_shelf(options: ShelfOptions) -> ShelfReport:
    """Make a shelf, or bring it up to date.

    Raises:
        GapponError: there are no volumes, or the folder is not the shelf's.
        OSError: the folder cannot be written to.
    """
    require_folders(options.dist, options.out)
    options.require_whole()
    memory = Memory(options.out, options.cache)
    fingerprint = _fingerprint(options)
    if memory.is_as_left(fingerprint):
        return _as_left(memory)
    before = ledgers.read(options.out)
    stock = take_stock(options.dist, memory)
    notices = Notices()
    notices.extend(stock.notices)
    publisher = Publisher(options.out, dict(before.files), memory)
    with painters(publisher) as paint:
        shelf, shown = _show_volumes(stock, before, publisher, paint, notices)
        after = ledgers.after(before, shown, {})
        gone = ledgers.departures(after, shelf.volumes)
        found = site(shelf, options.address)
        samples = _Samples(stock, publisher, notices)
        for path, data in every_page(found, gone, samples.take):
            publisher.write(path, data)
        for path, data in every_list(found, gone, list(publisher.files), options):
            publisher.write(path, data)
        for path, data in _own_files():
            publisher.write(path, data)
        for name, fault in paint.faults():
            notices.warning("shelf-no-cover", f"{name}: {fault}; a blank one stands in its place")
    if options.post_links:
        _link_posts(options.post_links, shelf, options, memory)
    publisher.clear()
    _keep_ledger(options.out, replace(after, files=publisher.files), memory)
    counts = publisher.counts
    report = ShelfReport(
        len(shelf.volumes),
        counts.written,
        counts.unchanged,
        counts.removed,
        len(gone),
        tuple(notices),
    )
    memory.leave(fingerprint, [asdict(report)])
    return report


def _fingerprint(options: ShelfOptions) -> str:
    """Return a hash of what is asked for and of the program's own files."""
    state = hashlib.sha256(repr(options).encode())
    state.update(code_digest("shelf", "catalogue", "paths").encode())
    for name in (*ASSETS, "templates"):
        for path in sorted(Path(str(policy.PACKAGE / name)).rglob("*")):
            if path.is_file():
                state.update(path.name.encode() + b"\0" + path.read_bytes())
    return state.hexdigest()


def _as_left(memory: Memory) -> ShelfReport:
    last = memory.summary[0]
    notices = tuple(
        Notice(**{**values, "severity": Severity(values["severity"])}) for values in last["notices"]
    )
    files = last["written"] + last["unchanged"]
    return ShelfReport(last["volumes"], 0, files, 0, last["gone"], notices)


def _show_volumes(
    stock: Stock, before: Ledger, publisher: Publisher, paint: Painters, notices: Notices
) -> tuple[Shelf, Mapping[str, Shown]]:
    """Put the files of all volumes in their folders; return the shelf and what it shows."""
    slug = slugs(volume.name for volume in stock.volumes)
    shelved: list[Shelved] = []
    shown: dict[str, Shown] = {}
    for known in stock.volumes:
        record = _copy_files(known, f"volumes/{slug[known.name]}/", stock, publisher, notices)
        if not record.files:
            continue
        epub = _epub(record, stock)
        seen = exhibit(slug[known.name], record, epub, before)
        if seen.fault:
            notices.warning("shelf-no-cover", f"{record.name}: {seen.fault}; it has no cover")
        volume = seen.shelved
        if epub and volume.cover and not _has_pictures(volume, seen.epub, before, publisher):
            paint.order(volume, epub)
        shelved.append(volume)
        shown[volume.slug] = Shown(
            record.identifier,
            record.full_title,
            seen.epub,
            volume.cover,
            volume.sample,
            tuple(file.name for file in record.files),
        )
    return arrange(stock.publication, shelved), shown


def _epub(record: VolumeRecord, stock: Stock) -> Path | None:
    file = record.file("epub")
    return stock.sources[file.name] if file else None


def _copy_files(
    record: VolumeRecord, folder: str, stock: Stock, publisher: Publisher, notices: Notices
) -> VolumeRecord:
    """Copy a volume's files; return what is said of it without those that could not be."""
    copied = []
    for file in record.files:
        try:
            publisher.copy(folder + file.name, stock.sources[file.name], file.sha256)
        except OSError as error:
            notices.error(
                "shelf-file-missing",
                f"{file.name} could not be copied ({error.strerror or error}); it is not offered",
            )
        else:
            copied.append(file)
    return replace(record, files=tuple(copied))


def _has_pictures(volume: Shelved, epub: str, before: Ledger, publisher: Publisher) -> bool:
    """Say whether the pictures of a cover are there from before, and leave them so."""
    known = before.volumes.get(volume.slug)
    if volume.cover is None or known is None or known.epub != epub:
        return False
    return publisher.keep(volume.folder + name for name in volume.cover.names)


class _Samples:
    """Takes samples out of EPUBs and puts their style sheets and pictures in place."""

    def __init__(self, stock: Stock, publisher: Publisher, notices: Notices) -> None:
        self._stock = stock
        self._publisher = publisher
        self._notices = notices

    def take(self, volume: Shelved) -> tuple[Sample, str] | None:
        """Return a volume's sample and the path of its style sheet, None when it has none."""
        epub = _epub(volume.record, self._stock)
        keys = frozenset(article.key for article in volume.record.articles)
        if epub is None:
            return None
        try:
            with open_epub(epub) as reader:
                item = reader.chapter([volume.sample])
                if item is None:
                    return None
                sample = sample_of(reader, item, keys, "../")
        except (DamagedEpub, OSError) as error:
            self._notices.warning("shelf-no-sample", f"{volume.record.name}: {error}; no sample")
            return None
        css = scoped(sample.style_sheet).encode()
        style_sheet = f"assets/theme-{hashlib.sha256(css).hexdigest()[:12]}.css"
        if style_sheet not in self._publisher.files:
            self._publisher.write(style_sheet, css)
        for name, data in sample.pictures.items():
            self._publisher.write(f"{volume.folder}sample/{name}", data)
        return sample, style_sheet


def _own_files() -> Iterator[tuple[str, bytes]]:
    """Yield what pages need of the program's own: style sheets, scripts, the reader."""
    for folder in ASSETS:
        base = Path(str(policy.PACKAGE / folder))
        place = "assets" if folder == "assets" else f"assets/{folder}"
        for path in sorted(base.rglob("*")):
            if path.is_file():
                yield f"{place}/{path.relative_to(base).as_posix()}", path.read_bytes()


def _link_posts(blog: Path, shelf: Shelf, options: ShelfOptions, memory: Memory) -> None:
    """Write a blog's data file."""
    path = postlinks.target(blog)
    folder = Publisher(path.parent, {}, memory)
    folder.write(path.name, postlinks.post_links(shelf, options.address))


def _keep_ledger(out: Path, ledger: Ledger, memory: Memory) -> None:
    publisher = Publisher(out, {}, memory)
    publisher.write(ledgers.FILE_NAME, ledgers.dumps(ledger))
