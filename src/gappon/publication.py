"""The types that travel through the house: Post → Volume → Book (matter, parts, chapters).

All are frozen: a step takes values and returns new ones.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Literal

from gappon.diagnostics import Notice

BEFORE_ALL = datetime(1, 1, 2, tzinfo=UTC)

Leftovers = Literal["liquid", "hugo", "hexo", "obsidian", "mdx", "none"]
Marks = Literal["zenn", "qiita", "hexo", "obsidian", "mdx"]


@dataclass(frozen=True)
class Dialect:
    """What the posts of a kind of site hold besides Markdown: facts for the converter.

    Attributes:
        leftovers: what the site's generator would have resolved; ``none``: braces are text.
        hard_breaks: a line end within a paragraph is a line break.
        marks: kinds of site whose own marks are read (``:::message``, ``[[note]]`` …).
    """

    leftovers: Leftovers = "none"
    hard_breaks: bool = False
    marks: tuple[Marks, ...] = ()


@dataclass(frozen=True)
class ImagePlaces:
    """Where the images of a site's posts are.

    Attributes:
        static_folders: folders whose files the web site has at its top; relative to the site's.
        own_folder: a post may have a folder of its own, called as its file without the suffix.
        prefixes: beginnings of addresses that mean a folder, with that folder.
        anywhere: a file is found by its name alone, in whatever folder it lies.
    """

    static_folders: tuple[str, ...] = ("", "static", "assets", "public")
    own_folder: bool = True
    prefixes: tuple[tuple[str, str], ...] = ()
    anywhere: bool = False


@dataclass(frozen=True)
class Post:
    """One source file, read and understood but not yet converted.

    Attributes:
        source: path of the file, relative to the site folder, with ``/``.
        title: plain text, without Markdown.
        date: aware, in the site's time zone; None when nothing says it.
        body: Markdown without front matter; line ends are ``\\n``.
        body_line: 1-based line of the file at which ``body`` begins.
        permalink: path of the page on the web site, e.g. ``/2025/11/19/slug/``.
        aliases: other site paths by which posts may link here.
        names: what other posts call it in links by name (``{% post_url NAME %}``), without suffix.
        image: address of its picture, with the line of the file that says it.
        volume: title of the book that the site itself makes of it and others.
        weight: its place among others, where that is not by date.
        extra: further front matter of use to themes and EPUB metadata (``title_kana`` …).
        dialect: what its body holds besides Markdown.
    """

    source: str
    title: str
    date: datetime | None
    body: str
    body_line: int = 1
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    excerpt: str = ""
    image: str = ""
    image_line: int = 1
    permalink: str = ""
    aliases: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    modified: datetime | None = None
    series: str = ""
    volume: str = ""
    weight: int = 0
    language: str = ""
    slug: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
    dialect: Dialect = Dialect()
    notices: tuple[Notice, ...] = ()

    @cached_property
    def key(self) -> str:
        """Short stable name of the post, an XML NCName: ``p`` and ten hexadecimal digits."""
        return "p" + hashlib.sha256(self.source.encode("utf-8", "surrogateescape")).hexdigest()[:10]

    @property
    def moment(self) -> datetime:
        """The date for sorting; posts without one come before all others."""
        return self.date or BEFORE_ALL

    @property
    def characters(self) -> int:
        """Length of the Markdown body in characters, white space left out."""
        return len("".join(self.body.split()))


class Reason(StrEnum):
    """Why a file is in no book, as the totals name it."""

    DRAFT = "draft"
    UNPUBLISHED = "unpublished"
    PRIVATE = "private"
    UNLISTED = "unlisted"
    EXPIRED = "expired"
    FUTURE = "future"
    EXCLUDED = "excluded"
    PAGE = "page"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class LeftOut:
    """A file that looks like a post and is in no book.

    Attributes:
        source: its path, relative to the site folder.
        reason: see :class:`Reason`.
        notices: what was found in it.
    """

    source: str
    reason: Reason
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class Site:
    """All posts of a site folder, with what could not be read.

    Attributes:
        root: the folder, absolute.
        posts: by date, then source.
        images: where their images are.
        pages: pages of the site that stand in each book, by what they are there.
        left_out: files that are in no book, in the order of their names.
        notices: findings that belong to no post in ``posts``.
    """

    root: Path
    posts: tuple[Post, ...]
    images: ImagePlaces = ImagePlaces()
    pages: Mapping[str, Post] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class Volume:
    """Posts that become one book, in reading order.

    Attributes:
        identifier: UUIDv5 in hexadecimal with dashes; the same for the same site and group.
        title: e.g. ``AI技術ガイド 2025年11月``.
        subtitle: e.g. ``第2巻``, or empty.
        file_name: stem for the output files; safe on every file system.
        group: the values that the posts have in common, by field (``category``, ``month`` …).
        number: 1-based number of the part when a group was split, else 0.
        parts: how many parts the group was split into (1 when whole).
        title_kana: reading of the title, for sorting; empty when not known.
        language: of its posts; empty: the publication's.
    """

    identifier: str
    title: str
    file_name: str
    posts: tuple[Post, ...]
    subtitle: str = ""
    group: Mapping[str, str] = field(default_factory=dict)
    number: int = 0
    parts: int = 1
    title_kana: str = ""
    language: str = ""

    @property
    def characters(self) -> int:
        """Characters in all posts."""
        return sum(post.characters for post in self.posts)

    @property
    def full_title(self) -> str:
        """Title and subtitle in one line."""
        return f"{self.title} {self.subtitle}".strip()

    @property
    def newest(self) -> datetime | None:
        """Date of the newest post, modification included: the book's own date."""
        dates = (post.modified or post.date for post in self.posts)
        return max((date for date in dates if date), default=None)


