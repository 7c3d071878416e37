"""Jekyll (jekyllrb.com/docs): ``_posts`` in any folder, ``_config.yml`` with defaults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Self

from gappon.publication import Dialect
from gappon.sources.base import Fields, OwnSettings, PostFacts, Source
from gappon.sources.files import PostFile, any_folder, folders_called, walk
from gappon.sources.settings import ConfigFile, SettingsReader, read_first

CONFIG_FILES = ("_config.yml", "_config.yaml")


@dataclass(frozen=True)
class Jekyll(Source):
    """A Jekyll site."""

    name = "jekyll"
    dialect = Dialect(leftovers="liquid")
    fields = Fields(words=True)
    base: Path
    config: ConfigFile = field(default_factory=ConfigFile)

    @classmethod
    def recognise(cls, folder: Path) -> str:
        """Know the site by its folder of posts or its configuration."""
        if (folder / "_posts").is_dir():
            return "_posts/ is there"
        return next((f"{name} is there" for name in CONFIG_FILES if (folder / name).is_file()), "")

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Read ``_config.yml``."""
        return cls(folder, read_first(folder, CONFIG_FILES))

    def settings(self) -> OwnSettings:
        """Return title, address, author …, and which posts the site shows."""
        reader = SettingsReader(self.config)
        reader.take_common()
        reader.take("permalink", "permalink")
        reader.take_posts(future="future", drafts="show_drafts")
        return reader.settings()

    def folders(self) -> Sequence[Path]:
        """Return every ``_posts`` and ``_drafts``."""
        return folders_called(self.base, ("_posts", "_drafts"))

    def files(self, folder: Path) -> Iterator[Path]:
        """Yield all Markdown files: what lies in these folders is a post."""
        return walk(folder, any_folder)

    def with_defaults(self, values: Mapping[str, Any], file: PostFile) -> Mapping[str, Any]:
        """Fill in front matter defaults, the longest scope's first."""
        rules = self.config.values.get("defaults")
        merged: dict[str, Any] = {}
        best: dict[str, int] = {}
        for rule in rules if isinstance(rules, list) else []:
            path, extra = _rule(rule)
            if not _covers(path, file.inner):
                continue
            for key, value in extra.items():
                if len(path) >= best.get(key, -1) and value is not None:
                    merged[key] = value if isinstance(value, bool | list | dict) else str(value)
                    best[key] = len(path)
        return merged | dict(values)

    def placeholders(self, post: PostFacts) -> Mapping[str, str]:
        """Return those of posts; those of collections are the file's (jekyllrb.com: Permalinks)."""
        path = PurePosixPath(post.file.inner)
        of_file = {"path": path.with_suffix("").as_posix(), "basename": path.stem}
        return {**super().placeholders(post), **of_file, "collection": "posts"}


def _rule(rule: object) -> tuple[str, Mapping[str, Any]]:
    """Return path and values of a front matter default for posts; no values when it is none."""
    scope = rule.get("scope") if isinstance(rule, dict) else None
    extra = rule.get("values") if isinstance(rule, dict) else None
    if not isinstance(scope, dict) or not isinstance(extra, dict):
        return "", {}
    if scope.get("type") not in (None, "", "posts", "drafts"):
        return "", {}
    return str(scope.get("path") or "").strip("/"), extra


def _covers(path: str, source: str) -> bool:
    """Say whether a path of a scope is that of a file, of a folder above it, or a pattern of it."""
    return (
        not path
        or source == path
        or source.startswith(path + "/")
        or PurePosixPath(source).match(path)
    )
