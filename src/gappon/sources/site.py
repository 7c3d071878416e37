"""A site folder → all its posts."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from gappon.config import Config
from gappon.diagnostics import Notice, Notices, Severity
from gappon.publication import Post, Site
from gappon.sources.base import Source
from gappon.sources.encoding import MAX_BYTES, inside
from gappon.sources.files import PostFile
from gappon.sources.post import LeftOut, read_post
from gappon.sources.registry import open_source, recognise


def collect(root: Path, config: Config, now: datetime | None = None) -> Site:
    """Read all posts below a site folder.

    Args:
        root: the site folder.
        config: its resolved configuration.
        now: the moment after which posts are in the future; default: this one.
    """
    root = root.resolve()
    now = now or datetime.now(UTC)
    source = open_source(root, config.recognised or recognise(root, config.kind))
    notices = Notices()
    notices.extend(config.ignored)
    posts: list[Post] = []
    for file in _post_files(root, source, config):
        post = _read(file, root, source, config, now, notices)
        if post:
            posts.append(post)
    posts.sort(key=lambda post: (post.date, post.source))
    return Site(root, tuple(posts), source.images, tuple(notices))


def _read(
    file: PostFile, root: Path, source: Source, config: Config, now: datetime, notices: Notices
) -> Post | None:
    name = file.path.relative_to(root).as_posix()

    def report(code: str, message: str) -> None:
        notices.add(Notice(name, 0, Severity.ERROR, code, message))

    if not inside(root, file.path):
        report("outside-site", "a link out of the site folder, or to nothing; it was not read")
        return None
    try:
        if file.path.stat().st_size > MAX_BYTES:
            report("too-large", "over 32 MiB; it is no post and was not read")
            return None
        data = file.path.read_bytes()
    except OSError as error:
        report("unreadable", f"the file cannot be read ({error.strerror}); it was left out")
        return None
    try:
        return read_post(data, name, file, source, config, now)
    except LeftOut as reason:
        if str(reason) == "future":
            notices.add(
                Notice(
                    name,
                    0,
                    Severity.INFO,
                    "future-post",
                    "dated in the future, left out; posts.future takes it",
                )
            )
        return None


def _post_files(root: Path, source: Source, config: Config) -> Iterator[PostFile]:
    """Yield the files that are posts, in the order of their names."""
    folders = [root / name for name in config.posts.folders] or source.folders()
    seen: set[Path] = set()
    for folder in folders:
        if not inside(root, folder):
            continue
        for path in source.files(folder):
            if path in seen or _excluded(path.relative_to(root), config):
                continue
            seen.add(path)
            file = source.place(path)
            if not file.is_page:
                yield file


def _excluded(path: Path, config: Config) -> bool:
    return any(
        fnmatch.fnmatch(path.as_posix(), pattern) or fnmatch.fnmatch(path.name, pattern)
        for pattern in config.posts.exclude
    )