@dataclass(frozen=True)
class Asset:
    """An image that a chapter shows, found, checked and ready to be stored.

    Attributes:
        name: file name in the book, made from the content's hash: ``img-0123456789ab.png``.
        media_type: an EPUB core media type.
        data: the bytes.
        width, height: in pixels (for SVG, in CSS px).
    """

    name: str
    media_type: str
    data: bytes = field(repr=False)
    width: int = 0
    height: int = 0


@dataclass(frozen=True)
class Heading:
    """A heading inside a chapter, for contents and outlines."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True)
class Chapter:
    """One post as well-formed XHTML, independent of the volume that it will be bound in.

    Attributes:
        post: where it comes from.
        body: XHTML content of the chapter's body after its head; ids are unique in the chapter;
            links to posts are ``post:KEY#fragment``; images are ``asset:NAME``.
        hero: the image of the front matter, for the chapter's head.
        headings: h2 and below, in order.
        assets: names of the assets shown, in order of appearance.
        links: keys of the posts linked to.
        has_mathml: MathML is in the body.
        images_without_alt: how many images have no alternative text.
        has_ruby: ruby is in the body.
        failure: why the post could not be converted; the body says so instead.
    """

    post: Post
    body: str = field(repr=False)
    hero: Asset | None = None
    headings: tuple[Heading, ...] = ()
    assets: tuple[Asset, ...] = ()
    links: tuple[str, ...] = ()
    has_mathml: bool = False
    has_ruby: bool = False
    images_without_alt: int = 0
    notices: tuple[Notice, ...] = ()
    failure: str = ""

    @property
    def key(self) -> str:
        """Key of the post."""
        return self.post.key

    @property
    def title(self) -> str:
        """Title of the post."""
        return self.post.title

    def without_text(self) -> Chapter:
        """Return the chapter without its text and images."""
        return replace(self, body="", hero=None, assets=())


@dataclass(frozen=True)
class Imprint:
    """Who publishes: what cover, title page, colophon and metadata need from the configuration."""

    site_title: str
    publisher: str
    authors: tuple[str, ...]
    language: str
    url: str
    description: str = ""
    rights: str = ""
    customer: str = ""
    contact: Mapping[str, str] = field(default_factory=dict)


class Start(StrEnum):
    """On which page of a spread an item begins in print (JLREQ 2.2.1: 改丁, 改ページ)."""

    ANY = "any"
    RECTO = "recto"
    VERSO = "verso"


class Listing(StrEnum):
    """Where a reader is led to an item from."""

    CONTENTS = "contents"
    """The printed contents."""
    NAVIGATION = "navigation"
    """The navigation document and the NCX of an EPUB."""
    OUTLINE = "outline"
    """The outline (bookmarks) of a PDF."""


@dataclass(frozen=True)
class Text:
    """Content that is set like text.

    Attributes:
        body: XHTML as the theme's template makes it, one ``section``; links and images are as in
            chapters.
        page: what it was made from, when that is a page of the site.
    """

    body: str = field(repr=False)
    page: Chapter | None = None


@dataclass(frozen=True)
class Picture:
    """A page that is a picture: laid out in print, an image of that in an EPUB.

    Attributes:
        body: XHTML of the page.
        alt: what stands for the image.
    """

    body: str = field(repr=False)
    alt: str = ""


@dataclass(frozen=True)
class NavigationList:
    """The items and headings of the book: in print with page numbers, in an EPUB with links.

    Attributes:
        template: of the theme, for print; it is given ``entries``.
    """

    template: str


@dataclass(frozen=True)
class Matter:
    """What stands in a book besides its chapters: cover, title page, contents, colophon ….

    Attributes:
        key: an XML NCName; names its document in an EPUB.
        role: term of the EPUB Structural Semantics Vocabulary 1.1: ``titlepage``, ``colophon`` ….
        title: as lists of items call it, in the book's language.
        content: what stands there.
        start: where it begins in print.
        numbered: its pages show their numbers in print.
        head: its running head in print; empty: none.
        page_label: what a viewer calls its pages instead of their numbers.
        listed: where a reader is led to it from.
        landmark: what landmarks of an EPUB call it; empty: it is none.
        style_sheets: of the theme, for print, besides those of all pages.
        formats: in which it appears; empty: in all.
    """

    key: str
    role: str
    title: str
    content: Text | Picture | NavigationList
    start: Start = Start.ANY
    numbered: bool = True
    head: str = ""
    page_label: str = ""
    listed: tuple[Listing, ...] = ()
    landmark: str = ""
    style_sheets: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()

    @property
    def late(self) -> bool:
        """In print it shows page numbers, so it is laid out when these are known."""
        return isinstance(self.content, NavigationList)


@dataclass(frozen=True)
class Part:
    """Chapters under a common title (部).

    Attributes:
        key: an XML NCName.
        number: counted from 1; 0: none.
        lead: plain text under the title.
        body: XHTML of its title page (中扉), one ``section``; empty where the theme has none.
        start: where its title page begins in print.
    """

    key: str
    title: str
    chapters: tuple[Chapter, ...]
    number: int = 0
    lead: str = ""
    body: str = field(default="", repr=False)
    start: Start = Start.ANY

    def without_text(self) -> Part:
        """Return the part, its chapters without text and images."""
        return replace(self, chapters=tuple(chapter.without_text() for chapter in self.chapters))

    @property
    def first(self) -> str:
        """Key of where it begins: its title page, else its first chapter."""
        return self.key if self.body or not self.chapters else self.chapters[0].key


Item = Matter | Part | Chapter


@dataclass(frozen=True)
class Book:
    """A volume whose posts have been converted: the meeting place of all exporters.

    Attributes:
        items: in reading order.
        chapter_start: where chapters begin in print.
        has_text: its chapters have been converted; else they have but their titles.
    """

    volume: Volume
    items: tuple[Item, ...]
    imprint: Imprint
    chapter_start: Start = Start.ANY
    has_text: bool = True

    @property
    def title(self) -> str:
        """Title with subtitle."""
        return self.volume.full_title

    @cached_property
    def chapters(self) -> tuple[Chapter, ...]:
        """All chapters, those of parts too."""
        nested = (
            item.chapters if isinstance(item, Part) else (item,)
            for item in self.items
            if not isinstance(item, Matter)
        )
        return tuple(chapter for chapters in nested for chapter in chapters)

    @property
    def matter(self) -> tuple[Matter, ...]:
        """What is neither part nor chapter."""
        return tuple(item for item in self.items if isinstance(item, Matter))

    @cached_property
    def converted(self) -> tuple[Chapter, ...]:
        """All that was converted: chapters, and pages of the site that matter is made of."""
        contents = (matter.content for matter in self.matter)
        pages = (text.page for text in contents if isinstance(text, Text) and text.page)
        return (*self.chapters, *pages)

    @property
    def assets(self) -> dict[str, Asset]:
        """All assets by name, each once, in order of appearance."""
        return {asset.name: asset for text in self.converted for asset in text.assets}

    @property
    def authors(self) -> tuple[str, ...]:
        """Authors of the posts in order of appearance, else those of the imprint."""
        names = dict.fromkeys(name for c in self.chapters for name in c.post.authors)
        return tuple(names) or self.imprint.authors

    @property
    def subjects(self) -> tuple[str, ...]:
        """Categories and tags of the posts, the most frequent first."""
        counts: dict[str, int] = {}
        for chapter in self.chapters:
            for name in (*chapter.post.categories, *chapter.post.tags):
                counts[name] = counts.get(name, 0) + 1
        return tuple(sorted(counts, key=lambda name: (-counts[name], name)))

    def for_format(self, name: str) -> Book:
        """Return the book with the items that a format has."""
        kept = (
            item
            for item in self.items
            if not isinstance(item, Matter) or not item.formats or name in item.formats
        )
        return replace(self, items=tuple(kept))

    def without_text(self) -> Book:
        """Return the book without its chapters' text and images, for when they are compiled."""
        lighter = (item if isinstance(item, Matter) else item.without_text() for item in self.items)
        return replace(self, items=tuple(lighter), has_text=False)

    def notices(self) -> Iterator[Notice]:
        """All notices of what was converted."""
        for text in self.converted:
            yield from text.post.notices
            yield from text.notices


@dataclass(frozen=True)
class Artifact:
    """Base of what is made of a book for its exporters to use."""


@dataclass(frozen=True)
class CoverImage(Artifact):
    """The cover as an image: a PNG, or a JPEG where it is like a photograph."""

    data: bytes = field(repr=False)

    @property
    def media_type(self) -> str:
        """Its media type."""
        return "image/png" if self.data.startswith(b"\x89PNG") else "image/jpeg"


@dataclass(frozen=True)
class ItemPages:
    """The printed pages of an item.

    Attributes:
        first: number of its first page.
        characters: how many characters, white space left out, stand on each page.
    """

    first: int
    characters: tuple[int, ...]

    @property
    def numbers(self) -> range:
        """Its page numbers."""
        return range(self.first, self.first + len(self.characters))


@dataclass(frozen=True)
class Pagination(Artifact):
    """Where the pages of a volume's PDF begin.

    Attributes:
        source: what the pages are those of.
        items: pages of chapters, and of matter made from pages of the site, by key.
    """

    source: str
    items: Mapping[str, ItemPages] = field(default_factory=dict)
