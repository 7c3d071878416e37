"""The navigation document and the NCX (for reading systems of EPUB 2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise
from typing import Any

from ebooklib import epub

from gappon.exporters.epub.xhtml import beside
from gappon.publication import Book, Chapter

LABELS = {
    "ja": {
        "contents": "目次",
        "landmarks": "案内",
        "cover": "表紙",
        "title-page": "扉",
        "body": "本文",
        "colophon": "奥付",
        "index": "索引",
        "index-tag": "タグ索引",
        "index-author": "著者索引",
        "pages": "ページ一覧（PDF版）",
        "series": "連載",
        "previous": "前の回",
        "next": "次の回",
    },
    "en": {
        "contents": "Contents",
        "landmarks": "Landmarks",
        "cover": "Cover",
        "title-page": "Title page",
        "body": "Text",
        "colophon": "Colophon",
        "index": "Index",
        "index-tag": "Index of tags",
        "index-author": "Index of authors",
        "pages": "Pages of the PDF",
        "series": "Series",
        "previous": "Previous",
        "next": "Next",
    },
}


@dataclass(frozen=True)
class Entry:
    """A line of the contents, with the lines below it."""

    title: str
    href: str
    children: tuple[Entry, ...] = field(default=())


def labels(language: str) -> dict[str, str]:
    """Return the words of the navigation in the book's language."""
    return LABELS["ja" if language.startswith("ja") else "en"]


def nest(headings: Iterable[tuple[int, str, str]]) -> tuple[Entry, ...]:
    """Return entries nested by level from ``(level, title, href)`` in order."""
    items = list(headings)
    result = []
    index = 0
    while index < len(items):
        level, title, href = items[index]
        end = index + 1
        while end < len(items) and items[end][0] > level:
            end += 1
        result.append(Entry(title, href, nest(items[index + 1 : end])))
        index = end
    return tuple(result)


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
        link = epub.Link(entry.href, entry.title, f"nav-{next(counter)}")
        if entry.children:
            section = epub.Section(entry.title, entry.href)
            return (section, [node(child) for child in entry.children])
        return link

    return tuple(node(entry) for entry in entries)


def _list(entries: Iterable[Entry]) -> str:
    items = []
    for entry in entries:
        below = "\n" + _list(entry.children) if entry.children else ""
        items.append(f'<li><a href="{escape(entry.href)}">{escape(entry.title)}</a>{below}</li>')
    return "<ol>\n" + "\n".join(items) + "\n</ol>"
