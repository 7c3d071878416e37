"""Zenn (zenn.dev/zenn/articles/zenn-cli-guide): ``articles`` and ``books``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from gappon.errors import ConfigError
from gappon.publication import Dialect, ImagePlaces, Reason
from gappon.sources.base import Fields, PostFacts, Source
from gappon.sources.files import PostFile, mentions, post_file
from gappon.sources.visibility import PUBLISHED
from gappon.yamlfile import read_mapping

NUMBERED = re.compile(r"(\d+)\.(.+)")  # 1.introduction.md
FRONT_MATTER = (b"emoji:", b"topics:")


@dataclass(frozen=True)
class ZennBook:
    """A book: its title, whether it is public, and its chapters in their order.

    Attributes:
        chapters: names of files without suffix; empty: files are numbered.
    """

    title: str
    is_public: bool
    chapters: tuple[str, ...] = ()

    def place_of(self, stem: str) -> int:
        """Return the place of a chapter from 1 on, 0 when it is none."""
        if self.chapters:
            return self.chapters.index(stem) + 1 if stem in self.chapters else 0
        numbered = NUMBERED.fullmatch(stem)
        return int(numbered[1][:9]) if numbered else 0


@dataclass(frozen=True)
class Zenn(Source):
    """A repository of Zenn: each article is a post, each book a volume."""

    name = "zenn"
    fields = Fields(date=("published_at", "date"), tags=("topics",), permalink=())
    hiding = (PUBLISHED,)
    base: Path
    books: Mapping[str, ZennBook] = field(default_factory=dict)

    @classmethod
    def recognise(cls, folder: Path) -> str:
        """Know the site by zenn-cli, by a book's configuration, or by an article's front matter."""
        if not any((folder / name).is_dir() for name in ("articles", "books")):
            return ""
        if mentions(folder / "package.json", b'"zenn-cli"'):
            return "articles/ or books/ is there, and package.json names zenn-cli"
        config = next(iter(sorted(folder.glob("books/*/config.y*ml"))), None)
        if config is not None:
            return f"{config.relative_to(folder).as_posix()} is there"
        for path in sorted(folder.glob("articles/*.md"))[:20]:
            if all(mentions(path, key) for key in FRONT_MATTER):
                return f"articles/{path.name} has emoji and topics"
        return ""

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Read the configurations of its books."""
        paths = sorted(folder.glob("books/*/config.y*ml"))
        return cls(folder, {path.parent.name: _book(path) for path in paths})

    def dialect(self) -> Dialect:
        """Return Zenn's own Markdown, which breaks lines where the author does."""
        return Dialect(hard_breaks=True, marks=("zenn",))

    def images(self) -> ImagePlaces:
        """Return the top of the repository; addresses begin with ``/images/``."""
        return ImagePlaces(("",), own_folder=False)

    def folders(self) -> Sequence[Path]:
        """Return articles and books."""
        return [self.base / "articles", self.base / "books"]

    def place(self, path: Path) -> PostFile:
        """Say of a chapter its book and its place in it; one that is not listed is not public."""
        file = replace(post_file(path, self.base), slug=path.stem)
        if path.parent.parent.name != "books":
            return replace(file, section="articles")
        book = self.books.get(path.parent.name, ZennBook(path.parent.name, is_public=True))
        place = book.place_of(path.stem)
        numbered = NUMBERED.fullmatch(path.stem)
        reason = None if book.is_public else Reason.UNPUBLISHED
        return replace(
            file,
            slug=numbered[2] if numbered and not book.chapters else path.stem,
            section=path.parent.name,
            volume=book.title,
            weight=place,
            reason=reason or (None if place else Reason.UNLISTED),
        )

    def pattern(self, configured: str, post: PostFacts) -> str:
        """Return the path below the author's page."""
        return configured or (
            "/books/:book/viewer/:slug" if post.file.volume else "/articles/:slug"
        )

    def placeholders(self, post: PostFacts) -> Mapping[str, str]:
        """Return ``:book`` besides what all kinds have."""
        return {**super().placeholders(post), "book": post.file.section}

    def addresses(self, post: PostFacts) -> Sequence[str]:
        """Return the address at zenn.dev, whoever its author is: slugs are its own."""
        return [
            f"//zenn.dev/*{self.pattern('', post)}".replace(":slug", post.slug).replace(
                ":book", post.file.section
            )
        ]


def _book(path: Path) -> ZennBook:
    values: dict[str, Any] = read_mapping(path, ConfigError)
    chapters = values.get("chapters")
    return ZennBook(
        title=str(values.get("title") or path.parent.name),
        is_public=values.get("published") is True,
        chapters=tuple(map(str, chapters)) if isinstance(chapters, list) else (),
    )
