"""The build: configuration → posts → volumes → chapters → fragments → files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from gappon import __version__
from gappon.binding.binder import bind
from gappon.binding.materials import Materials
from gappon.binding.record import publication_of, record
from gappon.binding.templates import web_addresses
from gappon.config import Config
from gappon.diagnostics import Notices
from gappon.driver.cache import Cache, open_cache
from gappon.driver.chapters import ChapterSource
from gappon.driver.failures import not_built, volumes_left
from gappon.driver.fallback import with_fallbacks
from gappon.driver.fragments import FragmentStore
from gappon.driver.here import ThisProcess
from gappon.driver.options import BuildOptions, Progress, Silent
from gappon.driver.planning import Planned, plan, require_volumes
from gappon.driver.production import Production
from gappon.driver.record import record_volumes
from gappon.driver.report import Report, VolumeReport
from gappon.driver.scheduler import Scheduler
from gappon.driver.stamp import Stamp
from gappon.driver.store import Store
from gappon.driver.workforce import Workers
from gappon.errors import ThemeError
from gappon.exporters.base import Edition
from gappon.fonts import configure_fonts, load_fonts
from gappon.publication import Book, Chapter
from gappon.theme import Theme, load_theme


def convert(planned: Planned, theme: Theme, cache: Cache) -> list[Book]:
    """Return the books of all planned volumes, their posts converted here or kept in the cache."""
    source = ChapterSource(planned.site, planned.config, theme, Store(cache), ThisProcess)
    materials = _materials(planned, source, theme, Report(), Silent())
    chapters = source.chapters(planned.posts, Report(), Silent())
    return _bound(planned, {chapter.key: chapter for chapter in chapters}, materials)


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
        with open_cache(options.cache, report.notices) as cache:
            _build_with(cache, planned, options, report, progress)
        stamp.renew()
    return report


def _build_with(
    cache: Cache, planned: Planned, options: BuildOptions, report: Report, progress: Progress
) -> None:
    """Build what is planned; what was made before is in the cache."""
    store = Store(cache)
    edition = _edition(options, planned, store, report)
    workers = Workers(options, edition, configure_fonts(edition.fonts, cache.folder))
    fragments = FragmentStore(store, edition.fonts)
    scheduler = Scheduler(fragments, workers.for_pages, report, progress)
    out = options.out or Path(planned.config.out)
    production = Production(edition, scheduler, store, out, report, progress)
    try:
        _produce(planned, production, workers)
    except BaseException:
        workers.close(at_once=True)
        raise
    workers.close()
    report.notices.extend(edition.theme.notices)
    report.measure_memory(workers.peak_megabytes)
    cache.prune_sometimes()


def _edition(options: BuildOptions, planned: Planned, store: Store, report: Report) -> Edition:
    """Return what all volumes have in common."""
    settings = planned.config
    theme = load_theme(settings.theme, theme_folders(options.site, settings))
    if theme.settings.abstract:
        raise ThemeError(f"the theme '{theme.name}' is only for others to extend")
    found = Notices()
    declared = load_fonts(font_folders(options.site, settings), found)
    report.notices.extend(found)
    posts = (*planned.posts, *planned.site.pages.values())
    fonts, geta = with_fallbacks(declared, posts, store, report)
    return Edition(
        theme=theme,
        settings=settings,
        web=web_addresses(planned.site.posts, settings.imprint()),
        fonts=fonts,
        geta=geta,
        producer=f"gappon {__version__}",
    )


def _produce(planned: Planned, production: Production, workers: Workers) -> None:
    """Convert the posts, and write the files of all volumes.

    Workers lay out chapters while others are being converted.
    """
    report, edition = production.report, production.edition
    source = ChapterSource(
        planned.site, planned.config, edition.theme, production.store, workers.here
    )
    materials = _materials(planned, source, edition.theme, report, production.progress)
    titles = {post.key: Chapter(post, "") for post in planned.posts}
    with report.timed("compile"):
        production.begin(book.without_text() for book in _bound(planned, titles, materials))
    chapters: dict[str, Chapter] = {}
    for chapter in source.chapters(planned.posts, report, production.progress):
        chapters[chapter.key] = chapter
        with report.timed("compile"):
            production.add(chapter)
    texts = (*(chapters[post.key] for post in planned.posts), *materials.pages.values())
    report.notices.extend(_notices(texts))
    books = _laid_out(planned, chapters, materials, production)
    records = [record(book, edition.settings.all_readings, edition.web) for book in books]
    if not production.reads_text:
        books = [book.without_text() for book in books]
    volumes = [VolumeReport.of(book) for book in books]
    for book, volume in zip(books, volumes, strict=True):
        production.export(book, volume)
    publication = publication_of(planned.config.imprint())
    report.notices += record_volumes(production.out, publication, records, volumes)
    report.volumes = [*volumes, *report.volumes]


def _laid_out(
    planned: Planned,
    chapters: Mapping[str, Chapter],
    materials: Materials,
    production: Production,
) -> list[Book]:
    """Return the books that can be written; all their pages are laid out.

    Posts that failed are in them, or not, as ``posts.failed`` has it.
    """
    report, failed = production.report, planned.config.posts.failed
    lost = {key for key, chapter in chapters.items() if chapter.failure}
    report.volumes += not_built(planned.volumes, lost, failed)
    planned = replace(planned, volumes=volumes_left(planned.volumes, lost, failed))
    books = _bound(planned, chapters, materials)
    with report.timed("compile"):
        production.finish(books)
    report.notices.extend(production.notices(books))
    lost = production.failed(books)
    if lost and failed == "omit":
        report.volumes += not_built(planned.volumes, lost, failed)
        planned = replace(planned, volumes=volumes_left(planned.volumes, lost, failed))
        books = _bound(planned, chapters, materials)
        with report.timed("compile"):
            production.finish(books)
    return books


def _materials(
    planned: Planned, source: ChapterSource, theme: Theme, report: Report, progress: Progress
) -> Materials:
    """Return what books are bound with, pages of the site among it."""
    pages = planned.site.pages
    converted = {kind: source.chapter(page, report, progress) for kind, page in pages.items()}
    return Materials(theme, planned.config, converted)


def _bound(planned: Planned, chapters: Mapping[str, Chapter], materials: Materials) -> list[Book]:
    """Return the books of all planned volumes."""
    imprint = planned.config.imprint()
    return [
        bind(
            volume,
            [chapters[post.key] for post in volume.posts],
            replace(imprint, language=volume.language or imprint.language),
            materials,
        )
        for volume in planned.volumes
    ]


def theme_folders(site: Path, settings: Config) -> list[Path]:
    """Return the folders in which a site has themes of its own."""
    return [*(site / name for name in settings.themes), site / "themes"]


def font_folders(site: Path, settings: Config) -> list[Path]:
    """Return the folders in which a site has fonts of its own."""
    return [site / name for name in settings.fonts]


def _notices(texts: Iterable[Chapter]) -> Notices:
    """Return what there was to say of posts and pages, and of their conversion."""
    notices = Notices()
    for text in texts:
        notices.extend((*text.post.notices, *text.notices))
    return notices
