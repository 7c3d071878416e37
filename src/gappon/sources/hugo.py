"""Hugo (gohugo.io/documentation): posts in ``content``, alone or in page bundles, by language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any, Self
from urllib.parse import urlsplit

from gappon.languages import common_language, normalised
from gappon.publication import Dialect, ImagePlaces, Reason
from gappon.sources.base import Fields, OwnSettings, PostFacts, Source, distinct
from gappon.sources.cascade import Cascade, cascades_in, cascades_of
from gappon.sources.files import PostFile, any_folder, post_file, walk
from gappon.sources.settings import ConfigFile, SettingsReader, read_first
from gappon.sources.visibility import DRAFT, Hides, HidingRule

OWN_CONFIG_FILES = ("hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json")
OLD_CONFIG_FILES = ("config.toml", "config.yaml", "config.yml", "config.json")
FOLDERS = tuple(f"config/_default/{name}" for name in OWN_CONFIG_FILES + OLD_CONFIG_FILES)
COVERS = frozenset({"cover", "feature", "featured", "featured-image", "header", "thumbnail"})


@dataclass(frozen=True)
class Tree:
    """A folder of content.

    Attributes:
        folder: the folder.
        language: of what is in it; empty: names of files say it.
    """

    folder: Path
    language: str = ""


@dataclass(frozen=True)
class Hugo(Source):
    """A Hugo site.

    Attributes:
        base: the folder where the site begins.
        config: ``hugo.toml``, or what it was called before.
        trees: folders of content; the one of all languages last.
        cascades: front matter for all below a folder, from the top down.
    """

    name = "hugo"
    fields = Fields(
        date=("date", "publishDate", "pubdate", "lastmod"),
        image=("image", "cover", "featuredImage", "featured_image", "thumbnail", "images"),
        permalink=("url",),
        begin=("publishDate", "pubdate"),
        end=("expiryDate", "unpublishdate"),
    )
    hiding = (
        DRAFT,
        HidingRule("headless", Hides.TRUE, Reason.UNLISTED),
        HidingRule("build.render", Hides.FALSE, Reason.UNLISTED),
        HidingRule("_build.render", Hides.FALSE, Reason.UNLISTED),
    )
    base: Path
    config: ConfigFile = field(default_factory=ConfigFile)
    trees: tuple[Tree, ...] = ()
    cascades: tuple[Cascade, ...] = ()

    @classmethod
    def recognise(cls, folder: Path) -> str:
        """Know the site by its configuration; that of an old site says it only with ``content``."""
        old = OLD_CONFIG_FILES + FOLDERS if (folder / "content").is_dir() else ()
        names = OWN_CONFIG_FILES + old
        return next((f"{name} is there" for name in names if (folder / name).is_file()), "")

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Read ``hugo.toml``, and what lists of pages say for all pages below them."""
        config = read_first(folder, OWN_CONFIG_FILES + OLD_CONFIG_FILES + FOLDERS)
        trees = tuple(_trees(folder, config))
        everywhere = cascades_of(config.values.get("cascade"), "", Hugo.fields.image)
        below = cascades_in(trees[-1].folder, folder, Hugo.fields.image) if trees else ()
        return cls(folder, config, trees, (*everywhere, *below))

    def settings(self) -> OwnSettings:
        """Return title, address, author …, and which posts the site shows."""
        reader = SettingsReader(self.config)
        reader.take_common()
        reader.take_posts(future="buildFuture", drafts="buildDrafts")
        address = reader.values.get("url", "")
        path = urlsplit(address).path.rstrip("/") if address.startswith("http") else ""
        if path:
            reader.values |= {"url": address.rstrip("/").removesuffix(path), "baseurl": path}
        default = self.config.values.get("defaultContentLanguage")
        if isinstance(default, str) and normalised(default):
            reader.values["language"] = normalised(default)
        return reader.settings()

    def dialect(self) -> Dialect:
        """Return shortcodes, and whether Goldmark breaks lines (``hardWraps``)."""
        value: Any = self.config.values
        for key in ("markup", "goldmark", "renderer", "hardWraps"):
            value = value.get(key) if isinstance(value, dict) else None
        return Dialect(leftovers="hugo", hard_breaks=value is True)

    def images(self) -> ImagePlaces:
        """Return ``static`` and ``assets``; bundles have theirs beside them."""
        return ImagePlaces(("static", "assets", "content", ""), own_folder=True)

    def folders(self) -> Sequence[Path]:
        """Return the folders of content."""
        return [tree.folder for tree in self.trees]

    def files(self, folder: Path) -> Iterator[Path]:
        """Yield pages: of a bundle with ``index.md`` no other file is one."""
        found = list(walk(folder, any_folder))
        bundles = {path.parent for path in found if _stem(path) == "index"}
        for path in found:
            of_bundle = any(parent in bundles for parent in path.parents)
            if not of_bundle or (path.parent in bundles and _stem(path) == "index"):
                yield path

    def place(self, path: Path) -> PostFile:
        """Say section and language; lists of pages are pages of the site."""
        tree = next((t for t in self.trees if path.is_relative_to(t.folder)), Tree(self.base))
        language = tree.language or self._suffix(path)
        file = post_file(path, self.base)
        suffix = path.stem.rpartition(".")[2] if self._suffix(path) else ""
        name = path.stem.removesuffix(f".{suffix}") if suffix else path.stem
        if name == "index" and path.parent != tree.folder:
            name = path.parent.name
        sections = path.relative_to(tree.folder).parts[: -2 if _stem(path) == "index" else -1]
        return replace(
            file,
            slug=name,
            section="/".join(sections) if path.is_relative_to(tree.folder) else "",
            language=language,
            reason=Reason.PAGE if _stem(path) == "_index" else file.reason,
        )

    def with_defaults(self, values: Mapping[str, Any], file: PostFile) -> Mapping[str, Any]:
        """Add what lists of pages above say for all below; flatten ``build``."""
        merged: dict[str, Any] = {}
        for cascade in self.cascades:
            if cascade.covers(file):
                merged |= cascade.values
        merged |= values
        for key in ("build", "_build"):
            options = merged.get(key)
            render = options.get("render") if isinstance(options, dict) else None
            if render in ("never", "link", False):
                merged[f"{key}.render"] = False
        if cover := _cover(merged.get("resources")):
            merged.setdefault("image", cover)
        return merged

    def pattern(self, configured: str, post: PostFacts) -> str:
        """Return the pattern of the section, or Hugo's own: the path below ``content``."""
        links = self.config.values.get("permalinks")
        pages = links.get("page", links) if isinstance(links, dict) else {}
        top = post.file.section.partition("/")[0]
        own = pages.get(top) if isinstance(pages, dict) else None
        pattern = configured or (own if isinstance(own, str) else "/:sections/:slugorfilename/")
        return f"/:lang/{pattern}"

    def placeholders(self, post: PostFacts) -> Mapping[str, str]:
        """Return those that Hugo has (gohugo.io/configuration/permalinks), in small letters."""
        slug = _in_address(post.slug)
        file = _in_address(post.file.slug)
        sections = _in_address(post.file.section)
        return {
            **super().placeholders(post),
            "lang": post.foreign_language.lower(),
            "section": sections.partition("/")[0],
            "sections": sections,
            "title": _in_address(post.title),
            "slug": slug if post.slug != post.file.slug else _in_address(post.title),
            "filename": file,
            "contentbasename": file,
            "slugorfilename": slug,
            "slugorcontentbasename": slug,
        }

    def own_path(self, written: str, post: PostFacts) -> str:
        """Return ``url`` with the language before it."""
        return super().own_path(f"/:lang/{written}", post)

    def names(self, post: PostFacts) -> tuple[str, ...]:
        """Return the path below ``content``, as ``ref`` and ``relref`` take it, and its end."""
        name = post.file.slug
        whole = PurePosixPath(post.file.section, name).as_posix()
        path = PurePosixPath(post.file.inner)
        return distinct(whole, f"{whole}/index", path.stem, name, post.slug)

    def _suffix(self, path: Path) -> str:
        """Return the language of ``post.ja.md``: one of those configured, or any."""
        tag = path.stem.rpartition(".")[2] if "." in path.stem else ""
        languages = self.config.values.get("languages")
        if isinstance(languages, dict) and tag not in languages:
            return ""
        return common_language(tag)


