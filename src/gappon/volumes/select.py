"""Which posts of a site a command asks for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from gappon.publication import Post


@dataclass(frozen=True)
class Selection:
    """Which posts a command asks for; empty fields ask for all.

    ``since`` and ``until`` are moments: posts from ``since`` on, before ``until``; a post without a
    date lies in no such time.
    """

    since: datetime | None = None
    until: datetime | None = None
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    def chosen(self, posts: Iterable[Post]) -> tuple[Post, ...]:
        """Return the posts that are asked for."""
        return tuple(post for post in posts if self.takes(post))

    def takes(self, post: Post) -> bool:
        """Say whether a post is asked for."""
        return (
            (self.since is None or (post.date is not None and post.date >= self.since))
            and (self.until is None or (post.date is not None and post.date < self.until))
            and (not self.categories or bool(set(self.categories) & set(post.categories)))
            and (not self.tags or bool(set(self.tags) & set(post.tags)))
        )


EVERYTHING = Selection()


def next_month(first: datetime) -> datetime:
    """Return the first moment of the month after."""
    return (first.replace(day=1) + timedelta(days=32)).replace(day=1)
