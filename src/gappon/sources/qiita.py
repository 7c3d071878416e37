"""Qiita CLI (github.com/increments/qiita-cli): one file an article in ``public``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from gappon.publication import Dialect, ImagePlaces
from gappon.sources.base import Fields, PostFacts, Source
from gappon.sources.files import mentions
from gappon.sources.visibility import NOT_SENT, PRIVATE

CONFIG_FILE = "qiita.config.json"


@dataclass(frozen=True)
class Qiita(Source):
    """A folder of the Qiita CLI."""

    name = "qiita"
    fields = Fields(date=("created_at", "updated_at"), modified=("updated_at",), permalink=())
    hiding = (PRIVATE, NOT_SENT)
    base: Path

    @classmethod
    def recognise(cls, folder: Path) -> str:
        """Know the site by its configuration, or by the front matter that the CLI writes."""
        paths = sorted(folder.glob("public/*.md"))
        if paths and (folder / CONFIG_FILE).is_file():
            return f"{CONFIG_FILE} and public/ are there"
        for path in paths[:20]:
            if mentions(path, b"ignorePublish:"):
                return f"public/{path.name} has ignorePublish"
        return ""

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Return the site; its configuration says nothing of posts."""
        return cls(folder)

    def dialect(self) -> Dialect:
        """Return Qiita's own Markdown, which breaks lines where the author does."""
        return Dialect(hard_breaks=True, marks=("qiita",))

    def images(self) -> ImagePlaces:
        """Return the top of the folder; Qiita keeps images itself."""
        return ImagePlaces(("", "public"), own_folder=False)

    def folders(self) -> Sequence[Path]:
        """Return ``public``."""
        return [self.base / "public"]

    def pattern(self, configured: str, post: PostFacts) -> str:
        """Return the path below the author's page."""
        return configured or "/items/:id"

    def placeholders(self, post: PostFacts) -> Mapping[str, str]:
        """Return ``:id``, the file's name where the article has none yet."""
        return {**super().placeholders(post), "id": _id(post) or post.slug}

    def addresses(self, post: PostFacts) -> Sequence[str]:
        """Return the address at qiita.com, whoever its author is: identifiers are its own."""
        return [f"//qiita.com/*/items/{_id(post)}"] if _id(post) else []


def _id(post: PostFacts) -> str:
    value = post.values.get("id")
    return value if isinstance(value, str) else ""
