"""PDF volumes: chapters compiled once for all volumes, then each volume linked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from gappon.config import PdfSettings
from gappon.driver.cache import key_of
from gappon.driver.compiler import Batch, Compiler
from gappon.exporters.pdf import documents as pages
from gappon.exporters.pdf import impose as volume
from gappon.exporters.pdf.folios import MOST_DIGITS, Folios, read_folios
from gappon.publication import Book, Chapter, Imprint
from gappon.theme import Theme
from gappon.typesetter.fragment import Document, Fragment


class PdfBuilder:
    """Builds the PDFs of one theme.

    Args:
        compiler: lays out sheets.
        theme: how they look.
        web: web addresses of posts by key.
        settings: of the PDF.
        geta: characters that no font has; 〓 (the geta mark) stands for them.
        keep_going: put a page that says so in the place of a chapter that failed.
    """

    def __init__(
        self,
        compiler: Compiler,
        theme: Theme,
        web: Mapping[str, str],
        settings: PdfSettings,
        *,
        keep_going: bool,
        geta: str = "",
    ) -> None:
        self.compiler = compiler
        self.theme = theme
        self.web = web
        self.settings = settings
        self.keep_going = keep_going
        self.geta = geta
        self.failed: dict[str, str] = {}
        self._batch = Batch(compiler, "compile")
        self._keys: dict[str, str] = {}
        self._samples: tuple[Fragment, Folios | None] | None = None
        self._fragments: dict[str, Fragment] = {}
        self._layouts: dict[str, volume.Layout] = {}

    def begin(self, books: Sequence[Book]) -> None:
        """Begin to compile what needs no chapters but their titles.

        Args:
            books: their chapters may still be without text.
        """
        posts = {chapter.key for book in books for chapter in book.chapters}
        self.compiler.progress.begin("compile", len(posts) + 6 * len(books))
        for book in books:
            for sheet in (
                pages.heads_sheet(book, self.theme),
                pages.colophon_sheet(book, self.theme),
                pages.cover_sheet(book, self.theme),
                pages.title_sheet(book, self.theme),
                pages.folio_samples_sheet(self.theme, book.imprint.language),
            ):
                self._batch.add(self._noted(sheet))
            if self.settings.contents_depth == 1:
                self._batch.add(self._noted(self._draft(book)))

    def add(self, chapter: Chapter, imprint: Imprint) -> None:
        """Compile a chapter; one that is in several books is given once."""
        self._batch.add(self._noted(pages.chapter_sheet(chapter, self.theme, imprint, self.geta)))

    def finish(self, books: Sequence[Book]) -> None:
        """Wait until the chapters of all books are compiled."""
        for book in books:
            self._batch.add(self._noted(self._draft(book)))
        done, failed = self._batch.finish()
        chapters = {chapter.key: (chapter, book) for book in books for chapter in book.chapters}
        self._fragments = {key: done[key] for key in chapters if key in done}
        self.failed = {key: failed[key] for key in chapters if key in failed}
        if self.failed and self.keep_going:
            stand_ins = [
                self._noted(pages.failure_sheet(*chapters[key], self.theme, reason))
                for key, reason in self.failed.items()
            ]
            self._fragments |= self.compiler.compile_all(stand_ins, "compile")[0]

    def _draft(self, book: Book) -> Document:
        entries = volume.draft_entries(book, self.settings.contents_depth)
        return pages.contents_sheet(book, self.theme, entries, volume.DRAFT)

    def _noted(self, sheet: Document) -> Document:
        """Return a sheet, tagged if asked for, its key in the cache noted."""
        if self.settings.tags and not sheet.furniture:
            sheet = sheet.with_tags()
        self._keys[sheet.key] = self.compiler.key(sheet)
        return sheet

    def warnings_of(self, chapter: Chapter) -> tuple[str, ...]:
        """Return what there was to say about a chapter's layout."""
        fragment = self._fragments.get(chapter.key)
        return fragment.warnings if fragment else ()

    def failures_of(self, book: Book) -> list[str]:
        """Return the keys of a book's chapters that could not be laid out."""
        return [chapter.key for chapter in book.chapters if chapter.key in self.failed]

    def key(self, book: Book) -> str:
        """Return the hash of all that a volume's PDF is made from."""
        sheets = (
            pages.cover_sheet(book, self.theme),
            pages.title_sheet(book, self.theme),
            pages.colophon_sheet(book, self.theme),
        )
        outside = tuple((key, self.web.get(key, "")) for c in book.chapters for key in c.links)
        return key_of(
            "pdf",
            *self.compiler.context,
            self.theme.digest,
            self.settings.model_dump_json(),
            book.volume.identifier,
            book.title,
            book.imprint,
            book.volume.newest.isoformat(),
            book.authors,
            book.subjects,
            outside,
            tuple(sheet.digest() for sheet in sheets),
            tuple((c.key, c.title, self._keys.get(c.key)) for c in book.chapters),
        )

    def pagination(self, book: Book) -> dict[str, tuple[int, tuple[int, ...]]]:
        """Return the first page's number and the characters on each page, by chapter."""
        chapters = self._chapters(book)
        if book.volume.identifier not in self._layouts:
            for _ in self._trials(book, chapters, self._front(book)):
                pass
        layout = self._layouts[book.volume.identifier]
        return {
            fragment.key: (start + 1, fragment.characters)
            for fragment, start in zip(chapters, layout.chapters, strict=True)
        }

    def link(self, book: Book, producer: str, target: Path) -> int:
        """Write a volume's PDF and return its number of pages."""
        from gappon.exporters.pdf.link import link  # not imported when nothing changed

        chapters, front = self._chapters(book), self._front(book)
        for layout, contents in self._trials(book, chapters, front):
            folios = self._folios(book, layout)
            parts = front | self._furniture(book, layout, folios)
            plan = volume.link_plan(
                book, self.theme, layout, parts, chapters, self.web, producer, folios
            )
            link(plan, self._pages_of, self.compiler.subset, target, contents)
        return len(plan.pages)

    def _chapters(self, book: Book) -> list[Fragment]:
        return [self._fragments[chapter.key] for chapter in book.chapters]

    def _pages_of(self, key: str) -> bytes:
        return self.compiler.pages_of(self._keys[key])

    def _folios(self, book: Book, layout: volume.Layout) -> Folios | None:
        """Return what draws page numbers, None when each must be laid out."""
        if self._samples is None:
            sheet = self._noted(pages.folio_samples_sheet(self.theme, book.imprint.language))
            fragment = self.compiler.compile_one(sheet)
            widths = {
                glyph: width for font in fragment.fonts for glyph, width in font.widths.items()
            }
            self._samples = fragment, read_folios(self._pages_of(sheet.key), widths, fragment.pages)
        return self._samples[1] if layout.total < 10**MOST_DIGITS else None

    def _front(self, book: Book) -> dict[str, Fragment]:
        """Return what does not depend on page numbers; the draft of the contents among it."""
        sheets = (
            pages.cover_sheet(book, self.theme),
            pages.title_sheet(book, self.theme),
            self._draft(book),
            pages.colophon_sheet(book, self.theme),
        )
        return self.compiler.compile_furniture(map(self._noted, sheets))

    def _trials(
        self, book: Book, chapters: Sequence[Fragment], front: Mapping[str, Fragment]
    ) -> Iterator[tuple[volume.Layout, Callable[[], Fragment]]]:
        """Yield layouts, until one has room for the contents; each with what waits for these.

        The contents have page numbers, which depend on how many pages they take themselves. The
        first layout trusts their draft, and is nearly always right.
        """
        recto = self.theme.settings.chapter_start == "recto"
        counts = [fragment.pages for fragment in chapters]
        colophon, taken, room = front["colophon"].pages, front[volume.DRAFT].pages, 0
        while taken > room:
            room = taken
            layout = volume.lay_out(counts, room, colophon, recto=recto)
            entries = volume.contents_entries(book, chapters, layout, self.settings.contents_depth)
            sheet = self._noted(pages.contents_sheet(book, self.theme, entries))
            contents = self.compiler.begin_one(sheet)
            yield layout, contents
            taken = contents().pages
        self._layouts[book.volume.identifier] = layout

    def _furniture(
        self, book: Book, layout: volume.Layout, folios: Folios | None
    ) -> dict[str, Fragment]:
        """Return running heads, and what page numbers come from."""
        sheets = volume.furniture_sheets(book, self.theme, layout, folios=folios is None)
        furniture = self.compiler.compile_furniture(map(self._noted, sheets))
        if self._samples is not None:
            furniture["folio-samples"] = self._samples[0]
        return dict(sorted(furniture.items()))
