"""Indexes of tags and authors, as chapters at the end of a book."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from gappon.config import IndexKind
from gappon.exporters.epub.navigation import labels
from gappon.exporters.epub.xhtml import beside
from gappon.publication import Book, Post


def index_html(kind: IndexKind, book: Book, readings: Mapping[str, str]) -> str:
    """Return an index, ``""`` when it would say nothing: no tags, or one author of all.

    Args:
        kind: what is listed.
        book: whose posts are listed.
        readings: kana by name; names are in the order of their readings.
    """
    found: dict[str, list[Post]] = {}
    for chapter in book.chapters:
        for name in _names(kind, chapter.post):
            found.setdefault(name, []).append(chapter.post)
    if len(found) < (2 if kind == "author" else 1):
        return ""
    ordered = sorted(found, key=lambda name: (readings.get(name, name).casefold(), name))
    items = "\n".join(f"<li>{escape(name)}\n{_links(found[name])}</li>" for name in ordered)
    title = escape(labels(book.imprint.language)[f"index-{kind}"])
    return (
        f'<section epub:type="index" role="doc-index" aria-labelledby="index-title">\n'
        f'<h1 id="index-title">{title}</h1>\n<ul class="index-list">\n{items}\n</ul>\n</section>'
    )


def _names(kind: IndexKind, post: Post) -> Iterable[str]:
    return dict.fromkeys(post.tags if kind == "tag" else post.authors)


def _links(posts: Iterable[Post]) -> str:
    links = "".join(
        f'<li><a href="{beside(post.key)}">{escape(post.title)}</a></li>' for post in posts
    )
    return f"<ul>{links}</ul>"
