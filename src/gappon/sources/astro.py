"""Astro (docs.astro.build): collections of Markdown and MDX in ``src/content``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Self

from gappon.languages import common_language
from gappon.publication import ImagePlaces, Reason
from gappon.sources.base import Fields, OwnSettings, PostFacts, Source, distinct
from gappon.sources.files import PostFile, any_folder, mentions, post_file, walk
from gappon.sources.jsconfig import read_texts
from gappon.sources.settings import ConfigFile, SettingsReader
from gappon.sources.visibility import DRAFT, PRIVATE, PUBLISHED, UNLISTED, Hides, HidingRule

CONFIG_FILES = tuple(f"astro.config.{suffix}" for suffix in ("mjs", "ts", "js", "mts", "cjs"))
COLLECTIONS = ("src/content.config.ts", "src/content.config.mjs", "src/content/config.ts")
HIDDEN = HidingRule("hidden", Hides.TRUE, Reason.UNLISTED)


@dataclass(frozen=True)
class Astro(Source):
    """An Astro site; Starlight's documents too."""

    name = "astro"
    fields = Fields(
        date=("pubDate", "pubDatetime", "publishDate", "date", "published"),
        modified=("updatedDate", "modDatetime", "lastUpdated", "updated"),
        image=("heroImage", "image", "cover"),
        permalink=("permalink",),
        begin=("publishDate",),
    )
    hiding = (DRAFT, PUBLISHED, PRIVATE, UNLISTED, HIDDEN)
    base: Path
    config: ConfigFile = field(default_factory=ConfigFile)
    is_starlight: bool = False

    @classmethod
    def recognise(cls, folder: Path) -> str:
        """Know the site by its configuration, or by that of its collections."""
        names = CONFIG_FILES + COLLECTIONS
        return next((f"{name} is there" for name in names if (folder / name).is_file()), "")

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Read what stands as text in the configuration."""
        starlight = any(mentions(folder / name, b"starlight(") for name in CONFIG_FILES)
        return cls(folder, read_texts(folder, CONFIG_FILES), starlight)

    def settings(self) -> OwnSettings:
        """Return title, address and language."""
        reader = SettingsReader(self.config)
        reader.take("title", "title")
        reader.take("url", "site")
        reader.take("baseurl", "base")
        reader.take("language", "defaultLocale", "lang")
        reader.check()
        return reader.settings()

    def images(self) -> ImagePlaces:
        """Return ``public`` and ``src``; ``@`` and ``~`` are customary for ``src``."""
        prefixes = (("@/", "src"), ("~/", "src"), ("@assets/", "src/assets"))
        return ImagePlaces(("public", "src", ""), own_folder=False, prefixes=prefixes)

    def folders(self) -> Sequence[Path]:
        """Return collections; of a site without, pages that are Markdown."""
        content = self.base / "src" / "content"
        return [content if content.is_dir() else self.base / "src" / "pages"]

    def files(self, folder: Path) -> Iterator[Path]:
        """Yield all files below."""
        return walk(folder, any_folder)

    def place(self, path: Path) -> PostFile:
        """Say the collection and the language; what begins with ``_`` is not built."""
        file = post_file(path, self.base)
        parts = PurePosixPath(file.inner).parts[2:]
        language = next((tag for tag in map(common_language, parts[1:-1][:1]) if tag), "")
        is_part = any(part.startswith("_") for part in parts)
        return replace(
            file,
            slug=file.slug if path.stem == "index" else path.stem,
            section=parts[0] if len(parts) > 1 else "",
            categories=parts[:1] if len(parts) > 1 else (),
            language=language,
            reason=Reason.PAGE if is_part else None,
        )

    def pattern(self, configured: str, post: PostFacts) -> str:
        """Return the path below the collection's name, as Astro's own templates have it."""
        return configured or "/:path/"

    def placeholders(self, post: PostFacts) -> Mapping[str, str]:
        """Return ``:path`` and ``:collection`` besides what all kinds have."""
        parts = PurePosixPath(post.file.inner).with_suffix("").parts[2:]
        parts = parts[:-1] if parts[-1:] == ("index",) else parts
        parts = parts[1:] if self.is_starlight and parts[:1] == ("docs",) else parts
        written = post.values.get("slug")
        path = "/".join(parts if not isinstance(written, str) else (*parts[:1], written))
        return {**super().placeholders(post), "path": path, "collection": post.file.section}

    def names(self, post: PostFacts) -> tuple[str, ...]:
        """Return the file's path in its collection, and its name."""
        path = PurePosixPath(*PurePosixPath(post.file.inner).with_suffix("").parts[3:])
        return distinct(path.as_posix(), path.name, post.slug)
