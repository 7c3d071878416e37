"""A plain folder of Markdown files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

from gappon.publication import Dialect, Marks, Reason
from gappon.sources.base import Fields, Source
from gappon.sources.files import POST_FOLDERS, PostFile, post_file
from gappon.sources.visibility import EVERY_RULE

# What lies in a repository beside the posts.
PAGES = frozenset({"readme.md", "license.md", "changelog.md", "contributing.md"})

# Keys that only these services have; articles are taken out of their repositories.
WRITTEN_FOR: tuple[tuple[frozenset[str], tuple[Marks, ...]], ...] = (
    (frozenset({"emoji", "topics"}), ("zenn",)),
    (frozenset({"ignorePublish"}), ("qiita",)),
)


@dataclass(frozen=True)
class Plain(Source):
    """A folder of Markdown files, in folders as their author likes."""

    name = "plain"
    has_generator = False
    fields = Fields(
        date=(
            "date",
            "published_at",
            "pubDate",
            "publishDate",
            "created_at",
            "created",
            "updated_at",
        ),
        modified=(
            "last_modified_at",
            "lastmod",
            "updated",
            "updated_at",
            "updatedDate",
            "modified",
        ),
        tags=("tags", "tag", "topics"),
        image=("image", "cover", "thumbnail", "heroImage"),
        weight=("weight", "order", "sidebar_position"),
        begin=("publishDate",),
        end=("expiryDate",),
        words=True,
    )
    hiding = EVERY_RULE
    base: Path

    @classmethod
    def recognise(cls, folder: Path) -> str:
        """Take any folder."""
        return "a folder of Markdown files"

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Return the site; there is no configuration to be read."""
        return cls(folder)

    def dialect_of(self, file: PostFile, values: Mapping[str, Any]) -> Dialect:
        """Return the dialect of the service for which a post was written, by its front matter."""
        for keys, marks in WRITTEN_FOR:
            if keys <= values.keys():
                return Dialect(hard_breaks=True, marks=marks)
        return super().dialect_of(file, values)

    def place(self, path: Path) -> PostFile:
        """Take the files of a repository that are about it for pages."""
        name = path.name.lower()
        is_page = (name in PAGES or name.startswith("_")) and path.parent.name not in POST_FOLDERS
        file = post_file(path, self.base)
        return replace(file, reason=Reason.PAGE) if is_page else file
