"""A site folder → all its posts."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from gappon.config import Config
from gappon.diagnostics import Notice, Notices, Severity
from gappon.publication import ImagePlaces, LeftOut, Post, Reason, Site
from gappon.sources.base import Source
from gappon.sources.files import FileError, PostFile, inside, read_bytes
from gappon.sources.history import first_commits
from gappon.sources.pages import read_pages
from gappon.sources.post import read_post
from gappon.sources.registry import open_source, recognise
from gappon.sources.visibility import asked_for


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
    left_out: list[LeftOut] = []
    committed: dict[str, datetime] = {}
    if "git" in config.posts.date_from:
        committed = first_commits(root, config.zone, notices)
    for file in _post_files(root, source, config):
        name = file.path.relative_to(root).as_posix()
        dated = replace(file, committed=committed.get(name))
        found = _read(name, dated, root, source, config, now)
        if isinstance(found, Post):
            posts.append(found)
        else:
            left_out.append(found)
            notices.extend(found.notices)
    if any(post.language for post in posts):  # of several languages, all say theirs
        posts = [replace(post, language=post.language or config.language) for post in posts]
    posts.sort(key=lambda post: (post.moment, post.source))
    images = _below(source.images(), source.base.relative_to(root).as_posix())
    images = replace(images, prefixes=(*config.images.items(), *images.prefixes))
    pages = read_pages(root, source, config, now)
    notices.extend(pages.notices)
    return Site(root, tuple(posts), images, pages.by_kind, tuple(left_out), tuple(notices))


def _below(images: ImagePlaces, folder: str) -> ImagePlaces:
    """Return the places of images of a site that begins in a folder below the one given."""
    if folder == ".":
        return images
    static = tuple(PurePosixPath(folder, name).as_posix() for name in images.static_folders)
    prefixes = tuple((begin, PurePosixPath(folder, at).as_posix()) for begin, at in images.prefixes)
    return replace(images, static_folders=(*static, ""), prefixes=prefixes)


def _read(
    name: str, file: PostFile, root: Path, source: Source, config: Config, now: datetime
) -> Post | LeftOut:
    if file.reason and not asked_for(file.reason, config.posts):
        return LeftOut(name, file.reason)
    try:
        return read_post(read_bytes(file.path, root), name, file, source, config, now)
    except FileError as error:
        notice = Notice(name, 0, Severity.ERROR, error.code, str(error))
    except Exception as error:  # whatever a file makes the reader do wrong costs that file alone
        message = f"the file could not be read ({type(error).__name__}: {error}); it was left out"
        notice = Notice(name, 0, Severity.ERROR, "reading-failed", message)
    return LeftOut(name, Reason.UNREADABLE, (notice,))


def _post_files(root: Path, source: Source, config: Config) -> Iterator[PostFile]:
    """Yield the files that are posts, in the order of their names."""
    folders = [root / name for name in config.posts.folders] or source.folders()
    seen = {root / name for name in config.pages.values()}
    for folder in folders:
        if not inside(root, folder):
            continue
        for path in source.files(folder):
            if path in seen:
                continue
            seen.add(path)
            file = source.place(path)
            is_excluded = _excluded(path.relative_to(root), config)
            yield replace(file, reason=Reason.EXCLUDED) if is_excluded else file


def _excluded(path: Path, config: Config) -> bool:
    return any(
        fnmatch.fnmatch(path.as_posix(), pattern) or fnmatch.fnmatch(path.name, pattern)
        for pattern in config.posts.exclude
    )