def _stem(path: Path) -> str:
    """Return a file's name without language and suffix."""
    stem = path.stem.partition(".")[0].lower()
    return stem if stem in ("index", "_index") else path.stem


def _cover(resources: object) -> str:
    """Return the file of a bundle that its front matter calls its cover, empty when none is."""
    for resource in resources if isinstance(resources, list) else ():
        name, source = (
            resource.get(key) if isinstance(resource, dict) else "" for key in ("name", "src")
        )
        if isinstance(source, str) and name in COVERS and "*" not in source:
            return source
    return ""


def _in_address(text: str) -> str:
    """Return a text as Hugo puts it in an address (``urlize``): small letters, no spaces."""
    return re.sub(r"[\s]+", "-", re.sub(r"[?#<>\"'`{}|\\^]", "", text.strip())).lower()


def _trees(base: Path, config: ConfigFile) -> Iterator[Tree]:
    """Yield the folders of content: those of languages, then the one of all."""
    own = config.values.get("contentDir")
    content = base / (own if isinstance(own, str) else "content")
    languages = config.values.get("languages")
    settings = languages if isinstance(languages, dict) else {}
    folders = {
        str(tag): said.get("contentDir") if isinstance(said, dict) else None
        for tag, said in settings.items()
    }
    for tag, folder in folders.items():
        place = base / folder if isinstance(folder, str) else content / tag
        if place.is_dir() and place != content:
            yield Tree(place, normalised(tag))
    if folders and all(isinstance(folder, str) for folder in folders.values()):
        return  # what lies beside the folders of languages is on no page
    if not folders and content.is_dir():
        tops = [path for path in sorted(content.iterdir()) if path.is_dir()]
        named = [path for path in tops if common_language(path.name)]
        if len(named) > 1:
            yield from (Tree(path, common_language(path.name)) for path in named)
    yield Tree(content)
