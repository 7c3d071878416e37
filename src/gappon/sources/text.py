"""A folder of text files: no Markdown, each line as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from gappon.diagnostics import Notices
from gappon.publication import Dialect, Reason
from gappon.sources.base import Source
from gappon.sources.files import MARKDOWN, PostFile, own_folder, post_file, walk
from gappon.sources.frontmatter import FrontMatter

# What lies in a repository, or at the top of a web site, besides texts.
PAGES = frozenset({"readme", "license", "changelog", "contributing", "requirements", "robots"})
SUFFIXES = frozenset({".txt", ".text"})
# What Markdown would take for marks (CommonMark §2.4, and what Japanese text adds to it).
MARKS = re.compile(r"([\\`*_{}\[\]<>()#+.!|~=:$^&\-])")
INDENT = re.compile(r"^[ \t]+", re.MULTILINE)


@dataclass(frozen=True)
class TextFiles(Source):
    """A folder of text files; the first line of each is its title."""

    name = "text"
    has_generator = False
    base: Path

    @classmethod
    def recognise(cls, folder: Path) -> str:
        """Know the folder by text files, where there is no Markdown."""
        if next(walk(folder, own_folder, MARKDOWN), None) is not None:
            return ""
        texts = (path for path in walk(folder, own_folder, SUFFIXES) if not _is_page(path))
        found = next(texts, None)
        return f"{found.relative_to(folder).as_posix()}, and no Markdown" if found else ""

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Return the folder; there is no configuration to be read."""
        return cls(folder)

    def dialect(self) -> Dialect:
        """Return that lines end where they end."""
        return Dialect(hard_breaks=True)

    def files(self, folder: Path) -> Iterator[Path]:
        """Yield the text files below."""
        return walk(folder, own_folder, SUFFIXES)

    def place(self, path: Path) -> PostFile:
        """Take the files of a repository that are about it for pages."""
        file = post_file(path, self.base)
        return replace(file, reason=Reason.PAGE) if _is_page(path) else file

    def front_matter(self, text: str, notices: Notices) -> FrontMatter:
        """Take the first line for the title; make marks of Markdown letters."""
        text = text.removeprefix("\ufeff")
        lead = len(text) - len(text.lstrip("\n"))
        title, _, body = text[lead:].partition("\n")
        escaped = MARKS.sub(r"\\\1", INDENT.sub("", body))
        first = text.count("\n", 0, lead) + 1
        return FrontMatter(
            {"title": MARKS.sub(r"\\\1", title.strip())}, escaped, first + 1, {"title": first}
        )


def _is_page(path: Path) -> bool:
    return path.stem.lower() in PAGES
