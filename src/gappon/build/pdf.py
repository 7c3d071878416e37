"""PDF volumes: chapters compiled once for all volumes, then each volume linked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from gappon.build.compiler import Compiler
from gappon.cache import key_of
from gappon.config import PdfSettings
from gappon.exporters.pdf import pages, volume
from gappon.exporters.pdf.fragment import Fragment, Sheet
from gappon.publication import Book
from gappon.theme import Theme


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
        self._keys: dict[str, str] = {}
        self._fragments: dict[str, Fragment] = {}

    def compile_chapters(self, books: Sequence[Book]) -> None:
        """Compile the chapters of all books; a post in several of them once."""
        chapters = {chapter.key: (chapter, book) for book in books for chapter in book.chapters}
        self.compiler.progress.begin("compile", len(chapters))
        # The longest first, so that no worker is left alone with one at the end.
        ordered = sorted(chapters.values(), key=lambda item: -len(item[0].body))
        self._fragments, self.failed = self.compiler.compile_all(
            (
                self._noted(pages.chapter_sheet(chapter, self.theme, book.imprint, self.geta))
                for chapter, book in ordered
            ),
            "compile",
        )
        if self.failed and self.keep_going:
            stand_ins = [
                self._noted(pages.failure_sheet(*chapters[key], self.theme, reason))
                for key, reason in self.failed.items()
            ]
            self._fragments |= self.compiler.compile_all(stand_ins, "compile")[0]

    def _noted(self, sheet: Sheet) -> Sheet:
        """Return a sheet, its key in the cache noted."""
        self._keys[sheet.key] = self.compiler.key(sheet)
        return sheet

    def failures_of(self, book: Book) -> list[str]:
        """Return the keys of a book's chapters that could not be laid out."""
        return [chapter.key for chapter in book.chapters if chapter.key in self.failed]

    def key(self, book: Book) -> str:
        """Return the hash of all that a volume's PDF is made from."""
        sheets = (
            pages.cover_sheet(book, self.theme),
            pages.title_sheet(book, self.theme),
            pages.colophon_sheet(book, self.theme, verso=False),
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

    def link(self, book: Book, producer: str, target: Path) -> int:
        """Write a volume's PDF and return its number of pages."""
        from gappon.exporters.pdf.link import link  # not imported when nothing changed

        chapters = [self._fragments[chapter.key] for chapter in book.chapters]
        parts, layout = self._parts(book, chapters)
        plan = volume.link_plan(book, self.theme, layout, parts, chapters, self.web, producer)
        link(
            plan, lambda key: self.compiler.pages_of(self._keys[key]), self.compiler.subset, target
        )
        return len(plan.pages)

    def _parts(
        self, book: Book, chapters: Sequence[Fragment]
    ) -> tuple[dict[str, Fragment], volume.Layout]:
        """Compile everything of a volume but its chapters; the contents know their own length."""
        theme = self.theme
        recto = theme.settings.chapter_start == "recto"
        counts = [fragment.pages for fragment in chapters]
        done, failed = self.compiler.compile_all(
            map(self._noted, (pages.cover_sheet(book, theme), pages.title_sheet(book, theme))),
            "furniture",
        )
        _no_failures(failed)
        guess = 0
        contents = None
        while contents is None or contents.pages > guess:
            guess = contents.pages if contents else 1
            layout = volume.lay_out(counts, guess, 0, recto=recto)
            entries = volume.contents_entries(book, chapters, layout, self.settings.contents_depth)
            sheet = self._noted(pages.contents_sheet(book, theme, entries))
            contents = self.compiler.compile_one(sheet)
        colophon = self.compiler.compile_one(
            self._noted(pages.colophon_sheet(book, theme, verso=layout.colophon % 2 == 1))
        )
        layout = volume.lay_out(counts, guess, colophon.pages, recto=recto)
        furniture, failed = self.compiler.compile_all(
            map(self._noted, volume.furniture_sheets(book, theme, layout).values()), "furniture"
        )
        _no_failures(failed)
        front = {"cover": done["cover"], "title-page": done["title-page"], "contents": contents}
        return front | {"colophon": colophon} | dict(sorted(furniture.items())), layout


def _no_failures(failed: Mapping[str, str]) -> None:
    from gappon.errors import CompileError

    for name, reason in failed.items():
        raise CompileError(f"{name} could not be laid out: {reason}")
