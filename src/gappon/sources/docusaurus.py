"""Docusaurus (docusaurus.io/docs): ``blog`` and ``docs`` in MDX, and their translations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any, Self

from gappon.errors import ConfigError
from gappon.languages import normalised
from gappon.publication import Dialect, ImagePlaces, Reason
from gappon.sources.base import Fields, OwnSettings, PostFacts, Source, distinct
from gappon.sources.files import PostFile, any_folder, post_file, walk
from gappon.sources.jsconfig import read_texts
from gappon.sources.settings import ConfigFile, SettingsReader
from gappon.sources.visibility import DRAFT, UNLISTED
from gappon.yamlfile import read_mapping

CONFIG_FILES = tuple(f"docusaurus.config.{suffix}" for suffix in ("js", "ts", "mjs", "cjs", "mts"))
# docusaurus.io/docs/i18n/introduction: where translations of blog and docs are.
TRANSLATED = {
    "docusaurus-plugin-content-blog": "blog",
    "docusaurus-plugin-content-docs/current": "docs",
}
NUMBERED = re.compile(r"\d+[-_. ]+(?=\S)")  # 01-introduction


@dataclass(frozen=True)
class Docusaurus(Source):
    """A Docusaurus site.

    Attributes:
        base: the folder where the site begins.
        config: the texts of ``docusaurus.config.js``.
        authors: names by the keys of ``blog/authors.yml``.
    """

    name = "docusaurus"
    fields = Fields(
        modified=("last_update", "updated"),
        permalink=(),
        weight=("sidebar_position",),
        image=(),  # for sharing
    )
    hiding = (DRAFT, UNLISTED)
    base: Path
    config: ConfigFile = field(default_factory=ConfigFile)
    authors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def recognise(cls, folder: Path) -> str:
        """Know the site by its configuration."""
        return next((f"{name} is there" for name in CONFIG_FILES if (folder / name).is_file()), "")

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Read what stands as text in the configuration, and who its authors are."""
        return cls(folder, read_texts(folder, CONFIG_FILES), _authors(folder / "blog"))

    def settings(self) -> OwnSettings:
        """Return title, address and language."""
        reader = SettingsReader(self.config)
        reader.take("title", "title")
        reader.take("description", "tagline")
        reader.take("url", "url")
        reader.take("baseurl", "baseUrl")
        reader.take("language", "defaultLocale")
        reader.check()
        return reader.settings()

    def dialect(self) -> Dialect:
        """Return MDX: all of its Markdown is read as such."""
        return Dialect(leftovers="mdx", marks=("mdx",))

    def images(self) -> ImagePlaces:
        """Return ``static``; ``@site/`` is the top."""
        return ImagePlaces(("static", ""), own_folder=False, prefixes=(("@site/", ""),))

    def folders(self) -> Sequence[Path]:
        """Return blog and docs, and those of translations."""
        translated = [
            locale / name for locale in sorted(self.base.glob("i18n/*")) for name in TRANSLATED
        ]
        return [self.base / "blog", self.base / "docs", *translated]

    def files(self, folder: Path) -> Iterator[Path]:
        """Yield all files below."""
        return walk(folder, any_folder)

    def place(self, path: Path) -> PostFile:
        """Say section and language; what begins with ``_`` is part of others."""
        file = _with_date_of_folders(post_file(path, self.base))
        parts = PurePosixPath(file.inner).parts
        is_part = any(part.startswith("_") for part in parts)
        section, language = parts[0], ""
        if section == "i18n" and len(parts) > 3:
            language = normalised(parts[1])
            section = "blog" if parts[2].endswith("blog") else "docs"
        return replace(
            file,
            section=section,
            categories=(section,),
            language=language,
            reason=Reason.PAGE if is_part else None,
        )

    def with_defaults(self, values: Mapping[str, Any], file: PostFile) -> Mapping[str, Any]:
        """Put the names of authors in the place of their keys."""
        written = values.get("authors")
        keys = written if isinstance(written, list) else [written]
        names = [self.authors.get(key, key) if isinstance(key, str) else key for key in keys]
        update = values.get("last_update")
        day = update.get("date") if isinstance(update, dict) else update
        return {**values, "authors": names, "last_update": day}

    def pattern(self, configured: str, post: PostFacts) -> str:
        """Return the path of a blog's post by its date, of a document by its folders."""
        if configured:
            return configured
        if post.file.section != "blog":
            return "/:lang/docs/:path"
        written = post.values.get("slug")
        return "/:lang/blog/:slug" if written else "/:lang/blog/:year/:month/:day/:slug"

    def placeholders(self, post: PostFacts) -> Mapping[str, str]:
        """Return ``:path`` and ``:lang`` besides what all kinds have."""
        return {
            **super().placeholders(post),
            "path": _path_of_document(post),
            "lang": post.foreign_language,
        }

    def names(self, post: PostFacts) -> tuple[str, ...]:
        """Return the file's name: links name files."""
        return distinct(PurePosixPath(post.file.inner).stem, post.slug)


def _path_of_document(post: PostFacts) -> str:
    """Return the path of a document, numbers before names left out (docusaurus.io: Sidebar)."""
    written = post.values.get("slug")
    if isinstance(written, str) and written.startswith("/"):
        return written
    parts = PurePosixPath(post.file.inner).with_suffix("").parts
    begin = next((parts.index(name) + 1 for name in ("current", "docs") if name in parts), 1)
    below = parts[begin:]
    *folders, name = (NUMBERED.sub("", part, count=1) for part in below or parts)
    own = post.values.get("id")
    name = written if isinstance(written, str) else own if isinstance(own, str) else name
    is_index = name.lower() in ("index", "readme") or name == (folders or [""])[-1]
    return "/".join([*folders, *([] if is_index else [name])])


def _with_date_of_folders(file: PostFile) -> PostFile:
    """Return a file with the date that its folders say: ``blog/2024/01/05/slug.md``."""
    match = re.search(r"(\d{4})/(\d{2})/(\d{2})[/-]", file.inner)
    if file.written_date or not match:
        return file
    return replace(file, written_date="-".join(match.groups()))


def _authors(blog: Path) -> dict[str, str]:
    path = next((blog / n for n in ("authors.yml", "authors.yaml") if (blog / n).is_file()), None)
    values = read_mapping(path, ConfigError) if path else {}
    named = {key: value.get("name") for key, value in values.items() if isinstance(value, dict)}
    return {key: name for key, name in named.items() if isinstance(name, str)}
