"""A site folder → all its posts: which files are posts depends on the kind of site."""

from __future__ import annotations

import fnmatch
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from gappon.config import Config
from gappon.diagnostics import Notice, Notices, Severity
from gappon.publication import Dialect, Post, Site
from gappon.sources.encoding import MAX_BYTES, inside
from gappon.sources.post import Skipped, read_post

SUFFIXES = {".md", ".markdown", ".mkd", ".mkdn", ".mkdown", ".mdown"}
Kind = Literal["jekyll", "hugo", "plain"]
NEVER = {"node_modules", "vendor", "themes", "dist", "_site", "public"}
PAGES = {"readme.md", "license.md", "changelog.md", "contributing.md", "_index.md"}
DIALECTS: dict[Kind, Dialect] = {
    "jekyll": Dialect(leftovers="liquid"),
    "hugo": Dialect(leftovers="hugo"),
    "plain": Dialect(),
}


def collect(root: Path, config: Config, now: datetime | None = None) -> Site:
    """Read all posts below a site folder.

    Args:
        root: the site folder.
        config: its resolved configuration.
        now: the moment after which posts are in the future; default: this one.
    """
    root = root.resolve()
    now = now or datetime.now(UTC)
    notices = Notices()
    notices.extend(config.ignored)
    dialect = DIALECTS[kind_of(root, config)]
    posts: list[Post] = []
    for path in _post_files(root, config):
        source = path.relative_to(root).as_posix()
        post = _read(path, root, source, config, now, notices)
        if post:
            posts.append(replace(post, dialect=dialect))
    posts.sort(key=lambda post: (post.date, post.source))
    return Site(root, tuple(posts), tuple(notices))


def kind_of(root: Path, config: Config) -> Kind:
    """Say what kind of site a folder holds."""
    if config.kind != "auto":
        return config.kind
    if (root / "_posts").is_dir() or (root / "_config.yml").is_file():
        return "jekyll"
    hugo = ("hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "config.toml")
    if (root / "content").is_dir() and any((root / name).is_file() for name in hugo):
        return "hugo"
    return "plain"


def _read(
    path: Path, root: Path, source: str, config: Config, now: datetime, notices: Notices
) -> Post | None:
    def report(code: str, message: str) -> None:
        notices.add(Notice(source, 0, Severity.ERROR, code, message))

    if not inside(root, path):
        report("outside-site", "a link out of the site folder, or to nothing; it was not read")
        return None
    try:
        if path.stat().st_size > MAX_BYTES:
            report("too-large", "over 32 MiB; it is no post and was not read")
            return None
        data = path.read_bytes()
    except OSError as error:
        report("unreadable", f"the file cannot be read ({error.strerror}); it was left out")
        return None
    try:
        return read_post(data, source, config, now, jekyll_draft="_drafts" in Path(source).parts)
    except Skipped as reason:
        if str(reason) == "future":
            notices.add(
                Notice(
                    source,
                    0,
                    Severity.INFO,
                    "future-post",
                    "dated in the future, left out; posts.future takes it",
                )
            )
        return None


def _post_files(root: Path, config: Config) -> Iterator[Path]:
    """Yield the files that are posts, in the order of their names."""
    kind = kind_of(root, config)
    seen: set[Path] = set()
    for base in _folders(root, config, kind):
        if not inside(root, base):
            continue
        for path in sorted(_walk(base, everything=kind == "jekyll")):
            source = path.relative_to(root).as_posix()
            excluded = any(
                fnmatch.fnmatch(source, pattern) or fnmatch.fnmatch(path.name, pattern)
                for pattern in config.posts.exclude
            )
            if not excluded and path not in seen and _is_post(path, root, kind):
                seen.add(path)
                yield path


def _folders(root: Path, config: Config, kind: Kind) -> list[Path]:
    if config.posts.folders:
        return [root / name for name in config.posts.folders]
    if kind == "jekyll":
        found = sorted(
            path
            for path in root.rglob("_posts")
            if path.is_dir() and not NEVER & set(path.relative_to(root).parts)
        )
        if config.posts.drafts and (root / "_drafts").is_dir():
            found.append(root / "_drafts")
        return found
    if kind == "hugo":
        return [root / "content"]
    return [root]


def _walk(base: Path, everything: bool) -> Iterator[Path]:
    """Yield Markdown files below a folder; links to folders are not followed."""
    for folder, names, files in os.walk(base):
        names[:] = sorted(
            name
            for name in names
            if not name.startswith(".")
            and (everything or name not in NEVER)
            and (everything or not name.startswith("_") or name in ("_posts", "_drafts"))
        )
        for name in files:
            if Path(name).suffix.lower() in SUFFIXES and not name.startswith("."):
                yield Path(folder) / name


def _is_post(path: Path, root: Path, kind: Kind) -> bool:
    name = path.name.lower()
    if kind == "hugo":
        return name != "_index.md"
    return (
        kind == "jekyll"
        or not (name in PAGES or name.startswith("_"))
        or path.parent.name == "_posts"
    )
