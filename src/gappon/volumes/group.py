"""Posts → volumes: those that have a category, month … in common become one."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from itertools import product

from gappon.config import Config, GroupBy
from gappon.publication import Post, Site, Volume
from gappon.sources.dates import month_name
from gappon.volumes.naming import safe_name, title_kana, title_of, with_distinct_names, words_of
from gappon.volumes.select import EVERYTHING, Selection
from gappon.volumes.split import ordered, split

NONE = {
    "category": "",  # the volume is called by the site's name
    "tag": "タグなし",
    "author": "著者不詳",
    "series": "単発",
    "month": "日付なし",
}


def group(site: Site, config: Config, selection: Selection = EVERYTHING) -> tuple[Volume, ...]:
    """Return the volumes of a site, ordered by title, the parts of a split one in their order."""
    groups: dict[tuple[str, ...], list[Post]] = {}
    for post in selection.chosen(site.posts):
        for key in _keys(post, config, selection):
            groups.setdefault(key, []).append(post)
    volumes = [volume for key in sorted(groups) for volume in _volumes(key, groups[key], config)]
    return with_distinct_names(volumes)


def month_of(post: Post) -> str:
    """Return the month of a post as ``2025-11``, empty without a date."""
    return f"{post.date:%Y-%m}" if post.date else ""


def _keys(post: Post, config: Config, selection: Selection) -> Iterator[tuple[str, ...]]:
    yield from product(*(_values(post, by, config, selection) for by in config.volumes.by))


def _values(post: Post, by: GroupBy, config: Config, selection: Selection) -> Sequence[str]:
    asked: tuple[str, ...] = ()
    values: tuple[str, ...]
    if by == "category":
        values, asked = post.categories, selection.categories
    elif by == "tag":
        values, asked = post.tags, selection.tags
    elif by == "author":
        values = post.authors
    elif by == "series":
        values = (post.series,) if post.series else ()
    elif by == "month":
        values = tuple(filter(None, (month_of(post),)))
    else:
        return ("",)  # all
    if asked:
        values = tuple(value for value in values if value in asked)
    if not values:
        return (NONE[by],)
    return values if config.volumes.multiple == "each" else values[:1]


def _volumes(key: tuple[str, ...], posts: list[Post], config: Config) -> Iterator[Volume]:
    names: dict[str, str] = {
        by: month_name(value) if by == "month" else value
        for by, value in zip(config.volumes.by, key, strict=True)
    }
    title = title_of(names, config)
    identity = "\n".join((config.site_url or config.title, *config.volumes.by, *key))
    stem = "-".join(words_of(dict(zip(config.volumes.by, key, strict=True)), config))
    parts = split(ordered(posts, config.volumes), config.volumes)
    for number, part in enumerate(parts, 1):
        is_part = len(parts) > 1
        subtitle = f"第{number}巻" if is_part else ""
        own = f"{identity}\n{number}" if is_part else identity
        yield Volume(
            identifier=str(uuid.uuid5(uuid.NAMESPACE_URL, own)),
            title=title,
            subtitle=subtitle,
            file_name=safe_name(f"{stem} {subtitle}"),
            posts=tuple(part),
            group=names,
            number=number if is_part else 0,
            parts=len(parts),
            title_kana=title_kana(title, names, config),
        )
