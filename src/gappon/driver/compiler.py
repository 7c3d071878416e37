"""Sheets → fragments: looked up in the cache, else compiled by workers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from functools import cache as memoise
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from gappon.driver.cache import Cache, key_of
from gappon.driver.options import Progress
from gappon.driver.report import Report
from gappon.errors import CompileError
from gappon.fonts import Font, fonts_digest
from gappon.paths import code_digest
from gappon.typesetter.fragment import Document, Fragment
from gappon.typesetter.worker import compile_packed
from gappon.values import decode

if TYPE_CHECKING:
    from gappon.exporters.pdf.fonts import MergedFont


class Compiler:
    """Compiles sheets with one set of fonts.

    Args:
        fonts: all fonts that pages may use.
        cache: where fragments are kept.
        executor: makes the pool of workers when the first sheet has to be compiled.
        report: counts what was compiled and what was reused.
        progress: is told.

    Attributes:
        context: versions and fonts that every fragment depends on.
    """

    def __init__(
        self,
        fonts: tuple[Font, ...],
        cache: Cache,
        executor: Callable[[], Executor],
        report: Report,
        progress: Progress,
    ) -> None:
        self.fonts = fonts
        self.cache = cache
        self.report = report
        self.progress = progress
        self._make_executor = executor
        self._executor: Executor | None = None
        self.context = (
            code_digest("exporters/pdf", "typesetter", "binding", "kumihan", "png"),
            fonts_digest(fonts),
            *_libraries(),
        )
        self._known: dict[str, Fragment] = {}
        self._unsaved: dict[str, bytes] = {}
        self.in_flight = 8
        self.worker_megabytes = 0.0

    def key(self, sheet: Document) -> str:
        """Return the cache's key for a sheet."""
        return key_of("fragment", *self.context, sheet.digest())

    def compile_all(
        self, sheets: Iterable[Document], step: str
    ) -> tuple[dict[str, Fragment], dict[str, str]]:
        """Return fragments without their pages, and failures, both by the keys of the sheets."""
        batch = Batch(self, step)
        for sheet in sheets:
            batch.add(sheet)
        return batch.finish()

    def look_up(self, key: str) -> Fragment | None:
        """Return a fragment that is known or in the cache, its pages too."""
        fragment = self._known.get(key) or self.cache.load(key)
        if not isinstance(fragment, Fragment) or not self._has_pages(key):
            return None
        self._known[key] = fragment
        self.report.fragments["reused"] += 1
        self._count(fragment)
        return fragment

    def keep(self, key: str, fragment: Fragment) -> Fragment:
        """Store a new fragment; return it without its pages."""
        if not self.cache.write(_pages_key(key), fragment.pdf):
            self._unsaved[key] = fragment.pdf
        light = fragment.without_pages()
        self.cache.store(key, light)
        self._known[key] = light
        self.report.fragments["compiled"] += 1
        self._count(light)
        return light

    def _count(self, fragment: Fragment) -> None:
        self.report.paragraphs["composed"] += fragment.composed
        self.report.paragraphs["fallback"] += fragment.fallback

    def _has_pages(self, key: str) -> bool:
        return key in self._unsaved or self.cache.has(_pages_key(key))

    def pages_of(self, key: str) -> bytes:
        """Return the pages of a compiled sheet, by the cache's key for it.

        Raises:
            CompileError: the cache has lost or damaged them since.
        """
        data = self._unsaved.get(key) or self.cache.read(_pages_key(key))
        if data is None:
            raise CompileError("the cache has lost pages during the build; build again")
        return data

    def compile_furniture(self, sheets: Iterable[Document]) -> dict[str, Fragment]:
        """Return fragments without which there is no volume, by the keys of the sheets.

        Raises:
            CompileError: one could not be laid out.
        """
        return self._begin(sheets)()

    def compile_one(self, sheet: Document) -> Fragment:
        """Return the fragment of one sheet, as :meth:`compile_furniture` does."""
        return self.begin_one(sheet)()

    def begin_one(self, sheet: Document) -> Callable[[], Fragment]:
        """Begin to compile a sheet; return what waits for its fragment.

        That raises :class:`gappon.errors.CompileError` when the sheet could not be laid out.
        """
        wait_for_all = self._begin([sheet])
        return lambda: wait_for_all()[sheet.key]

    def _begin(self, sheets: Iterable[Document]) -> Callable[[], dict[str, Fragment]]:
        batch = Batch(self, "furniture")
        for sheet in sheets:
            batch.add(sheet)

        def wait_for_all() -> dict[str, Fragment]:
            done, failed = batch.finish()
            for name, reason in failed.items():
                raise CompileError(f"{name} could not be laid out: {reason}")
            return done

        return wait_for_all

    def subset(self, font: MergedFont) -> bytes:
        """Return the subset of a font, from the cache when the same glyphs were asked for."""
        from gappon.exporters.pdf import fonts as fontfile

        glyphs, with_notdef = sorted(font.to_unicode), bool(font.missing)
        key = key_of("subset", *self.context, font.first.identity, glyphs, with_notdef)
        data = self.cache.read(key)
        if data is None:
            path = _identities(self.fonts).get(font.first.identity)
            if path is None:
                raise CompileError(
                    f"the font {font.first.family} was used, which is not declared; "
                    "build again with another cache (--cache)"
                )
            data = fontfile.subset(path, 0, glyphs, with_notdef=with_notdef)
            self.cache.write(key, data)
        return data

    @property
    def executor(self) -> Executor:
        """The workers, started when they are needed first."""
        if self._executor is None:
            self._executor = self._make_executor()
        return self._executor

    def close(self, *, at_once: bool = False) -> None:
        """Stop the workers."""
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=at_once)
            self.worker_megabytes = getattr(self._executor, "peak_megabytes", 0.0)
            self._executor = None


