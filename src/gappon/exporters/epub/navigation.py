"""The navigation document and the NCX (for reading systems of EPUB 2)."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import pairwise
from typing import Any

from ebooklib import epub

from gappon.binding.labels import labels
from gappon.binding.navigation import Entry
from gappon.exporters.epub.xhtml import beside, file_of
from gappon.publication import Book, Chapter, Matter, NavigationList, Part

FILE = "nav.xhtml"


def landmarks(book: Book) -> list[tuple[str, str, str]]:
    """Return ``(epub:type, href, label)`` of the landmarks: one of each type (EPUB 3.3 §7.3.3)."""
    found: dict[str, tuple[str, str, str]] = {}
    for item in book.items:
        match item:
            case Matter(content=NavigationList()):
                found.setdefault(item.role, (item.role, f"{FILE}#{item.role}", item.landmark))
            case Matter():
                found.setdefault(item.role, (item.role, file_of(item.key), item.landmark))
            case _:
                first = item.first if isinstance(item, Part) else item.key
                body = labels(book.imprint.language)["body"]
                found.setdefault("bodymatter", ("bodymatter", file_of(first), body))
    return [landmark for landmark in found.values() if landmark[2]]


def navigation_html(
    entries: Iterable[Entry], landmarks: Iterable[tuple[str, str, str]], language: str
) -> str:
    """Return the body of the navigation document (EPUB 3.3 §7).

    Args:
        entries: the contents.
        landmarks: ``(epub:type, href, label)``.
        language: BCP 47 tag of the book.
    """
    words = labels(language)
    marks = "\n".join(
        f'<li><a epub:type="{kind}" href="{escape(href)}">{escape(label)}</a></li>'
        for kind, href, label in landmarks
    )
    return (
        f'<nav epub:type="toc" role="doc-toc" id="toc" aria-labelledby="toc-title">\n'
        f'<h1 id="toc-title">{words["contents"]}</h1>\n{_list(entries)}\n</nav>\n'
        f'<nav epub:type="landmarks" id="landmarks" hidden="hidden" '
        f'aria-label="{words["landmarks"]}">\n<ol>\n{marks}\n</ol>\n</nav>'
    )


def series_links(book: Book) -> dict[str, str]:
    """Return the links to the previous and the next post of a series, by key."""
    words = labels(book.imprint.language)
    series: dict[str, list[Chapter]] = {}
    for chapter in book.chapters:
        if chapter.post.series:
            series.setdefault(chapter.post.series, []).append(chapter)
    links: dict[str, list[str]] = {}

    def lead(chapter: Chapter, which: str, other: Chapter) -> None:
        link = f'<a href="{beside(other.key)}">{escape(other.title)}</a>'
        links.setdefault(chapter.key, []).append(f"<li>{words[which]}: {link}</li>")

    for chapters in series.values():
        for before, after in pairwise(chapters):
            lead(after, "previous", before)
            lead(before, "next", after)
    found = {}
    for chapter in book.chapters:
        if chapter.key in links:
            label = escape(f"{words['series']}「{chapter.post.series}」")
            items = "".join(links[chapter.key])
            found[chapter.key] = (
                f'<nav class="series-links" aria-label="{label}">'
                f"<p>{label}</p><ul>{items}</ul></nav>"
            )
    return found


def ncx_tree(entries: Iterable[Entry]) -> tuple[Any, ...]:
    """Return the contents as ebooklib wants them for the NCX."""
    counter = iter(range(1, 1_000_000))

    def node(entry: Entry) -> Any:
        href = _href(entry)
        link = epub.Link(href, entry.title, f"nav-{next(counter)}")
        if entry.children:
            section = epub.Section(entry.title, href)
            return (section, [node(child) for child in entry.children])
        return link

    return tuple(node(entry) for entry in entries)


def _list(entries: Iterable[Entry]) -> str:
    items = []
    for entry in entries:
        below = "\n" + _list(entry.children) if entry.children else ""
        items.append(f'<li><a href="{escape(_href(entry))}">{escape(entry.title)}</a>{below}</li>')
    return "<ol>\n" + "\n".join(items) + "\n</ol>"


def _href(entry: Entry) -> str:
    return file_of(entry.key) + (f"#{entry.anchor}" if entry.anchor else "")
