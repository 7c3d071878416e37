"""A volume's PDF: which fragments it needs, in which order its pages stand, what lies over them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gappon.exporters.pdf import documents as pages
from gappon.exporters.pdf.documents import ContentsEntry
from gappon.exporters.pdf.folios import Folios
from gappon.exporters.pdf.plan import LinkPlan, PagePlan
from gappon.publication import Book, Chapter
from gappon.theme import Theme
from gappon.typesetter.fragment import Document, Fragment

UNKNOWN_PAGE = "000"
DRAFT = "contents-draft"


@dataclass(frozen=True)
class Layout:
    """Where everything of a volume stands, in pages counted from 0.

    Attributes:
        contents: first page of the contents.
        contents_pages: how many pages there are for them.
        chapters: first page of each chapter, in order.
        colophon: its first page.
        total: pages of the whole file.
    """

    contents: int
    contents_pages: int
    chapters: tuple[int, ...]
    colophon: int
    total: int

    def folio_blocks(self) -> range:
        """Return which blocks of folios the volume needs."""
        return range((self.total + pages.FOLIOS - 1) // pages.FOLIOS)


def lay_out(
    chapter_pages: Sequence[int], contents_pages: int, colophon_pages: int, *, recto: bool
) -> Layout:
    """Say on which page everything stands.

    Cover, blank, title page (recto), contents, chapters and colophon (recto if asked).
    """
    contents = 3
    position = contents + contents_pages
    starts = []
    for count in (*chapter_pages, colophon_pages):
        if recto and position % 2:
            position += 1
        starts.append(position)
        position += count
    return Layout(contents, contents_pages, tuple(starts[:-1]), starts[-1], position)


def contents_entries(
    book: Book, fragments: Sequence[Fragment], layout: Layout, depth: int
) -> list[ContentsEntry]:
    """Return the lines of the contents with their page numbers."""
    entries: list[ContentsEntry] = []
    for chapter, fragment, start in zip(book.chapters, fragments, layout.chapters, strict=True):
        headings = (
            (label, level, str(start + page + 1)) for page, level, label, _, _ in fragment.bookmarks
        )
        entries += _chapter_entries(chapter, str(start + 1), headings, depth)
    return entries


def draft_entries(book: Book, depth: int) -> list[ContentsEntry]:
    """Return the lines of the contents before pages are known: to see how many pages they take."""
    entries: list[ContentsEntry] = []
    for chapter in book.chapters:
        headings = ((heading.text, heading.level, UNKNOWN_PAGE) for heading in chapter.headings)
        entries += _chapter_entries(chapter, UNKNOWN_PAGE, headings, depth)
    return entries


def _chapter_entries(
    chapter: Chapter, page: str, headings: Iterable[tuple[str, int, str]], depth: int
) -> Iterator[ContentsEntry]:
    """Yield a chapter's lines: its title, and its headings (text, level, page) down to a level."""
    address = f"#{chapter.key}"
    yield ContentsEntry(chapter.title, 1, address, page)
    for text, level, number in headings:
        if 2 <= level <= depth:
            yield ContentsEntry(text, level, address, number)


def furniture_sheets(
    book: Book, theme: Theme, layout: Layout, *, folios: bool
) -> Iterator[Document]:
    """Yield the documents that hold running heads, and folios unless samples draw them."""
    yield pages.heads_sheet(book, theme)
    for block in layout.folio_blocks() if folios else ():
        yield pages.folios_sheet(theme, block, book.imprint.language)


def link_plan(
    book: Book,
    theme: Theme,
    layout: Layout,
    parts: Mapping[str, Fragment],
    chapters: Sequence[Fragment],
    web: Mapping[str, str],
    producer: str,
    folios: Folios | None,
) -> LinkPlan:
    """Return the plan by which the linker joins a volume.

    Args:
        book: the volume.
        theme: its theme.
        layout: where everything stands.
        parts: fragments by name: ``cover``, ``title-page``, the draft of the contents,
            ``colophon``, ``heads``, ``folios-0`` ….
        chapters: fragments of the chapters, in order.
        web: web addresses of posts by key.
        producer: name and version of the program.
        folios: draws page numbers; None when they are among the parts.
    """
    fragments = [*parts.values(), *chapters]
    index = {name: number for number, name in enumerate(parts)}
    plan: list[PagePlan] = []

    def folio(number: int) -> tuple[int, int]:
        return index[f"folios-{number // pages.FOLIOS}"], number % pages.FOLIOS

    def add(
        fragment: int, count: int, *, chapter: int | None = None, numbered: bool = True
    ) -> None:
        for page in range(count):
            number = len(plan)
            over: list[tuple[int, int]] = []
            if chapter is not None:
                over.append((index["heads"], 2 * chapter + number % 2))
            if numbered and not folios:
                over.append(folio(number))
            shown = number + 1 if numbered and folios else 0
            plan.append(PagePlan(fragment, page, tuple(over), shown))

    def blank_until(position: int) -> None:
        while len(plan) < position:
            plan.append(PagePlan(None))

    starts = {"cover": 0, "title-page": 2, "contents": layout.contents, "colophon": layout.colophon}
    add(index["cover"], 1, numbered=False)
    blank_until(2)
    add(index["title-page"], 1, numbered=False)
    add(index[DRAFT], layout.contents_pages)
    for number, (fragment, start) in enumerate(zip(chapters, layout.chapters, strict=True)):
        blank_until(start)
        starts[fragment.key] = start
        add(len(parts) + number, fragment.pages, chapter=number)
    blank_until(layout.colophon)
    add(index["colophon"], parts["colophon"].pages)
    return LinkPlan(
        fragments=fragments,
        pages=plan,
        starts=starts,
        web=web,
        title=book.title,
        authors=book.authors,
        subject=book.imprint.description,
        keywords=book.subjects[:20],
        language=book.imprint.language,
        created=book.volume.newest,
        identifier=book.volume.identifier,
        producer=producer,
        size=(theme.geometry.width, theme.geometry.height),
        folios=folios,
        late=index[DRAFT],
    )
