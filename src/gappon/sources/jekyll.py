"""Jekyll (jekyllrb.com/docs): ``_posts`` in any folder, collections, defaults of front matter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any, Self

from gappon.languages import common_language
from gappon.publication import Dialect, ImagePlaces, Reason
from gappon.sources import plainvalues
from gappon.sources.base import Fields, OwnSettings, PostFacts, Source, distinct
from gappon.sources.files import (
    POST_FOLDERS,
    PostFile,
    any_folder,
    folders_called,
    own_folder,
    post_file,
    walk,
)
from gappon.sources.settings import ConfigFile, SettingsReader, read_first

CONFIG_FILES = ("_config.yml", "_config.yaml")


@dataclass(frozen=True)
class Collection:
    """A collection that has pages on the web site.

    Attributes:
        label: its name; its folder is called so with ``_`` before it.
        folder: where its documents are.
        permalink: pattern of their paths, empty for Jekyll's own.
    """

    label: str
    folder: Path
    permalink: str = ""


@dataclass(frozen=True)
class Jekyll(Source):
    """A Jekyll site.

    Attributes:
        base: the folder where the site begins (``source`` of the configuration).
        config: ``_config.yml``.
        languages: folders at the top that are called as languages.
        collections: all but ``posts``.
    """

    name = "jekyll"
    fields = Fields(words=True)
    base: Path
    config: ConfigFile = field(default_factory=ConfigFile)
    languages: tuple[str, ...] = ()
    collections: tuple[Collection, ...] = ()

    @classmethod
    def recognise(cls, folder: Path) -> str:
        """Know the site by its folder of posts or its configuration."""
        if (folder / "_posts").is_dir():
            return "_posts/ is there"
        return next((f"{name} is there" for name in CONFIG_FILES if (folder / name).is_file()), "")

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Read ``_config.yml``."""
        config = read_first(folder, CONFIG_FILES)
        source = config.values.get("source")
        base = folder / source if isinstance(source, str) else folder
        base = base.resolve() if base.resolve().is_relative_to(folder.resolve()) else folder
        return cls(base, config, _languages(base, config), tuple(_collections(base, config)))

    def settings(self) -> OwnSettings:
        """Return title, address, author …, and which posts the site shows."""
        reader = SettingsReader(self.config)
        reader.take_common()
        reader.take("permalink", "permalink")
        reader.take_posts(future="future", drafts="show_drafts")
        return reader.settings()

    def dialect(self) -> Dialect:
        """Return Liquid; kramdown breaks no lines, ``hard_wrap`` of GFM may."""
        kramdown = self.config.values.get("kramdown")
        hard = isinstance(kramdown, dict) and kramdown.get("hard_wrap") is True
        return Dialect(leftovers="liquid", hard_breaks=hard)

    def images(self) -> ImagePlaces:
        """Return the top of the site, and ``source`` as Octopress has it."""
        return ImagePlaces(("", "static", "assets", "public", "source"))

    def folders(self) -> Sequence[Path]:
        """Return every ``_posts`` and ``_drafts``, and the collections."""
        posts = folders_called(self.base, POST_FOLDERS)
        return [*posts, *(collection.folder for collection in self.collections)]

    def files(self, folder: Path) -> Iterator[Path]:
        """Yield all Markdown files: what lies in these folders is a post."""
        known = folder.name in POST_FOLDERS or any(c.folder == folder for c in self.collections)
        return walk(folder, any_folder if known else own_folder)

    def place(self, path: Path) -> PostFile:
        """Say categories and language by the folders above ``_posts``, drafts by ``_drafts``."""
        file = post_file(path, self.base)
        above = _folders_above(file.inner)
        language = common_language(above[0]) if above and above[0] in self.languages else ""
        categories = above[1:] if language else above
        collection = self._collection_of(path)
        if collection is None:
            return replace(file, language=language, categories=categories)
        language = next((tag for tag in map(common_language, self._within(path)) if tag), "")
        reason = Reason.PAGE if path.name.startswith("_") else None
        return replace(file, section=collection.label, language=language, reason=reason)

    def with_defaults(self, values: Mapping[str, Any], file: PostFile) -> Mapping[str, Any]:
        """Fill in front matter defaults, the longest scope's first.

        A picture for all posts of a scope is one for sharing, none of the post's own.
        """
        rules = self.config.values.get("defaults")
        merged: dict[str, Any] = {}
        best: dict[str, int] = {}
        for rule in rules if isinstance(rules, list) else []:
            path, extra = _rule(rule, file.section or "posts")
            if not _covers(path, file.inner):
                continue
            for key, value in extra.items():
                if key not in self.fields.image and len(path) >= best.get(key, -1):
                    merged[key] = plainvalues.from_python(value)
                    best[key] = len(path)
        return {key: value for key, value in merged.items() if value is not None} | dict(values)

    def pattern(self, configured: str, post: PostFacts) -> str:
        """Return a collection's own pattern, or that of all posts."""
        collection = next((c for c in self.collections if c.label == post.file.section), None)
        if collection is None:
            return super().pattern(configured, post)
        return collection.permalink or "/:collection/:path:output_ext"

    def placeholders(self, post: PostFacts) -> Mapping[str, str]:
        """Return those of posts and of collections (jekyllrb.com: Permalinks)."""
        path = PurePosixPath(post.file.inner)
        within = PurePosixPath(*path.parts[1:]) if post.file.section else path
        above = _folders_above(post.file.inner)
        categories = dict.fromkeys(name.lower() for name in (*above, *post.categories))
        return {
            **super().placeholders(post),
            "categories": "/".join(categories),
            "slugified_categories": "/".join(name.replace(" ", "-") for name in categories),
            "path": within.with_suffix("").as_posix(),
            "basename": path.stem,
            "collection": post.file.section or "posts",
        }

    def names(self, post: PostFacts) -> tuple[str, ...]:
        """Return the file's name with the folders before it, as ``post_url`` takes them."""
        path = PurePosixPath(post.file.inner)
        above = PurePosixPath(*_folders_above(post.file.inner), path.stem).as_posix()
        below = PurePosixPath(*_folders_below(post.file.inner), path.stem).as_posix()
        return distinct(above, below, path.stem, post.slug, path.parent.name)

    def _collection_of(self, path: Path) -> Collection | None:
        return next((c for c in self.collections if path.is_relative_to(c.folder)), None)

    def _within(self, path: Path) -> tuple[str, ...]:
        """Return the folders of a collection's file within the collection, at most one."""
        collection = self._collection_of(path)
        return path.relative_to(collection.folder).parts[:-1][:1] if collection else ()


