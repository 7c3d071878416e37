"""What a kind of site says of itself: the protocol that all sources follow, and its values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, ClassVar, Protocol, Self

from gappon.diagnostics import Notice, Notices
from gappon.publication import Dialect, ImagePlaces
from gappon.sources import frontmatter, permalink
from gappon.sources.files import MDX, PostFile, own_folder, post_file, walk
from gappon.sources.frontmatter import FrontMatter
from gappon.sources.visibility import DRAFT, PUBLISHED, HidingRule


@dataclass(frozen=True)
class OwnSettings:
    """What a site's own configuration says.

    Attributes:
        values: settings as ``gappon.yaml`` would have them.
        ignored: by their keys, notices of those that cannot be used.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    ignored: Mapping[str, Notice] = field(default_factory=dict)


@dataclass(frozen=True)
class PostFacts:
    """What of a post its address is made of, and the names by which others refer to it.

    Attributes:
        file: where it is.
        date: of the post, or of its file's name; None when there is none.
        slug: the front matter's, else the file's.
        categories: as the site has them.
        title: plain text.
        language: of the post; empty when nothing says it.
        site_language: of posts that say none.
        values: its front matter.
    """

    file: PostFile
    date: datetime | None
    slug: str
    categories: tuple[str, ...] = ()
    title: str = ""
    language: str = ""
    site_language: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def foreign_language(self) -> str:
        """The language, when it is not the site's."""
        return "" if self.language == self.site_language else self.language


@dataclass(frozen=True)
class Fields:
    """Front matter keys by what they say; the first that says something counts.

    Attributes:
        begin, end: of the time in which the post is public.
        words: a string of tags or categories has one name a word.
    """

    title: tuple[str, ...] = ("title",)
    date: tuple[str, ...] = ("date", "publishDate")
    modified: tuple[str, ...] = ("last_modified_at", "lastmod", "updated")
    categories: tuple[str, ...] = ("categories", "category")
    tags: tuple[str, ...] = ("tags", "tag")
    authors: tuple[str, ...] = ("authors", "author")
    excerpt: tuple[str, ...] = ("excerpt", "description", "summary")
    image: tuple[str, ...] = ("image", "cover", "thumbnail")
    permalink: tuple[str, ...] = ("permalink", "url")
    aliases: tuple[str, ...] = ("aliases", "redirect_from")
    series: tuple[str, ...] = ("series",)
    weight: tuple[str, ...] = ("weight", "order")
    language: tuple[str, ...] = ("lang", "language")
    slug: tuple[str, ...] = ("slug",)
    begin: tuple[str, ...] = ()
    end: tuple[str, ...] = ()
    words: bool = False


class Source(Protocol):
    """A site folder of one kind. What is written here holds where a kind says nothing else.

    Attributes:
        name: as ``kind`` in ``gappon.yaml``.
        fields: the keys of its front matter.
        hiding: the keys that say whether a post is public.
        has_generator: a program makes a web site of it; else it is a folder of files.
        fields_are_placeholders: a permalink may name keys of the front matter.
        base: the folder where the site begins.
    """

    name: ClassVar[str]
    fields: ClassVar[Fields] = Fields()
    hiding: ClassVar[tuple[HidingRule, ...]] = (DRAFT, PUBLISHED)
    has_generator: ClassVar[bool] = True
    fields_are_placeholders: ClassVar[bool] = False
    base: Path

    @classmethod
    def recognise(cls, folder: Path) -> str:
        """Say by what the folder is of this kind; empty when it is not."""
        ...

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Return the site that begins in a folder, its own configuration read.

        Raises:
            ConfigError: that is not YAML, TOML …
        """
        ...

    def settings(self) -> OwnSettings:
        """Return what its own configuration says of titles, addresses, languages …"""
        return OwnSettings()

    def images(self) -> ImagePlaces:
        """Return where its posts' images are, relative to where the site begins."""
        return ImagePlaces()

    def dialect(self) -> Dialect:
        """Return what its Markdown holds besides Markdown."""
        return Dialect()

    def dialect_of(self, file: PostFile, values: Mapping[str, Any]) -> Dialect:
        """Return what a file holds besides Markdown; ``.mdx`` is MDX anywhere.

        Args:
            file: the file.
            values: its front matter.
        """
        dialect = self.dialect()
        if file.path.suffix.lower() not in MDX or "mdx" in dialect.marks:
            return dialect
        return replace(dialect, leftovers="mdx", marks=(*dialect.marks, "mdx"))

    def folders(self) -> Sequence[Path]:
        """Return the folders with posts."""
        return [self.base]

    def files(self, folder: Path) -> Iterator[Path]:
        """Yield the files below a folder that may be posts, in the order of their paths."""
        return walk(folder, own_folder)

    def place(self, path: Path) -> PostFile:
        """Return what a file's place and name say of the post in it."""
        return post_file(path, self.base)

    def front_matter(self, text: str, notices: Notices) -> FrontMatter:
        """Take the front matter off a file's text."""
        return frontmatter.split(text, notices)

    def with_defaults(self, values: Mapping[str, Any], file: PostFile) -> Mapping[str, Any]:
        """Return front matter together with what the site says for all posts of a place."""
        return values

    def tags_in(self, body: str) -> Sequence[str]:
        """Return the tags that stand in a text."""
        return ()

    def pattern(self, configured: str, post: PostFacts) -> str:
        """Return the pattern of a post's path.

        Args:
            configured: the one in ``gappon.yaml`` or the site's own; empty: the kind's.
            post: may have one by its place.
        """
        return permalink.STYLES.get(configured, configured or permalink.STYLES["date"])

    def placeholders(self, post: PostFacts) -> Mapping[str, str]:
        """Return what the placeholders of patterns stand for in the path of a post."""
        return permalink.of_date(post.date) | {
            "title": post.slug,
            "slug": post.slug,
            "name": post.slug,
            "categories": "/".join(name.lower() for name in post.categories),
            "output_ext": ".html",
        }

    def own_path(self, written: str, post: PostFacts) -> str:
        """Return the path that a post's front matter says."""
        return permalink.expand(written, self.placeholders(post))

    def names(self, post: PostFacts) -> tuple[str, ...]:
        """Return what other posts may call it in links by name, without suffix."""
        path = PurePosixPath(post.file.inner)
        return distinct(path.stem, post.slug, path.parent.name)

    def addresses(self, post: PostFacts) -> Sequence[str]:
        """Return the addresses that all sites of the kind share: ``//host/*/articles/slug``."""
        return ()


def distinct(*names: str) -> tuple[str, ...]:
    """Return names that tell posts apart, each once: those of all posts' folders are taken out."""
    common = ("index", "_posts", "posts", "content", ".", "")
    return tuple(dict.fromkeys(name for name in names if name not in common))
