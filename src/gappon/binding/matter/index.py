"""Indexes (索引) of tags and authors at the end of an EPUB."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape

from gappon.binding.labels import labels
from gappon.binding.materials import Materials
from gappon.config import IndexKind
from gappon.markup import post_link
from gappon.publication import Book, Listing, Matter, Post, Text


def make(book: Book, materials: Materials) -> Iterator[Matter]:
    """Yield the indexes that are asked for and would say something."""
    words = labels(book.imprint.language)
    for kind in materials.settings.epub.indexes:
        names = index_of(kind, book, materials.settings.all_readings)
        if not names:
            continue
        title = words[f"index-{kind}"]
        yield Matter(
            key=f"index-{kind}",
            role="index",
            title=title,
            content=Text(_section(title, names)),
            listed=(Listing.NAVIGATION,),
            landmark=words["index"],
            formats=("epub",),
        )


def index_of(
    kind: IndexKind, book: Book, readings: Mapping[str, str]
) -> tuple[tuple[str, tuple[Post, ...]], ...]:
    """Return the posts of each tag or author, in the order of the names' readings.

    There are none where an index would say nothing: no tags, or one author of all.

    Args:
        kind: what is listed.
        book: whose posts are listed.
        readings: kana by name.
    """
    found: dict[str, list[Post]] = {}
    for chapter in book.chapters:
        for name in _names(kind, chapter.post):
            found.setdefault(name, []).append(chapter.post)
    if len(found) < (2 if kind == "author" else 1):
        return ()
    ordered = sorted(found, key=lambda name: (readings.get(name, name).casefold(), name))
    return tuple((name, tuple(found[name])) for name in ordered)


def _names(kind: IndexKind, post: Post) -> Iterable[str]:
    return dict.fromkeys(post.tags if kind == "tag" else post.authors)


def _section(title: str, names: Iterable[tuple[str, Iterable[Post]]]) -> str:
    items = "\n".join(f"<li>{escape(name)}\n{_links(posts)}</li>" for name, posts in names)
    return (
        f'<section aria-labelledby="index-title">\n<h1 id="index-title">{escape(title)}</h1>\n'
        f'<ul class="index-list">\n{items}\n</ul>\n</section>'
    )


def _links(posts: Iterable[Post]) -> str:
    links = "".join(
        f'<li><a href="{post_link(post.key)}">{escape(post.title)}</a></li>' for post in posts
    )
    return f"<ul>{links}</ul>"
