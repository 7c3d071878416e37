"""Posts that could not be converted or laid out: what becomes of them, and of their volumes."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import replace
from html import escape

from gappon.config import Failed
from gappon.diagnostics import Notice, Severity
from gappon.driver.report import VolumeReport
from gappon.publication import Chapter, Post, Volume

DONE: dict[Failed, str] = {
    "page": "a page that says so stands in its place",
    "omit": "the book is without it",
    "stop": "its volume was not built",
}


def unconverted(post: Post, reason: str, failed: Failed) -> Chapter:
    """Return a chapter that stands for a post that could not be converted, and says so."""
    message = f"the post could not be converted: {reason}; {DONE[failed]}"
    notice = Notice(post.source, 0, Severity.ERROR, "conversion", message)
    text = f"この記事は変換できませんでした（{reason}）。原稿: {post.source}"
    return Chapter(post, f'<p class="failed">{escape(text)}</p>', notices=(notice,), failure=reason)


def not_laid_out(post: Post, reason: str, failed: Failed) -> Notice:
    """Return what there is to say about a post that could not be laid out."""
    message = f"the post could not be laid out: {reason}; {DONE[failed]}"
    return Notice(post.source, 0, Severity.ERROR, "layout", message)


def volumes_left(volumes: Iterable[Volume], lost: Set[str], failed: Failed) -> tuple[Volume, ...]:
    """Return the volumes that are built when some posts are lost, as they are built."""
    if failed == "page":
        return tuple(volumes)
    left = (
        replace(volume, posts=tuple(post for post in volume.posts if post.key not in lost))
        for volume in volumes
        if failed == "omit" or not _lost_in(volume, lost)
    )
    return tuple(volume for volume in left if volume.posts)


def not_built(volumes: Iterable[Volume], lost: Set[str], failed: Failed) -> list[VolumeReport]:
    """Return reports on volumes of which nothing is built, because posts of them are lost."""
    kept = {volume.identifier for volume in volumes_left(volumes, lost, failed)}
    return [
        VolumeReport(
            title=volume.full_title,
            identifier=volume.identifier,
            posts=len(volume.posts),
            characters=volume.characters,
            errors=[
                f"the volume was not built, because {_lost_in(volume, lost)} of its posts failed; "
                "posts.failed: page builds it with pages that say so"
            ],
        )
        for volume in volumes
        if volume.identifier not in kept
    ]


def _lost_in(volume: Volume, lost: Set[str]) -> int:
    return sum(post.key in lost for post in volume.posts)
