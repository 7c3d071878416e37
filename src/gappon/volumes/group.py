"""Posts → volumes: those that have a category, month … in common become one."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
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


@dataclass(frozen=True, order=True)
class Key:
    """What the posts of a volume have in common.

    Attributes:
        values: by the fields of ``volumes.by``; none for a book that the site itself makes.
        volume: title of that book.
        language: of the posts, when it is not the site's.
    """

    values: tuple[str, ...] = ()
    volume: str = ""
    language: str = ""


def group(site: Site, config: Config, selection: Selection = EVERYTHING) -> tuple[Volume, ...]:
    """Return the volumes of a site, ordered by title, the parts of a split one in their order.

    Posts of different languages are never in one volume; those of a book that the site itself makes
    are one in the order that it says.
    """
    chosen = selection.chosen(site.posts)
    languages = {post.language or config.language for post in chosen}
    common = languages.pop() if len(languages) == 1 else ""
    groups: dict[Key, list[Post]] = {}
    for post in chosen:
        foreign = post.language if post.language != (common or config.language) else ""
        for values in _values_of(post, config, selection):
            key = Key(values, post.volume, foreign)
            groups.setdefault(key, []).append(post)
    volumes = [
        replace(volume, language=key.language or common or config.language)
        for key in sorted(groups)
        for volume in _volumes(key, groups[key], config)
    ]
    return with_distinct_names(volumes)


def month_of(post: Post) -> str:
    """Return the month of a post as ``2025-11``, empty without a date."""
    return f"{post.date:%Y-%m}" if post.date else ""


def _values_of(post: Post, config: Config, selection: Selection) -> Iterator[tuple[str, ...]]:
    if post.volume:
        yield ()
    else:
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


def _volumes(key: Key, posts: list[Post], config: Config) -> Iterator[Volume]:
    values: dict[str, str] = dict(zip(config.volumes.by, key.values, strict=False))
    names: dict[str, str] = {
        by: month_name(value) if by == "month" else value for by, value in values.items()
    }
    title = key.volume or title_of(names, config, key.language)
    own = ("volume", key.volume) if key.volume else (*config.volumes.by, *key.values)
    identity = "\n".join((config.site_url or config.title, *own, *filter(None, [key.language])))
    words = [key.volume] if key.volume else words_of(values, config)
    stem = "-".join([*words, *filter(None, [key.language])])
    settings = config.volumes
    if key.volume:
        settings = settings.model_copy(update={"order": "weight", "reverse": False})
    parts = split(ordered(posts, settings), settings)
    for number, part in enumerate(parts, 1):
        is_part = len(parts) > 1
        subtitle = f"第{number}巻" if is_part else ""
        identifier = f"{identity}\n{number}" if is_part else identity
        yield Volume(
            identifier=str(uuid.uuid5(uuid.NAMESPACE_URL, identifier)),
            title=title,
            subtitle=subtitle,
            file_name=safe_name(f"{stem} {subtitle}"),
            posts=tuple(part),
            group=names,
            number=number if is_part else 0,
            parts=len(parts),
            title_kana=title_kana(title, names, config),
        )
