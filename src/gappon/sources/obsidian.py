"""Obsidian (help.obsidian.md): a vault of notes that refer to each other by name."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any, Self

from gappon.publication import Dialect, ImagePlaces, Reason
from gappon.sources.base import Fields, PostFacts, Source, distinct
from gappon.sources.files import PostFile, mentions, post_file, read_small
from gappon.sources.visibility import DRAFT, NOT_IN_PUBLISH, PRIVATE, PUBLISHED

# help.obsidian.md/tags: letters, digits, - _ /, and not digits alone; code and comments have none.
TAG = re.compile(r"(?:(?<=\s)|^)#([\w/-]*[^\W\d][\w/-]*)", re.MULTILINE)
FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})")
CODE = re.compile(r"`[^`\n]*`|%%[^%\n]*%%")


@dataclass(frozen=True)
class Obsidian(Source):
    """A vault."""

    name = "obsidian"
    fields = Fields(
        date=("date", "created", "published"),
        modified=("updated", "modified"),
        image=("image", "cover", "banner"),
        permalink=("permalink",),
        aliases=(),
    )
    hiding = (DRAFT, PUBLISHED, PRIVATE, NOT_IN_PUBLISH)
    base: Path
    templates: tuple[str, ...] = field(default_factory=tuple)

    @classmethod
    def recognise(cls, folder: Path) -> str:
        """Know the vault by its settings."""
        return ".obsidian/ is there" if (folder / ".obsidian").is_dir() else ""

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Read where templates are: they are no notes."""
        found = []
        for name in ("templates.json", "plugins/templater-obsidian/data.json"):
            values = _settings(folder / ".obsidian" / name)
            found += [values.get(key) for key in ("folder", "templates_folder")]
        return cls(
            folder, tuple(name.strip("/") for name in found if isinstance(name, str) and name)
        )

    def dialect(self) -> Dialect:
        """Return wikilinks and the like; lines break unless ``strictLineBreaks`` is on."""
        strict = mentions(self.base / ".obsidian" / "app.json", b'"strictLineBreaks": true')
        return Dialect(leftovers="obsidian", hard_breaks=not strict, marks=("obsidian",))

    def images(self) -> ImagePlaces:
        """Return the vault: an attachment is found by its name."""
        return ImagePlaces(("",), own_folder=False, anywhere=True)

    def place(self, path: Path) -> PostFile:
        """Take templates for pages; a note is called as its file."""
        file = post_file(path, self.base)
        is_template = any(file.inner.startswith(f"{folder}/") for folder in self.templates)
        return replace(file, slug=path.stem, reason=Reason.PAGE if is_template else None)

    def tags_in(self, body: str) -> Sequence[str]:
        """Return the tags in a note's text, those in code left out."""
        found: dict[str, None] = {}
        fence = ""
        for row in body.split("\n"):
            mark = FENCE.match(row)
            if mark and (not fence or mark[1].startswith(fence)):
                fence = "" if fence else mark[1]
            elif not fence and "#" in row:
                found |= dict.fromkeys(tag.rstrip("/") for tag in TAG.findall(CODE.sub("", row)))
        return tuple(found)

    def pattern(self, configured: str, post: PostFacts) -> str:
        """Return the path of the file, as Obsidian Publish has it."""
        return configured or "/:path"

    def placeholders(self, post: PostFacts) -> Mapping[str, str]:
        """Return ``:path`` besides what all kinds have."""
        path = PurePosixPath(post.file.inner).with_suffix("").as_posix()
        return {**super().placeholders(post), "path": path.replace(" ", "+")}

    def names(self, post: PostFacts) -> tuple[str, ...]:
        """Return the note's name and path, and the aliases that it says."""
        path = PurePosixPath(post.file.inner).with_suffix("")
        written = post.values.get("aliases") or post.values.get("alias")
        aliases = written if isinstance(written, list) else [written]
        names = [path.as_posix(), path.name, *(name for name in aliases if isinstance(name, str))]
        return distinct(*names, *(name.casefold() for name in names))


def _settings(path: Path) -> dict[str, Any]:
    """Return the settings of a JSON file of Obsidian's, none when it cannot be read."""
    try:
        values = json.loads(read_small(path) or b"{}")
    except (ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}