def _languages(base: Path, config: ConfigFile) -> tuple[str, ...]:
    """Return folders at the top that are called as languages; one alone may mean something else."""
    listed = config.values.get("languages")
    names = [path.name for path in sorted(base.iterdir()) if path.is_dir()] if base.is_dir() else []
    if isinstance(listed, list):
        return tuple(name for name in names if name in listed)
    found = tuple(name for name in names if common_language(name))
    return found if len(found) > 1 else ()


def _collections(base: Path, config: ConfigFile) -> Iterator[Collection]:
    """Yield the collections that the site shows (``output: true``)."""
    listed = config.values.get("collections")
    folder = config.values.get("collections_dir")
    where = base / folder if isinstance(folder, str) else base
    for label, settings in listed.items() if isinstance(listed, dict) else ():
        if label in ("posts", "drafts") or not isinstance(settings, dict):
            continue
        if settings.get("output") is True:
            pattern = settings.get("permalink")
            own = pattern if isinstance(pattern, str) else ""
            yield Collection(str(label), where / f"_{label}", own)


def _folders_above(inner: str) -> tuple[str, ...]:
    """Return the folders above ``_posts``."""
    parts = PurePosixPath(inner).parts[:-1]
    place = next((n for n, part in enumerate(parts) if part in POST_FOLDERS), None)
    return () if place is None else parts[:place]


def _folders_below(inner: str) -> tuple[str, ...]:
    """Return the folders below ``_posts``, in which a post lies."""
    parts = PurePosixPath(inner).parts[:-1]
    place = next((n for n, part in enumerate(parts) if part in POST_FOLDERS), None)
    return () if place is None else parts[place + 1 :]


def _rule(rule: object, kind: str) -> tuple[str, Mapping[str, Any]]:
    """Return path and values of a front matter default; no values when it is none of the kind."""
    scope = rule.get("scope") if isinstance(rule, dict) else None
    extra = rule.get("values") if isinstance(rule, dict) else None
    if not isinstance(scope, dict) or not isinstance(extra, dict):
        return "", {}
    kinds = (None, "", kind, "drafts") if kind == "posts" else (None, "", kind)
    if scope.get("type") not in kinds:
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
