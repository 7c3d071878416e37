"""PDF volumes: chapters compiled once for all volumes, then each volume linked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from gappon.config import PdfSettings
from gappon.driver.cache import key_of
from gappon.driver.compiler import Batch, Compiler
from gappon.exporters.pdf import documents as pages
from gappon.exporters.pdf import impose
from gappon.exporters.pdf.folios import MOST_DIGITS, Folios, read_folios
from gappon.publication import Book, Chapter, Imprint, Matter, Part
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
        self._layouts: dict[str, impose.Layout] = {}

    def begin(self, books: Sequence[Book]) -> None:
        """Begin to compile what needs no chapters but their titles.

        Args:
            books: their chapters may still be without text.
        """
        posts = {chapter.key for book in books for chapter in book.chapters}
        self.compiler.progress.begin("compile", len(posts) + 6 * len(books))
        for book in (book.for_format("pdf") for book in books):
            for document in (
                pages.heads_document(book, self.theme, impose.heads_of(book)),
                *self._early(book),
                pages.folio_samples_document(self.theme, book.imprint.language),
            ):
                self._batch.add(self._noted(document))
            if self.settings.contents_depth == 1:
                for document in self._drafts(book):
                    self._batch.add(self._noted(document))

    def add(self, chapter: Chapter, imprint: Imprint) -> None:
        """Compile a chapter; one that is in several books is given once."""
        self._batch.add(
            self._noted(pages.chapter_document(chapter, self.theme, imprint, self.geta))
        )

    def finish(self, books: Sequence[Book]) -> None:
        """Wait until the chapters of all books are compiled."""
        for book in books:
            for document in self._drafts(book.for_format("pdf")):
                self._batch.add(self._noted(document))
        done, failed = self._batch.finish()
        chapters = {chapter.key: (chapter, book) for book in books for chapter in book.chapters}
        self._fragments = {key: done[key] for key in chapters if key in done}
        self.failed = {key: failed[key] for key in chapters if key in failed}
        if self.failed and self.keep_going:
            stand_ins = [
                self._noted(pages.failure_document(chapter, book.imprint, self.theme, reason))
                for key, reason in self.failed.items()
                for chapter, book in (chapters[key],)
            ]
            self._fragments |= self.compiler.compile_all(stand_ins, "compile")[0]

    def _early(self, book: Book) -> list[Document]:
        """Return what is laid out before page numbers are known, chapters left out."""
        found = []
        for item in book.items:
            if isinstance(item, Matter) and not item.late:
                found.append(pages.matter_document(item, book, self.theme, self.geta))
            elif isinstance(item, Part) and item.body:
                found.append(pages.part_document(item, book, self.theme))
        return found

    def _drafts(self, book: Book) -> list[Document]:
        """Return what waits for page numbers, without these."""
        entries = impose.draft_entries(book, self.settings.contents_depth)
        return self._late(book, entries)

    def _late(self, book: Book, entries: Sequence[pages.ContentsEntry]) -> list[Document]:
        return [
            pages.list_document(matter, book, self.theme, entries)
            for matter in book.matter
            if matter.late
        ]

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
        documents = map(self._noted, self._early(book.for_format("pdf")))
        outside = tuple((key, self.web.get(key, "")) for c in book.chapters for key in c.links)
        return key_of(
            "pdf",
            *self.compiler.context,
            self.theme.digest,
            self.settings.model_dump_json(),
            book.volume.identifier,
            book.title,
            book.imprint,
            book.volume.newest,
            book.authors,
            book.subjects,
            outside,
            tuple(document.digest() for document in documents),
            tuple((c.key, c.title, self._keys.get(c.key)) for c in book.chapters),
        )

    def pagination(self, book: Book) -> dict[str, tuple[int, tuple[int, ...]]]:
        """Return the first page's number and the characters on each page, by chapter."""
        book = book.for_format("pdf")
        fragments = self._fragments_of(book)
        if book.volume.identifier not in self._layouts:
            for _ in self._trials(book, fragments):
                pass
        layout = self._layouts[book.volume.identifier]
        return {
            text.key: (layout.starts[text.key] + 1, fragments[text.key].characters)
            for text in book.chapters
        }

    def link(self, book: Book, producer: str, target: Path) -> int:
        """Write a volume's PDF and return its number of pages."""
        from gappon.exporters.pdf.link import link  # not imported when nothing changed

        book = book.for_format("pdf")
        fragments = self._fragments_of(book)
        for layout, late in self._trials(book, fragments):
            folios = self._folios(book, layout)
            furniture = self._furniture(book, layout, folios)
            plan = impose.link_plan(
                book, self.theme, layout, fragments, furniture, self.web, producer, folios
            )
            link(plan, self._pages_of, self.compiler.subset, target, late)
        return len(plan.pages)

    def _fragments_of(self, book: Book) -> dict[str, Fragment]:
        """Return the fragments of all sections; drafts of those that are late."""
        documents = (*self._early(book), *self._drafts(book))
        matter = self.compiler.compile_furniture(map(self._noted, documents))
        fragments = matter | self._fragments
        return {section.key: fragments[section.key] for section in impose.sections_of(book)}

    def _pages_of(self, key: str) -> bytes:
        return self.compiler.pages_of(self._keys[key])

    def _folios(self, book: Book, layout: impose.Layout) -> Folios | None:
        """Return what draws page numbers, None when each must be laid out."""
        if self._samples is None:
            document = self._noted(pages.folio_samples_document(self.theme, book.imprint.language))
            fragment = self.compiler.compile_one(document)
            widths = {
                glyph: width for font in fragment.fonts for glyph, width in font.widths.items()
            }
            samples = read_folios(self._pages_of(document.key), widths, fragment.pages)
            self._samples = fragment, samples
        return self._samples[1] if layout.total < 10**MOST_DIGITS else None

    def _trials(
        self, book: Book, fragments: Mapping[str, Fragment]
    ) -> Iterator[tuple[impose.Layout, dict[str, Callable[[], Fragment]]]]:
        """Yield layouts, until one has room for the contents; each with what waits for these.

        The contents have page numbers, which depend on how many pages they take themselves. The
        first layout trusts their draft, and is nearly always right.
        """
        sections = list(impose.sections_of(book))
        pages_of = {section.key: fragments[section.key].pages for section in sections}
        fits = False
        while not fits:
            layout = impose.lay_out(sections, pages_of)
            entries = impose.contents_entries(book, fragments, layout, self.settings.contents_depth)
            documents = map(self._noted, self._late(book, entries))
            late = {document.key: self.compiler.begin_one(document) for document in documents}
            yield layout, late
            taken = {key: wait().pages for key, wait in late.items()}
            fits = all(count <= pages_of[key] for key, count in taken.items())
            pages_of |= {key: max(count, pages_of[key]) for key, count in taken.items()}
        self._layouts[book.volume.identifier] = layout

    def _furniture(
        self, book: Book, layout: impose.Layout, folios: Folios | None
    ) -> dict[str, Fragment]:
        """Return running heads, and what page numbers come from."""
        documents = [pages.heads_document(book, self.theme, impose.heads_of(book))]
        if folios is None:
            blocks = range((layout.total + pages.FOLIOS - 1) // pages.FOLIOS)
            language = book.imprint.language
            documents += [pages.folios_document(self.theme, b, language) for b in blocks]
        furniture = self.compiler.compile_furniture(map(self._noted, documents))
        if self._samples is not None:
            furniture["folio-samples"] = self._samples[0]
        return dict(sorted(furniture.items()))
