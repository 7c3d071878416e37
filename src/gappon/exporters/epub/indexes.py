"""Indexes of tags and authors, as chapters at the end of a book."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from gappon.config import IndexKind
from gappon.publication import Book, Post

TITLES = {
    "ja": {"tag": "タグ索引", "author": "著者索引"},
    "en": {"tag": "Index of tags", "author": "Index of authors"},
}


def index_title(kind: IndexKind, language: str) -> str:
    """Return the heading of an index in the book's language."""
    return TITLES["ja" if language.startswith("ja") else "en"][kind]


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
    title = escape(index_title(kind, book.imprint.language))
    return (
        f'<section epub:type="index" role="doc-index" aria-labelledby="index-title">\n'
        f'<h1 id="index-title">{title}</h1>\n<ul class="index-list">\n{items}\n</ul>\n</section>'
    )


def _names(kind: IndexKind, post: Post) -> Iterable[str]:
    return dict.fromkeys(post.tags if kind == "tag" else post.authors)


def _links(posts: Iterable[Post]) -> str:
    links = "".join(
        f'<li><a href="{post.key}.xhtml">{escape(post.title)}</a></li>' for post in posts
    )
    return f"<ul>{links}</ul>"
