"""The build: configuration → posts → volumes → chapters → fragments → files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path

from gappon import __version__
from gappon.binding import templates
from gappon.binding.binder import bind
from gappon.binding.materials import Materials
from gappon.config import Config
from gappon.diagnostics import Notice, Notices, Severity
from gappon.driver import outputs
from gappon.driver.cache import Cache, key_of
from gappon.driver.chapters import ChapterSource, Ready
from gappon.driver.cluster import Baggage, ClusterExecutor
from gappon.driver.compiler import Compiler
from gappon.driver.covers import Covers
from gappon.driver.fallback import with_fallbacks
from gappon.driver.options import BuildOptions, Progress, Silent
from gappon.driver.pdf import PdfBuilder
from gappon.driver.planning import Planned, plan, require_volumes
from gappon.driver.report import FileReport, Report, VolumeReport
from gappon.driver.stamp import Stamp
from gappon.driver.workers import WorkerPool
from gappon.errors import ThemeError
from gappon.exporters.pdf.documents import book_style
from gappon.fonts import configure_fonts, load_fonts
from gappon.paths import code_digest
from gappon.publication import Book, Chapter
from gappon.theme import Theme, load_theme
from gappon.typesetter import WORKER_MODULE

OF_STYLE = ("Ignored ", "Invalid ", "Unsupported ", "Unknown ", "Parse error")  # said of CSS
WORKER_MEMORY = 4 * 2**30  # address space; a chapter needs a tenth of it


def convert(
    planned: Planned,
    theme: Theme,
    cache: Cache,
    report: Report | None = None,
    progress: Progress | None = None,
    ready: Ready | None = None,
) -> list[Book]:
    """Return the books of all planned volumes, their posts converted or taken from the cache.

    ``ready`` is given each chapter as soon as it is there.
    """
    source = ChapterSource(planned.site, planned.config, theme, cache)
    posts = (post for volume in planned.volumes for post in volume.posts)
    chapters = source.chapters(posts, report or Report(), progress or Silent(), ready)
    return _bound(planned, theme, chapters)


def _bound(planned: Planned, theme: Theme, chapters: Mapping[str, Chapter]) -> list[Book]:
    """Return the books of all planned volumes."""
    imprint, materials = planned.config.imprint(), Materials(theme, planned.config)
    return [
        bind(volume, [chapters[post.key] for post in volume.posts], imprint, materials)
        for volume in planned.volumes
    ]


def build(options: BuildOptions, progress: Progress | None = None) -> Report:
    """Build all volumes that are asked for.

    Raises:
        GapponError: the configuration, the theme or a font is wrong, or there is nothing to build.
    """
    progress = progress or Silent()
    report = Report()
    with report.timed("total"):
        stamp = Stamp(options.site, options.cache)
        with report.timed("read"):
            planned = plan(options)
            require_volumes(planned, options)
            report.notices.extend(planned.site.notices)
            report.totals = planned.totals
        run = _Run(options, planned, report, progress)
        try:
            run.export()
            report.notices.extend(run.theme.notices)
        except BaseException:
            run.compiler.close(at_once=True)
            raise
        run.compiler.close()
        stamp.renew()
        run.cache.prune_sometimes()
    report.measure_memory(run.compiler.worker_megabytes)
    return report


class _Run:
    """One build under way."""

    def __init__(
        self, options: BuildOptions, planned: Planned, report: Report, progress: Progress
    ) -> None:
        self.options = options
        self.planned = planned
        self.config = planned.config
        self.report = report
        self.progress = progress
        self.cache = Cache(options.cache)
        self.theme = _theme(options.site, planned.config)
        self.out = options.out or Path(planned.config.out)
        self.web = templates.web_addresses(planned.site.posts, planned.config.imprint())
        found = Notices()
        declared = load_fonts(font_folders(options.site, planned.config), found)
        report.notices.extend(found)
        fonts, self.geta = with_fallbacks(declared, planned.volumes, self.cache, report)
        self._font_file = configure_fonts(fonts, self.cache.folder)
        self.compiler = Compiler(fonts, self.cache, self._executor, report, progress)
        self.covers = Covers(self.compiler, self.theme)

    def books(self, pdf: PdfBuilder | None) -> list[Book]:
        """Convert the posts; workers lay out meanwhile what is ready."""
        imprint = self.config.imprint()
        posts = {post.key: post for volume in self.planned.volumes for post in volume.posts}
        untold = _bound(
            self.planned, self.theme, {key: Chapter(post, "") for key, post in posts.items()}
        )
        if "epub" in self.config.formats:
            self.covers.begin(untold)

        def ready(chapter: Chapter) -> None:
            if pdf is not None:
                with self.report.timed("compile"):
                    pdf.add(chapter, imprint)

        if pdf is not None:
            with self.report.timed("compile"):
                pdf.begin(untold)
        books = convert(self.planned, self.theme, self.cache, self.report, self.progress, ready)
        _gather_notices(books, self.report)
        if pdf is not None:
            with self.report.timed("compile"):
                pdf.finish(books)
            _report_compilation(pdf, books, self.report)
        return books

    def export(self) -> None:
        """Write the files of all volumes."""
        pdf = PdfBuilder(
            self.compiler,
            self.theme,
            self.web,
            self.config.pdf,
            keep_going=self.options.keep_going,
            geta=self.geta,
        )
        books = self.books(pdf if "pdf" in self.config.formats else None)
        volumes = [
            VolumeReport(
                book.title, book.volume.identifier, len(book.chapters), book.volume.characters
            )
            for book in books
        ]
        self.report.volumes = volumes
        if "epub" not in self.config.formats:
            books = [book.without_text() for book in books]
        for book, volume in zip(books, volumes, strict=True):
            if "pdf" in self.config.formats:
                with self.report.timed("link"):
                    self._export_pdf(pdf, book, volume)
            if "epub" in self.config.formats:
                with self.report.timed("epub"):
                    self._export_epub(pdf, book, volume)

    def _export_pdf(self, pdf: PdfBuilder, book: Book, volume: VolumeReport) -> None:
        failed = pdf.failures_of(book)
        if failed and not self.options.keep_going:
            volume.errors.append(
                f"the PDF was not built, because {len(failed)} chapter(s) could not be laid out; "
                "--keep-going builds it with a page that says so"
            )
            return
        producer = f"gappon {__version__}"

        def make(path: Path) -> dict[str, int]:
            return {"pages": pdf.link(book, producer, path)}

        self._write(book, volume, "pdf", pdf.key(book), make)

    def _export_epub(self, pdf: PdfBuilder, book: Book, volume: VolumeReport) -> None:
        from gappon.exporters import epub

        settings = self.config.epub
        with_pdf = "pdf" in self.config.formats and not pdf.failures_of(book)
        paged = settings.page_list and with_pdf
        key = key_of(
            "epub",
            code_digest("exporters", "binding"),
            self.theme.digest,
            settings.model_dump_json(),
            self.config.all_readings,
            _book_state(book, self.web),
            self.compiler.context,
            pdf.key(book) if paged else "",
        )

        def make(path: Path) -> dict[str, int]:
            pagination = None
            if paged:
                pages = pdf.pagination(book)
                pagination = epub.Pagination(
                    f"{book.title}（PDF版 {book.volume.file_name}.pdf）",
                    {name: epub.ChapterPages(*values) for name, values in pages.items()},
                )
            extras = epub.Extras(
                self.web,
                self.covers.image(book),
                self.config.all_readings,
                pagination,
                self.compiler.fonts,
            )
            exported = epub.export_epub(book, self.theme, settings, extras)
            path.write_bytes(exported.data)
            return {"font_bytes": exported.font_bytes}

        self._write(book, volume, "epub", key, make)

    def _write(
        self, book: Book, volume: VolumeReport, kind: str, key: str, make: outputs.Maker
    ) -> None:
        path = self.out / f"{book.volume.file_name}.{kind}"
        try:
            finished, state = outputs.make(self.cache, key, path, make)
        except OSError as error:
            volume.errors.append(
                f"{path} could not be written ({error.strerror or error}); "
                "make room and build again"
            )
            return
        volume.files.append(FileReport(str(path), kind, finished.size, state, **finished.details))
        self.progress.volume(book.title, str(path), state)

    def _executor(self) -> Executor:
        if self.options.cluster:
            return ClusterExecutor(
                self.options.cluster, Baggage(self.compiler.fonts, [book_style(self.theme)])
            )
        return WorkerPool(
            self.options.worker_count(),
            self.config.pdf.chapter_seconds,
            WORKER_MEMORY,
            (WORKER_MODULE,),
            {"FONTCONFIG_FILE": str(self._font_file)},
        )


def theme_folders(site: Path, settings: Config) -> list[Path]:
    """Return the folders in which a site has themes of its own."""
    return [*(site / name for name in settings.themes), site / "themes"]


def font_folders(site: Path, settings: Config) -> list[Path]:
    """Return the folders in which a site has fonts of its own."""
    return [site / name for name in settings.fonts]


def _theme(site: Path, settings: Config) -> Theme:
    theme = load_theme(settings.theme, theme_folders(site, settings))
    if theme.settings.abstract:
        raise ThemeError(f"the theme '{theme.name}' is only for others to extend")
    return theme


def _gather_notices(books: Sequence[Book], report: Report) -> None:
    notices = Notices()
    for book in books:
        notices.extend(book.notices())
    report.notices.extend(notices)


def _report_compilation(pdf: PdfBuilder, books: Sequence[Book], report: Report) -> None:
    notices = Notices()
    for chapter in (chapter for book in books for chapter in book.chapters):
        source = chapter.post.source
        failure = pdf.failed.get(chapter.key)
        if failure:
            message = f"the chapter could not be laid out: {failure}"
            notices.add(Notice(source, 0, Severity.ERROR, "layout", message))
        for message in pdf.warnings_of(chapter):
            if message.startswith(OF_STYLE):  # the same in all chapters
                notices.add(Notice(pdf.theme.name, 0, Severity.WARNING, "theme-css", message))
            else:
                notices.add(Notice(source, 0, Severity.WARNING, "layout", message))
    report.notices.extend(notices)


def _book_state(book: Book, web: dict[str, str]) -> str:
    """Return a hash of all that an EPUB is made from."""
    chapters = tuple(
        (c.post, c.body, c.hero and c.hero.name, tuple(a.name for a in c.assets))
        for c in book.chapters
    )
    outside = tuple((key, web.get(key, "")) for c in book.chapters for key in c.links)
    volume = (book.volume.identifier, book.volume.title, book.volume.subtitle, book.volume.number)
    return key_of(volume, book.imprint, chapters, outside)
