"""A book → what the catalogue of finished volumes says of it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from lxml import etree

from gappon.catalogue import (
    Article,
    Person,
    Publication,
    Section,
    VolumeRecord,
)
from gappon.publication import Book, Chapter, Imprint, Part, Post

EXCERPT_CHARACTERS = 90
SENTENCE_ENDS = "。！？!?"
UNREAD = ("rt", "rp", "pre", "table", "math", "figure", "aside")
READ: Callable[[etree._Element], list[str]] = etree.XPath(  # type: ignore[assignment]
    "descendant::text()[not(ancestor::*["
    + " or ".join(f"local-name()='{name}'" for name in UNREAD)
    + "])]"
)


def record(book: Book, readings: Mapping[str, str], web: Mapping[str, str]) -> VolumeRecord:
    """Return what there is to say of a volume, before it has files.

    Args:
        book: with the text of its chapters, from which excerpts are taken.
        readings: kana by name.
        web: addresses of posts by key.
    """
    volume, imprint = book.volume, book.imprint
    people = _People(readings, volume.posts)
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
        issued=_moment(max((post.date for post in volume.posts if post.date), default=None)),
        modified=_moment(volume.newest),
        sections=tuple(_sections(book, people, web)),
    )


def publication_of(imprint: Imprint) -> Publication:
    """Return who publishes."""
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


def _sections(book: Book, people: _People, web: Mapping[str, str]) -> list[Section]:
    """Return the parts of a book; chapters that stand between them are sections without a title."""
    sections: list[Section] = []
    for item in book.items:
        if isinstance(item, Part):
            articles = tuple(_article(chapter, people, web) for chapter in item.chapters)
            sections.append(Section(item.title, articles))
        elif isinstance(item, Chapter):
            article = _article(item, people, web)
            if sections and not sections[-1].title:
                sections[-1] = Section("", (*sections[-1].articles, article))
            else:
                sections.append(Section("", (article,)))
    return sections


def _article(chapter: Chapter, people: _People, web: Mapping[str, str]) -> Article:
    post = chapter.post
    return Article(
        key=chapter.key,
        title=post.title,
        reading=post.extra.get("title_kana", ""),
        authors=tuple(people.named(name) for name in post.authors),
        excerpt=" ".join(post.excerpt.split()) or opening(chapter.body),
        date=_moment(post.date),
        path=post.permalink,
        url=web.get(chapter.key, ""),
        series=post.series,
        tags=post.tags,
    )


def _month(posts: Iterable[Post]) -> str:
    return max((f"{post.date:%Y-%m}" for post in posts if post.date), default="")


def _moment(date: datetime | None) -> str:
    return date.isoformat() if date else ""


def opening(body: str, characters: int = EXCERPT_CHARACTERS) -> str:
    """Return the first sentences of a chapter's XHTML, without readings, tables and code.

    Args:
        body: well-formed content of a chapter; no more of it is read than is needed.
        characters: what goes over this is cut, at a sentence's end where one is near.
    """
    pieces: list[str] = []
    length = 0
    source = io.BytesIO(f"<div>{body}</div>".encode())
    for _, paragraph in etree.iterparse(source, tag="p", resolve_entities=False):
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
