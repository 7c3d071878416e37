"""Exporters at work: what they order early, what came of it, and the files that they write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from gappon.diagnostics import Notice, Notices, Severity
from gappon.driver import outputs
from gappon.driver.failures import not_laid_out
from gappon.driver.keys import Recipe
from gappon.driver.options import Progress
from gappon.driver.report import FileReport, Report, VolumeReport
from gappon.driver.scheduler import Order, Scheduler
from gappon.driver.store import Store
from gappon.errors import CompileError, ExportError, GapponError
from gappon.exporters.base import ArtifactMaker, Artifacts, Edition, Exporter, Job
from gappon.exporters.registry import exporters_for, makers_for
from gappon.paths import temporary_beside
from gappon.publication import Book, Chapter

OF_STYLE = ("Ignored ", "Invalid ", "Unsupported ", "Unknown ", "Parse error")  # said of CSS


@dataclass(frozen=True)
class Needed:
    """An artifact that is made when a file has to be written.

    Attributes:
        maker: makes it.
        job: from what.
        key: the values that it depends on.
    """

    maker: ArtifactMaker
    job: Job
    key: tuple[object, ...]


@dataclass
class Production:
    """The volumes of a build on their way to files.

    Args:
        edition: what they have in common.
        scheduler: lays pages out.
        store: remembers finished files.
        out: folder for these.
        report: what was made is noted there.
        progress: is told.
    """

    edition: Edition
    scheduler: Scheduler
    store: Store
    out: Path
    report: Report
    progress: Progress
    exporters: tuple[Exporter, ...] = field(init=False)
    makers: tuple[ArtifactMaker, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.exporters = exporters_for(self.edition)
        self.makers = makers_for(self.edition, self.exporters)
        self._chapters: dict[str, dict[str, Order]] = {e.name: {} for e in self.exporters}
        self._own: dict[tuple[str, str], list[Order]] = {}  # by format and volume

    @property
    def reads_text(self) -> bool:
        """Some exporter needs the chapters' text after they were laid out."""
        return any(exporter.reads_text for exporter in self.exporters)

    def begin(self, books: Iterable[Book]) -> None:
        """Order what needs no more of the chapters than their titles."""
        books = list(books)
        orders = [maker.prepare(book) for book in books for maker in self.makers]
        orders += [exporter.prepare(book) for book in books for exporter in self.exporters]
        key = self.scheduler.store.key
        pages = {key(page): page for order in orders for page in order.pages}
        chapters = {chapter.key for book in books for chapter in book.chapters}
        self.progress.begin("compile", len(pages) + len(chapters))
        for image in (image for order in orders for image in order.images):
            self.scheduler.order_image(image)
        for page in pages.values():
            self.scheduler.order(page, "compile")

    def add(self, chapter: Chapter) -> None:
        """Order a chapter, once for all volumes."""
        for exporter in self.exporters:
            order = self._order_of(chapter, exporter)
            if order is not None:
                self._chapters[exporter.name][chapter.key] = order

    def _order_of(self, chapter: Chapter, exporter: Exporter) -> Order | None:
        """Order a chapter for an exporter, if it has documents of chapters."""
        try:
            document = exporter.prepare_chapter(chapter)
        except GapponError:  # of the theme
            raise
        except Exception as error:  # whatever a post makes the program do wrong costs that post
            return self.scheduler.failed(chapter.key, "compile", error)
        return self.scheduler.order(document, "compile") if document is not None else None

    def failed(self, books: Iterable[Book]) -> set[str]:
        """Return the keys of chapters that could not be laid out."""
        return {
            order.name
            for book in books
            for exporter in self.exporters
            for order in self._orders_of(book, exporter)
            if order.failure and order.name in {chapter.key for chapter in book.chapters}
        }

    def finish(self, books: Iterable[Book]) -> None:
        """Order what had to wait for the chapters' text; wait until all is laid out."""
        for book in books:
            for exporter in self.exporters:
                pages = exporter.prepare(book).pages
                own = [self.scheduler.order(page, "furniture") for page in pages]
                self._own[exporter.name, book.volume.identifier] = own
        if self.scheduler.busy:  # time that would be spent waiting
            for exporter in self.exporters:
                for module in exporter.modules:
                    import_module(module)
        self.scheduler.finish()

    def notices(self, books: Iterable[Book]) -> Notices:
        """Return what there was to say about the layout of chapters and pages of the site."""
        notices = Notices()
        for book in books:
            for exporter in self.exporters:
                orders = {order.name: order for order in self._orders_of(book, exporter)}
                for text in book.converted:
                    if text.key in orders:
                        notices.extend(self._notices_of(text, orders[text.key]))
        return notices

    def export(self, book: Book, volume: VolumeReport) -> None:
        """Write a volume in all formats, unless its files are there."""
        jobs = {exporter.name: self._job(book, exporter) for exporter in self.exporters}
        for exporter in self.exporters:
            path = self.out / f"{book.volume.file_name}.{exporter.name}"
            try:
                with self.report.timed(exporter.step):
                    finished, state = self._export(exporter, jobs, path)
            except ExportError as error:
                volume.errors.append(str(error))
            except CompileError as error:
                volume.errors.append(f"{path.name} was not built: {error}")
            except GapponError:
                raise
            except OSError as error:
                volume.errors.append(
                    f"{path} could not be written ({error.strerror or error}); "
                    "make room and build again"
                )
            except Exception as error:  # no fault of the program's costs more than a file
                reason = f"{type(error).__name__}: {error}"
                volume.errors.append(f"{path.name} was not built: {reason}")
            else:
                size, digest, details = finished.size, finished.sha256, finished.details
                file = FileReport(str(path), exporter.name, size, state, sha256=digest, **details)
                volume.files.append(file)
                self.progress.volume(book.title, str(path), state)

    def _notices_of(self, chapter: Chapter, order: Order) -> Iterator[Notice]:
        source = chapter.post.source
        if order.fragment is None:
            yield not_laid_out(chapter.post, order.failure, self.edition.settings.posts.failed)
            return
        for message in order.fragment.warnings:
            if message.startswith(OF_STYLE):  # the same in all chapters
                yield Notice(self.edition.theme.name, 0, Severity.WARNING, "theme-css", message)
            else:
                yield Notice(source, 0, Severity.WARNING, "layout", message)

    def _job(self, book: Book, exporter: Exporter) -> Job:
        """Return a volume with what was laid out of it for an exporter."""
        orders = self._orders_of(book, exporter)
        keys = {chapter.key for chapter in book.chapters}
        laid_out = ((order.name, order.fragment) for order in orders if order.name in keys)
        return Job(
            book if exporter.reads_text else book.without_text(),
            {name: fragment for name, fragment in laid_out if fragment is not None},
            {order.name: order.failure for order in orders if order.failure},
        )

    def _orders_of(self, book: Book, exporter: Exporter) -> list[Order]:
        """Return what was ordered of a volume: its chapters, and its own pages."""
        chapters = self._chapters[exporter.name]
        own = self._own[exporter.name, book.volume.identifier]
        return [*(chapters[c.key] for c in book.chapters if c.key in chapters), *own]

    def _export(
        self, exporter: Exporter, jobs: Mapping[str, Job], path: Path
    ) -> tuple[outputs.Finished, str]:
        """Write a file unless it is there; return what it is, and whether it is new."""
        job, needed = jobs[exporter.name], self._needed(exporter, jobs)
        artifacts_keys = [self._key_of_artifact(each, jobs) for each in needed]
        key = self._key(Recipe.of_file(exporter), self._made_from(exporter, job), artifacts_keys)
        finished = outputs.remembered(self.store.cache, key, path)
        if finished is not None:
            return finished, "unchanged"
        artifacts = Artifacts(each.maker.make(each.job, self.scheduler) for each in needed)
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary_beside(path) as temporary:
            details = exporter.write(job, artifacts, self.scheduler, temporary)
            return outputs.put_in_place(self.store.cache, key, path, temporary, details)

    def _made_from(self, exporter: Exporter, job: Job) -> tuple[object, ...]:
        """Return all that a file is made from besides theme and artifacts: pages by their keys.

        Raises:
            ExportError: the volume cannot be written.
        """
        pages = [order.key for order in self._own[exporter.name, job.book.volume.identifier]]
        return *exporter.key(job), pages

    def _key_of_artifact(self, needed: Needed, jobs: Mapping[str, Job]) -> str:
        """Return the key of an artifact; one of a format is made of what the file is made of."""
        images = map(
            self.scheduler.store.key_of_image, needed.maker.prepare(needed.job.book).images
        )
        files = [
            self._made_from(exporter, jobs[exporter.name])
            for exporter in self.exporters
            if exporter.name == needed.maker.format
        ]
        return self._key(Recipe.of_artifact(needed.maker), needed.key, list(images), files)

    def _key(self, recipe: Recipe, *values: object) -> str:
        return self.store.keys.key(recipe, self.edition.theme.digest, *values)

    def _needed(self, exporter: Exporter, jobs: Mapping[str, Job]) -> list[Needed]:
        """Return what an exporter needs of a volume that has it."""
        found = []
        for maker in self.makers:
            job = jobs.get(maker.format, jobs[exporter.name])
            if maker.makes in exporter.needs and (key := maker.key(job)) is not None:
                found.append(Needed(maker, job, key))
        return found
