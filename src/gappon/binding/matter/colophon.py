"""The colophon (奥付), with the sources of all posts (初出)."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from gappon.binding.labels import labels
from gappon.binding.materials import Materials
from gappon.binding.templates import fill_in, japanese_date, web_address
from gappon.publication import Book, Chapter, Listing, Matter, Text


def make(book: Book, materials: Materials) -> Iterator[Matter]:
    """Yield the colophon; in print it begins where chapters may begin."""
    sources = [_source(chapter, book) for chapter in book.chapters]
    yield Matter(
        key="colophon",
        role="colophon",
        title=labels(book.imprint.language)["colophon"],
        content=Text(fill_in("colophon.html.j2", book, materials.theme, sources=sources)),
        start=book.chapter_start,
        listed=(Listing.NAVIGATION, Listing.OUTLINE),
    )


def _source(chapter: Chapter, book: Book) -> dict[str, str]:
    """Return title, date and address of a post."""
    web = web_address(chapter.post, book.imprint)
    return {
        "title": chapter.title,
        "date": japanese_date(chapter.post.date),
        "url": web,
        "url_text": unquote(web),
    }
