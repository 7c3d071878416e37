"""Hugo (gohugo.io/documentation): posts in ``content``, alone or in page bundles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any, Self

from gappon.publication import Dialect, Reason
from gappon.sources.base import Fields, OwnSettings, PostFacts, Source, distinct
from gappon.sources.files import PostFile, post_file
from gappon.sources.settings import ConfigFile, SettingsReader, read_first
from gappon.sources.visibility import DRAFT

OWN_CONFIG_FILES = ("hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json")
OLD_CONFIG_FILES = ("config.toml", "config.yaml", "config.yml", "config.json")
CONTENT = "content"


@dataclass(frozen=True)
class Hugo(Source):
    """A Hugo site."""

    name = "hugo"
    dialect = Dialect(leftovers="hugo")
    fields = Fields(begin=("publishDate", "published"), end=("expiryDate", "unpublishdate"))
    hiding = (DRAFT,)
    base: Path
    config: ConfigFile = field(default_factory=ConfigFile)

    @classmethod
    def recognise(cls, folder: Path) -> str:
        """Know the site by its configuration; that of an old site says it only with ``content``."""
        old = OLD_CONFIG_FILES if (folder / CONTENT).is_dir() else ()
        return next(
            (f"{name} is there" for name in OWN_CONFIG_FILES + old if (folder / name).is_file()), ""
        )

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Read ``hugo.toml``, or what it was called before."""
        return cls(folder, read_first(folder, OWN_CONFIG_FILES + OLD_CONFIG_FILES))

    def settings(self) -> OwnSettings:
        """Return title, address, author …, and which posts the site shows."""
        reader = SettingsReader(self.config)
        reader.take_common()
        reader.take_posts(future="buildFuture", drafts="buildDrafts")
        if pattern := _permalink_of_posts(self.config.values):
            reader.values["permalink"] = pattern
        return reader.settings()

    def folders(self) -> Sequence[Path]:
        """Return ``content``."""
        return [self.base / CONTENT]

    def place(self, path: Path) -> PostFile:
        """Say the section: the first folder below ``content``."""
        file = post_file(path, self.base)
        parts = PurePosixPath(file.inner).parts
        section = parts[1] if len(parts) > 1 and parts[0] == CONTENT else ""
        is_list = path.stem.lower().partition(".")[0] == "_index"
        return replace(file, section=section, reason=Reason.PAGE if is_list else None)

    def placeholders(self, post: PostFacts) -> Mapping[str, str]:
        """Return those that Hugo has (gohugo.io/configuration/permalinks)."""
        section = {"section": post.file.section, "sections": post.file.section}
        names = ("filename", "slugorfilename", "contentbasename", "slugorcontentbasename")
        return {**super().placeholders(post), **section, **dict.fromkeys(names, post.slug)}

    def names(self, post: PostFacts) -> tuple[str, ...]:
        """Return the path below ``content``, as ``ref`` and ``relref`` take it, and its end."""
        path = PurePosixPath(post.file.inner).with_suffix("")
        below = path.relative_to(CONTENT) if path.parts[0] == CONTENT else path
        bundle = below.parent.as_posix() if below.name == "index" else ""
        return distinct(below.as_posix(), bundle, path.name, post.slug, path.parent.name)


def _permalink_of_posts(config: Mapping[str, Any]) -> str:
    links = config.get("permalinks")
    section = links.get("page", links) if isinstance(links, dict) else None
    found = isinstance(section, dict) and (section.get("posts") or section.get("post"))
    return found if isinstance(found, str) else ""
