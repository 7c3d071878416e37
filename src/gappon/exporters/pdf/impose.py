"""A volume's PDF: which fragments it needs, in which order its pages stand, what lies over them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gappon.binding.navigation import Entry, Place, headings_of, navigation_tree
from gappon.exporters.base import Edition
from gappon.exporters.pdf.documents import ContentsEntry
from gappon.exporters.pdf.folios import Folios
from gappon.exporters.pdf.furniture import FOLIOS
from gappon.exporters.pdf.plan import LinkPlan, PagePlan
from gappon.publication import Book, Chapter, Listing, Matter, Part, Start
from gappon.typesetter.fragment import Fragment

UNKNOWN_PAGE = "000"


@dataclass(frozen=True)
class Section:
    """What is laid out as one fragment, as the page plan sees it: matter, part page or chapter.

    Attributes:
        key: of the item.
        start: where it may begin.
        numbered: its pages show their numbers.
        head: its running head; empty: none.
        page_label: what a viewer calls its pages instead of their numbers.
        late: it waits for the page numbers of all others.
        depth: its level in the outline, below 0 for none.
    """

    key: str
    start: Start
    numbered: bool = True
    head: str = ""
    page_label: str = ""
    late: bool = False
    depth: int = 0


@dataclass(frozen=True)
class Layout:
    """Where everything of a volume stands, in pages counted from 0.

    Attributes:
        starts: first page of each section, by key.
        pages: how many pages each has, by key.
        total: pages of the whole file.
    """

    starts: Mapping[str, int]
    pages: Mapping[str, int]
    total: int


def sections_of(book: Book) -> Iterator[Section]:
    """Yield the sections of a book in order."""
    for item in book.items:
        match item:
            case Matter():
                yield _section_of_matter(item)
            case Chapter():
                yield _section_of_chapter(item, book.chapter_start, 0)
            case Part():
                if item.body:
                    yield Section(item.key, item.start, depth=-1)  # the part has an entry itself
                for chapter in item.chapters:
                    yield _section_of_chapter(chapter, book.chapter_start, 1)


def _section_of_matter(matter: Matter) -> Section:
    return Section(
        matter.key,
        matter.start,
        matter.numbered,
        matter.head,
        matter.page_label,
        matter.late,
        0 if Listing.OUTLINE in matter.listed else -1,
    )


def _section_of_chapter(chapter: Chapter, start: Start, depth: int) -> Section:
    return Section(chapter.key, start, head=chapter.title, depth=depth)


def heads_of(book: Book) -> tuple[str, ...]:
    """Return the running heads of a book in order."""
    return tuple(section.head for section in sections_of(book) if section.head)


def lay_out(sections: Iterable[Section], pages: Mapping[str, int]) -> Layout:
    """Say on which page everything stands; blank pages are left where a section asks for a side."""
    starts: dict[str, int] = {}
    position = 0
    for section in sections:
        if section.start is not Start.ANY and position % 2 != (section.start is Start.VERSO):
            position += 1
        starts[section.key] = position
        position += pages[section.key]
    return Layout(starts, pages, position)


def room_for(taken: Mapping[str, int], pages: Mapping[str, int]) -> dict[str, int]:
    """Return the pages of all sections when some have taken so many; more, never less."""
    return {**pages, **{key: max(count, pages[key]) for key, count in taken.items()}}


def contents_entries(
    book: Book, fragments: Mapping[str, Fragment], layout: Layout, depth: int
) -> list[ContentsEntry]:
    """Return the lines of the contents with their page numbers.

    Args:
        book: the volume.
        fragments: of its sections, by key.
        layout: where these stand.
        depth: heading level to which the contents go down.
    """
    headings = {
        key: [Place(level, label, page=page) for page, level, label, _, _ in fragment.bookmarks]
        for key, fragment in fragments.items()
    }
    tree = navigation_tree(book, Listing.CONTENTS, headings, depth)
    return [
        _contents_entry(entry, str(layout.starts[entry.key] + entry.page + 1))
        for entry in _lines(tree)
    ]


def draft_entries(book: Book, depth: int) -> list[ContentsEntry]:
    """Return the lines of the contents before pages are known: to see how many pages they take."""
    tree = navigation_tree(book, Listing.CONTENTS, headings_of(book), depth)
    return [_contents_entry(entry, UNKNOWN_PAGE) for entry in _lines(tree)]


def _lines(tree: Iterable[Entry]) -> Iterator[Entry]:
    for entry in tree:
        yield from entry.lines()


def _contents_entry(entry: Entry, page: str) -> ContentsEntry:
    return ContentsEntry(entry.title, entry.level, f"#{entry.key}", page)


def page_plan(
    sections: Sequence[Section], layout: Layout, index: Mapping[str, int], folios: Folios | None
) -> list[PagePlan]:
    """Return the pages of a volume in order.

    Args:
        sections: of the book.
        layout: where these stand.
        index: numbers of fragments by key.
        folios: draws page numbers; None when they are fragments: ``folios-0`` ….
    """
    heads = {section.key: n for n, section in enumerate(s for s in sections if s.head)}
    plan: list[PagePlan] = []
    for section in sections:
        plan += [PagePlan(None)] * (layout.starts[section.key] - len(plan))
        for page in range(layout.pages[section.key]):
            number = len(plan)
            over: list[tuple[int, int]] = []
            if section.head:
                over.append((index["heads"], 2 * heads[section.key] + number % 2))
            if section.numbered and folios is None:
                over.append((index[f"folios-{number // FOLIOS}"], number % FOLIOS))
            shown = number + 1 if section.numbered and folios is not None else 0
            plan.append(PagePlan(index[section.key], page, tuple(over), shown))
    return plan


def link_plan(
    book: Book,
    edition: Edition,
    layout: Layout,
    fragments: Mapping[str, Fragment],
    furniture: Mapping[str, Fragment],
    folios: Folios | None,
) -> LinkPlan:
    """Return the plan by which the linker joins a volume.

    Args:
        book: the volume.
        edition: what all volumes have in common.
        layout: where everything stands.
        fragments: of its sections, by key; drafts of those that are late.
        furniture: fragments by name: ``heads``, ``folios-0`` ….
        folios: draws page numbers; None when they are among the furniture.
    """
    sections = list(sections_of(book))
    all_fragments = {**fragments, **furniture}
    index = {name: number for number, name in enumerate(all_fragments)}
    return LinkPlan(
        fragments=list(all_fragments.values()),
        pages=page_plan(sections, layout, index, folios),
        starts=layout.starts,
        depths={section.key: section.depth for section in sections if section.depth >= 0},
        parts=[
            (item.title, layout.starts[item.first])
            for item in book.items
            if isinstance(item, Part) and item.first in layout.starts
        ],
        labels={
            layout.starts[section.key] + page: section.page_label
            for section in sections
            if section.page_label
            for page in range(layout.pages[section.key])
        },
        web=edition.web,
        title=book.title,
        authors=book.authors,
        subject=book.imprint.description,
        keywords=book.subjects[:20],
        language=book.imprint.language,
        created=book.volume.newest,
        identifier=book.volume.identifier,
        producer=edition.producer,
        size=(edition.theme.geometry.width, edition.theme.geometry.height),
        folios=folios,
        late=frozenset(index[section.key] for section in sections if section.late),
    )
