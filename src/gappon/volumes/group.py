"""Posts → volumes: which posts are chosen, how they are grouped, ordered and split."""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import product

from gappon.config import Config, GroupBy
from gappon.publication import Post, Site, Volume
from gappon.sources.dates import month_name

NONE = {"category": "未分類", "tag": "タグなし", "author": "著者不詳", "series": "単発", "all": ""}
# Names that Windows keeps for devices (learn.microsoft.com: Naming Files, Paths, and Namespaces).
RESERVED = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))}
UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u2028-\u202e\ufeff]+')


@dataclass(frozen=True)
class Selection:
    """Which posts a command asks for; empty fields ask for all.

    ``since`` and ``until`` are moments: posts from ``since`` on, before ``until``.
    """

    since: datetime | None = None
    until: datetime | None = None
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    def takes(self, post: Post) -> bool:
        """Say whether a post is asked for."""
        return (
            (self.since is None or post.date >= self.since)
            and (self.until is None or post.date < self.until)
            and (not self.categories or bool(set(self.categories) & set(post.categories)))
            and (not self.tags or bool(set(self.tags) & set(post.tags)))
        )


def group(site: Site, config: Config, selection: Selection | None = None) -> tuple[Volume, ...]:
    """Return the volumes of a site, ordered by title, the parts of a split one in their order."""
    chosen = [post for post in site.posts if selection is None or selection.takes(post)]
    groups: dict[tuple[str, ...], list[Post]] = {}
    for post in chosen:
        for key in _keys(post, config, selection):
            groups.setdefault(key, []).append(post)
    volumes: list[Volume] = []
    for key in sorted(groups):
        volumes.extend(_volumes(key, groups[key], config))
    return _with_distinct_names(volumes)


def month_of(post: Post) -> str:
    """Return the month of a post as ``2025-11``."""
    return f"{post.date:%Y-%m}"


def next_month(first: datetime) -> datetime:
    """Return the first moment of the month after."""
    return (first.replace(day=1) + timedelta(days=32)).replace(day=1)


def safe_name(text: str) -> str:
    """Return a file name stem that every file system takes and a person can read.

    NFC; no control or reserved characters; no dot or space at the ends; at most 150 bytes.
    """
    text = unicodedata.normalize("NFC", text)
    text = UNSAFE.sub("-", text)
    text = re.sub(r"\s+", "-", text).strip("-. ")
    text = re.sub(r"-{2,}", "-", text)
    while len(text.encode()) > 150:
        text = text[:-1].rstrip("-. ")
    if not text:
        return "volume"
    return f"{text}-" if text.split(".")[0].lower() in RESERVED else text


def _values(post: Post, by: GroupBy, config: Config, selection: Selection | None) -> Iterable[str]:
    asked: tuple[str, ...] = ()
    values: tuple[str, ...]
    if by == "category":
        values, asked = post.categories, selection.categories if selection else ()
    elif by == "tag":
        values, asked = post.tags, selection.tags if selection else ()
    elif by == "author":
        values = post.authors
    elif by == "series":
        values = (post.series,) if post.series else ()
    elif by == "month":
        return (month_of(post),)
    else:
        return ("",)
    if asked:
        values = tuple(value for value in values if value in asked)
    if not values:
        return (NONE[by],)
    return values if config.volumes.multiple == "each" else values[:1]


def _keys(post: Post, config: Config, selection: Selection | None) -> Iterator[tuple[str, ...]]:
    yield from product(*(_values(post, by, config, selection) for by in config.volumes.by))


def _ordered(posts: list[Post], config: Config) -> list[Post]:
    def sort_key(post: Post) -> tuple[object, ...]:
        if config.volumes.order == "title":
            return (post.extra.get("title_kana") or post.title, post.date, post.source)
        if config.volumes.order == "weight":
            return (post.weight, post.date, post.source)
        return (post.date, post.source)

    return sorted(posts, key=sort_key, reverse=config.volumes.reverse)


def _split(posts: list[Post], config: Config) -> list[list[Post]]:
    """Cut a list where the next post would exceed a limit; one post alone may exceed it."""
    most, longest = config.volumes.max_posts, config.volumes.max_characters
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


def _volumes(key: tuple[str, ...], posts: list[Post], config: Config) -> Iterator[Volume]:
    names: dict[str, str] = {
        by: month_name(value) if by == "month" else value
        for by, value in zip(config.volumes.by, key, strict=True)
    }
    words = " ".join(value for value in names.values() if value)
    pattern = config.volumes.title
    site_title = config.title
    title = words or site_title
    if pattern:
        fields = dict.fromkeys(("category", "month", "tag", "author", "series", "all"), "")
        title = " ".join(_fill(pattern, fields | names | {"site": site_title}).split()) or title
    identity = "\n".join((config.site_url or site_title, *config.volumes.by, *key))
    parts = _split(_ordered(posts, config), config)
    for number, part in enumerate(parts, 1):
        split = len(parts) > 1
        subtitle = f"第{number}巻" if split else ""
        yield Volume(
            identifier=str(
                uuid.uuid5(uuid.NAMESPACE_URL, identity + (f"\n{number}" if split else ""))
            ),
            title=title,
            subtitle=subtitle,
            file_name=safe_name(f"{'-'.join(v for v in key if v) or site_title} {subtitle}"),
            posts=tuple(part),
            group=names,
            number=number if split else 0,
            parts=len(parts),
            title_kana=_title_kana(title, names, config),
        )


def _title_kana(title: str, names: dict[str, str], config: Config) -> str:
    """Return the reading of a title, put together from those of its words."""
    readings = config.all_readings
    words = [title, config.title, *names.values()]
    kana = title
    for word in sorted(filter(None, words), key=len, reverse=True):
        kana = kana.replace(word, readings.get(word, word))
    return kana if kana != title else ""


def _fill(pattern: str, values: dict[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda m: values.get(m[1], m[0]), pattern)


def _with_distinct_names(volumes: list[Volume]) -> tuple[Volume, ...]:
    """Number file names that a case-blind file system would take for the same."""
    taken: set[str] = set()
    result = []
    for volume in volumes:
        name, number = volume.file_name, 2
        while name.casefold() in taken:
            name = f"{volume.file_name}-{number}"
            number += 1
        taken.add(name.casefold())
        result.append(replace(volume, file_name=name))
    return tuple(result)
