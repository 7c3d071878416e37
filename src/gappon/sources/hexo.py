"""Hexo (hexo.io/docs): ``source/_posts`` with asset folders, ``_config.yml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any, Self

from gappon.publication import Dialect, ImagePlaces, Reason
from gappon.sources.base import Fields, OwnSettings, PostFacts, Source, distinct
from gappon.sources.files import PostFile, any_folder, mentions, post_file, walk
from gappon.sources.settings import ConfigFile, SettingsReader, read_first
from gappon.sources.visibility import PASSWORD, PRIVATE, PUBLISHED, Hides, HidingRule

CONFIG_FILES = ("_config.yml", "_config.yaml", "_config.json")
DEFAULT_PERMALINK = ":year/:month/:day/:title/"
HIDDEN = HidingRule("hidden", Hides.TRUE, Reason.UNLISTED)  # hexo-hide-posts


@dataclass(frozen=True)
class Hexo(Source):
    """A Hexo site."""

    name = "hexo"
    fields = Fields(
        modified=("updated", "lastmod"),
        image=("cover", "thumbnail", "banner", "banner_img", "index_img", "photos"),
        permalink=("permalink",),
    )
    hiding = (PUBLISHED, PRIVATE, PASSWORD, HIDDEN)
    fields_are_placeholders = True
    base: Path
    config: ConfigFile = field(default_factory=ConfigFile)

    @classmethod
    def recognise(cls, folder: Path) -> str:
        """Know the site by hexo in ``package.json``, or by its folders."""
        if not any((folder / name).is_file() for name in CONFIG_FILES):
            return ""
        if mentions(folder / "package.json", b'"hexo"'):
            return "_config.yml is there, and package.json names hexo"
        if (folder / "source" / "_posts").is_dir() and not (folder / "Gemfile").is_file():
            return "_config.yml and source/_posts/ are there"
        return ""

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Read ``_config.yml``."""
        return cls(folder, read_first(folder, CONFIG_FILES))

    @property
    def source(self) -> Path:
        """The folder of what the site is made from (``source_dir``)."""
        name = self.config.values.get("source_dir")
        return self.base / (name if isinstance(name, str) else "source")

    def settings(self) -> OwnSettings:
        """Return title, address, author …, and which posts the site shows."""
        reader = SettingsReader(self.config)
        reader.take_common()
        reader.take("permalink", "permalink")
        reader.take_posts(future="future", drafts="render_drafts")
        root = str(self.config.values.get("root") or "").strip("/")
        if root:
            reader.values["baseurl"] = root
            address = str(reader.values.get("url", "")).rstrip("/")
            if address.endswith(f"/{root}"):
                reader.values["url"] = address.removesuffix(f"/{root}")
        return reader.settings()

    def dialect(self) -> Dialect:
        """Return Hexo's tags; its renderer breaks lines unless ``marked.breaks`` says no."""
        marked = self.config.values.get("marked")
        breaks = not (isinstance(marked, dict) and marked.get("breaks") is False)
        return Dialect(leftovers="hexo", hard_breaks=breaks, marks=("hexo",))

    def images(self) -> ImagePlaces:
        """Return ``source``; a post has an asset folder of its name."""
        return ImagePlaces((self.source.relative_to(self.base).as_posix(), ""))

    def folders(self) -> Sequence[Path]:
        """Return posts and drafts."""
        return [self.source / "_drafts", self.source / "_posts"]

    def files(self, folder: Path) -> Iterator[Path]:
        """Yield all Markdown files below."""
        return walk(folder, any_folder)

    def place(self, path: Path) -> PostFile:
        """Take a file's name for its slug, with its date unless ``new_post_name`` has one."""
        file = post_file(path, self.base)
        if ":year" in str(self.config.values.get("new_post_name") or ""):
            return file
        return replace(file, slug=path.stem)

    def with_defaults(self, values: Mapping[str, Any], file: PostFile) -> Mapping[str, Any]:
        """Add ``permalink_defaults``, which permalinks name as they do front matter."""
        defaults = self.config.values.get("permalink_defaults")
        own = {key: value for key, value in values.items() if value is not None}
        return {**(defaults if isinstance(defaults, dict) else {}), **own}

    def pattern(self, configured: str, post: PostFacts) -> str:
        """Return the configured pattern, or Hexo's own."""
        return configured or DEFAULT_PERMALINK

    def placeholders(self, post: PostFacts) -> Mapping[str, str]:
        """Return Hexo's, and all of the front matter (hexo.io/docs/permalinks)."""
        written = {key: value for key, value in post.values.items() if isinstance(value, str)}
        path = self._path(post).as_posix()
        category = "/".join(post.categories) or self._default_category()
        return {
            **written,
            **super().placeholders(post),
            "title": path,
            "slug": path,
            "name": post.slug,
            "post_title": post.title,
            "category": category,
            "lang": post.language,
        }

    def names(self, post: PostFacts) -> tuple[str, ...]:
        """Return the path below ``_posts`` and its end, as ``post_link`` takes them."""
        path = self._path(post)
        return distinct(path.as_posix(), path.name, post.slug, post.title)

    def _path(self, post: PostFacts) -> PurePosixPath:
        parts = PurePosixPath(post.file.inner).with_suffix("").parts
        below = parts.index("_posts") + 1 if "_posts" in parts else len(parts) - 1
        return PurePosixPath(*parts[below:-1], post.slug)

    def _default_category(self) -> str:
        return str(self.config.values.get("default_category") or "uncategorized")
