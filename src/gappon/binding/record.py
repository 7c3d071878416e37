"""A book → what the catalogue of finished volumes says of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby

from lxml import etree

from gappon.catalogue import (
    Article,
    BookFile,
    Person,
    Publication,
    Section,
    VolumeRecord,
)
from gappon.publication import Book, Chapter, Part, Post

EXCERPT_CHARACTERS = 90
SENTENCE_ENDS = "。！？!?"
UNREAD = ("rt", "rp", "pre", "table", "math", "figure", "aside")
READ: Callable[[etree._Element], list[str]] = etree.XPath(  # type: ignore[assignment]
    "descendant::text()[not(ancestor::*["
    + " or ".join(f"local-name()='{name}'" for name in UNREAD)
    + "])]"
)


def record(
    book: Book,
    files: Iterable[BookFile],
    readings: Mapping[str, str] | None = None,
    web: Mapping[str, str] | None = None,
) -> VolumeRecord:
    """Return what there is to say of a finished volume.

    Args:
        book: with the text of its chapters, from which excerpts are taken.
        files: the finished ones.
        readings: kana by name.
        web: addresses of posts by key.
    """
    volume, imprint = book.volume, book.imprint
    known = readings or {}
    people = _People(known, volume.posts)
    return VolumeRecord(
        identifier=volume.identifier,
        name=volume.file_name,
        title=volume.title,
        subtitle=volume.subtitle,
        reading=volume.title_kana,
        publication=imprint.site_title,
        publisher=imprint.publisher,
        rights=imprint.rights,
        language=imprint.language,
        description=imprint.description,
        group={name: value for name, value in volume.group.items() if value},
        month=_month(volume.posts),
        position=volume.number,
        authors=tuple(people.named(name) for name in book.authors),
        subjects=book.subjects,
        issued=max((post.date.isoformat() for post in volume.posts), default=""),
        modified=volume.newest.isoformat() if volume.posts else "",
        sections=tuple(_sections(book, people, web or {})),
        files=tuple(files),
    )


def publication_of(book: Book) -> Publication:
    """Return who publishes a book."""
    imprint = book.imprint
    return Publication(
        title=imprint.site_title,
        publisher=imprint.publisher,
        description=imprint.description,
        language=imprint.language,
        url=imprint.url,
        rights=imprint.rights,
    )


class _People:
    """Readings of names: as a post gives its author's, else as the configuration does."""

    def __init__(self, readings: Mapping[str, str], posts: Iterable[Post]) -> None:
        self._readings = dict(readings)
        for post in posts:
            if post.authors and post.extra.get("author_kana"):
                self._readings[post.authors[0]] = post.extra["author_kana"]

    def named(self, name: str) -> Person:
        return Person(name, self._readings.get(name, ""))


def _sections(book: Book, people: _People, web: Mapping[str, str]) -> Iterator[Section]:
    """Yield the parts of a book; chapters that stand between them are sections without a title."""
    for is_part, items in groupby(book.items, key=lambda item: isinstance(item, Part)):
        if is_part:
            for part in items:
                if isinstance(part, Part):
                    articles = tuple(_article(chapter, people, web) for chapter in part.chapters)
                    yield Section(part.title, articles)
        else:
            chapters = [item for item in items if isinstance(item, Chapter)]
            if chapters:
                yield Section("", tuple(_article(chapter, people, web) for chapter in chapters))


def _article(chapter: Chapter, people: _People, web: Mapping[str, str]) -> Article:
    post = chapter.post
    return Article(
        key=chapter.key,
        title=post.title,
        reading=post.extra.get("title_kana", ""),
        authors=tuple(people.named(name) for name in post.authors),
        excerpt=" ".join(post.excerpt.split()) or opening(chapter.body),
        date=post.date.isoformat(),
        path=post.permalink,
        url=web.get(chapter.key, ""),
        series=post.series,
        tags=post.tags,
    )


def _month(posts: Iterable[Post]) -> str:
    return max((f"{post.date:%Y-%m}" for post in posts), default="")


def opening(body: str, characters: int = EXCERPT_CHARACTERS) -> str:
    """Return the first sentences of a chapter's XHTML, without readings, tables and code.

    Args:
        body: well-formed content of a chapter.
        characters: what goes over this is cut, at a sentence's end where one is near.
    """
    if not body:
        return ""
    root = etree.fromstring(f"<div>{body}</div>", etree.XMLParser(resolve_entities=False))
    pieces: list[str] = []
    length = 0
    for paragraph in root.iter("p"):
        text = " ".join("".join(READ(paragraph)).split())
        pieces.append(text)
        length += len(text)
        if length >= characters:
            break
    return _cut("".join(pieces), characters)


def _cut(text: str, characters: int) -> str:
    if len(text) <= characters:
        return text
    start = text[:characters]
    end = max(start.rfind(mark) for mark in SENTENCE_ENDS) + 1
    return start[:end] if end > characters // 2 else start.rstrip() + "…"