class Batch:
    """Sheets on their way to fragments, few at a time.

    Args:
        compiler: has workers and cache.
        step: as which progress is told.
    """

    def __init__(self, compiler: Compiler, step: str) -> None:
        self.compiler = compiler
        self.step = step
        self._under_way: dict[Future[Any], tuple[str, str]] = {}
        self._done: dict[str, Fragment] = {}
        self._failed: dict[str, str] = {}

    def add(self, sheet: Document) -> None:
        """Look a sheet up, else give it to a worker; wait while too many are on their way."""
        key = self.compiler.key(sheet)
        fragment = self.compiler.look_up(key)
        if fragment is not None:
            self._done[sheet.key] = fragment
            self._advance(sheet.key, fragment.pages, reused=True)
            return
        future = self.compiler.executor.submit(compile_packed, sheet)
        self._under_way[future] = (sheet.key, key)
        self._wait(self.compiler.in_flight)

    def finish(self) -> tuple[dict[str, Fragment], dict[str, str]]:
        """Return fragments without their pages, and failures, both by the keys of the sheets."""
        if self._under_way:  # time that would be spent waiting
            import gappon.exporters.pdf.link  # noqa: F401
        self._wait(0)
        return self._done, self._failed

    def _wait(self, at_most: int) -> None:
        while len(self._under_way) > at_most:
            ready, _ = wait(self._under_way, return_when=FIRST_COMPLETED)
            for future in ready:
                self._take(future, *self._under_way.pop(future))

    def _take(self, future: Future[Any], name: str, key: str) -> None:
        """Take what a worker made of the sheet ``name``."""
        pages = 0
        try:
            fragment = decode(future.result())
            if not isinstance(fragment, Fragment):
                raise CompileError("a worker returned something else than a fragment")
        except Exception as error:
            self._failed[name] = _reason(error)
        else:
            pages = fragment.pages
            self._done[name] = self.compiler.keep(key, fragment)
        self._advance(name, pages, reused=False)

    def _advance(self, name: str, pages: int, *, reused: bool) -> None:
        self.compiler.progress.advance(self.step, name, reused=reused, pages=pages)


def _pages_key(key: str) -> str:
    return key_of("pages", key)


def _reason(error: Exception) -> str:
    if isinstance(error, CompileError):
        return str(error)
    if isinstance(error, RecursionError):
        return "its elements are nested too deeply to be laid out"
    return f"{type(error).__name__}: {error}"


@memoise
def _identities(fonts: tuple[Font, ...]) -> dict[str, Any]:
    from gappon.exporters.pdf import fonts as fontfile

    return fontfile.identities(font.path for font in fonts)


@memoise
def _libraries() -> tuple[str, ...]:
    return tuple(
        version(name) for name in ("weasyprint", "pydyf", "uharfbuzz", "ziamath", "pillow")
    )
