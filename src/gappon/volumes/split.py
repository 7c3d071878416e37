"""Posts of a group in their order, cut into parts where a limit is reached."""

from __future__ import annotations

from collections.abc import Iterable

from gappon.config import VolumeSettings
from gappon.publication import Post


def ordered(posts: Iterable[Post], settings: VolumeSettings) -> list[Post]:
    """Return posts as a volume has them."""

    def sort_key(post: Post) -> tuple[object, ...]:
        if settings.order == "title":
            return (post.extra.get("title_kana") or post.title, post.moment, post.source)
        if settings.order == "weight":
            return (post.weight, post.moment, post.source)
        return (post.moment, post.source)

    return sorted(posts, key=sort_key, reverse=settings.reverse)


def split(posts: list[Post], settings: VolumeSettings) -> list[list[Post]]:
    """Cut a list where the next post would exceed a limit; one post alone may exceed it."""
    most, longest = settings.max_posts, settings.max_characters
    parts: list[list[Post]] = [[]]
    length = 0
    for post in posts:
        full = most and len(parts[-1]) >= most
        long = longest and parts[-1] and length + post.characters > longest
        if full or long:
            parts.append([])
            length = 0
        parts[-1].append(post)
        length += post.characters
    return parts
