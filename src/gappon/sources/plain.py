"""A plain folder of Markdown files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from gappon.sources import permalink
from gappon.sources.base import PostFacts, Source
from gappon.sources.files import POST_FOLDERS, PostFile, post_file

# What lies in a repository beside the posts.
PAGES = frozenset({"readme.md", "license.md", "changelog.md", "contributing.md"})


@dataclass(frozen=True)
class Plain(Source):
    """A folder of Markdown files, in folders as their author likes."""

    name = "plain"
    base: Path

    @classmethod
    def recognise(cls, folder: Path) -> str:
        """Take any folder."""
        return "a folder of Markdown files"

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Return the site; there is no configuration to be read."""
        return cls(folder)

    def place(self, path: Path) -> PostFile:
        """Take the files of a repository that are about it for pages."""
        name = path.name.lower()
        is_page = (name in PAGES or name.startswith("_")) and path.parent.name not in POST_FOLDERS
        return replace(post_file(path, self.base), is_page=is_page)

    def permalink(self, pattern: str, post: PostFacts) -> str:
        """Return a path as Jekyll makes it, for want of anything that says how."""
        return permalink.expand(pattern, post.date, post.slug, post.categories)
