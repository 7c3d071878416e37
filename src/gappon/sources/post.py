"""One file → one :class:`Post`: front matter understood, odd things repaired and reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, replace
from datetime import datetime
from typing import Any

from gappon.config import Config, DateSource
from gappon.diagnostics import Notices
from gappon.languages import normalised
from gappon.publication import Dialect, LeftOut, Post, Reason
from gappon.sources import dates, permalink
from gappon.sources.base import Fields, PostFacts, Source
from gappon.sources.encoding import decode
from gappon.sources.fields import FieldReader
from gappon.sources.files import PostFile
from gappon.sources.titles import take_title
from gappon.sources.visibility import asked_for, hidden_at, hidden_by

KEYS = (value for value in astuple(Fields()) if isinstance(value, tuple))
# Keys that are understood, or say nothing outside the site.
UNDERSTOOD = frozenset(key for keys in KEYS for key in keys) | {"published", "draft", "layout"}

# What gives a post its date when the written one is none, as a notice says it.
INSTEAD: dict[DateSource | None, str] = {
    "front-matter": "",
    "file-name": "the file name's date is used",
    "git": "the day of its first commit is used",
    None: "the post stands without a date",
}


def read_post(
    data: bytes, name: str, file: PostFile, source: Source, config: Config, now: datetime
) -> Post | LeftOut:
    """Make a post of a file's bytes.

    Args:
        data: the file's content.
        name: its path relative to the site folder, with ``/``.
        file: what its place says.
        source: the site in which it lies.
        config: resolved configuration.
        now: the moment after which a post is in the future, aware.

    Returns:
        The post, or why it is in no book: it is not public, and such posts are not asked for.
    """
    notices = Notices(name)
    front = source.front_matter(decode(data, notices), notices)
    values = source.with_defaults(front.values, file)
    reader = FieldReader(values, front.lines, notices)
    fields = source.fields
    if reason := _reason_against(reader, file, source, config, now):
        return LeftOut(name, reason, tuple(notices))
    date = _date(reader, fields, file, config)
    if date and date > now and not config.posts.future:
        return LeftOut(name, Reason.FUTURE, tuple(notices))
    titled = take_title(reader, fields.title, front, file.slug)
    if not titled.body.strip():
        notices.warning(
            "empty-post", "the post has no text; its title stands alone", front.body_line
        )
    body = _replacement_characters(titled.body, titled.body_line, notices)
    own_categories = reader.names(*fields.categories, words=fields.words)
    categories = tuple(dict.fromkeys((*file.categories, *own_categories)))
    facts = PostFacts(
        file,
        date,
        slug=reader.text(*fields.slug) or file.slug,
        categories=categories,
        title=titled.title,
        language=normalised(reader.text(*fields.language)) or file.language,
        site_language=config.language,
        values=values,
    )
    regular = _regular_path(source, config, facts, notices)
    own = reader.text(*fields.permalink)
    link = source.own_path(own, facts) if own else regular
    tags = (*reader.names(*fields.tags, words=fields.words), *source.tags_in(body))
    modified = reader.text(*fields.modified)
    return Post(
        source=name,
        title=titled.title,
        date=date,
        body=body,
        body_line=titled.body_line,
        categories=categories,
        tags=tuple(dict.fromkeys(tags)),
        authors=reader.names(*fields.authors) or config.author,
        excerpt=reader.text(*fields.excerpt),
        image=reader.text(*fields.image),
        image_line=reader.line(*fields.image),
        permalink=link,
        aliases=_aliases(link, regular, reader.names(*fields.aliases), facts, source, config),
        names=source.names(facts),
        modified=dates.parse(modified, config.zone) if modified else None,
        series=reader.text(*fields.series),
        volume=file.volume,
        weight=file.weight or reader.integer(*fields.weight),
        language=facts.language,
        slug=facts.slug,
        extra={
            key: value
            for key, value in values.items()
            if key not in UNDERSTOOD and isinstance(value, str)
        },
        dialect=_dialect(source, file, values, config),
        notices=tuple(notices),
    )


def _regular_path(source: Source, config: Config, facts: PostFacts, notices: Notices) -> str:
    """Return the path that a post has where it does not say its own."""
    pattern = source.pattern(config.permalink, facts)
    values = source.placeholders(facts)
    for name in permalink.unknown(pattern, values):
        message = f"':{name}' of the permalink '{pattern}' is not known; it was left out"
        notices.warning("permalink", message)
        values = {**values, name: ""}
    return permalink.expand(pattern, values)


def _aliases(
    link: str,
    regular: str,
    written: tuple[str, ...],
    facts: PostFacts,
    source: Source,
    config: Config,
) -> tuple[str, ...]:
    """Return the paths of a post besides its own: those it would have, and those it had."""
    paths = {regular, *written}
    file_date = dates.parse(facts.file.written_date, config.zone)
    if file_date and file_date != facts.date:
        by_name = replace(facts, date=file_date)
        pattern = source.pattern(config.permalink, by_name)
        paths.add(permalink.expand(pattern, source.placeholders(by_name)))
    paths |= set(source.addresses(facts))
    return tuple(sorted(paths - {link}))


def _dialect(source: Source, file: PostFile, values: Mapping[str, Any], config: Config) -> Dialect:
    dialect = source.dialect_of(file, values)
    hard = config.posts.hard_breaks
    return dialect if hard is None else replace(dialect, hard_breaks=hard)


def _reason_against(
    reader: FieldReader, file: PostFile, source: Source, config: Config, now: datetime
) -> Reason | None:
    """Return why a post is in no book, None when it may be in one."""
    fields = source.fields
    reasons = [
        file.reason,
        *hidden_by(reader, source.hiding),
        *hidden_at(reader, fields.begin, fields.end, now, config.zone),
    ]
    return next((r for r in reasons if r and not asked_for(r, config.posts)), None)


def _date(reader: FieldReader, fields: Fields, file: PostFile, config: Config) -> datetime | None:
    """Return the date of a post by the first of the configured ways that says one."""
    written = reader.text(*fields.date)
    found: dict[DateSource, datetime | None] = {
        "front-matter": dates.parse(written, config.zone) if written else None,
        "file-name": dates.parse(file.written_date, config.zone),
        "git": file.committed,
    }
    way = next((way for way in config.posts.date_from if found[way]), None)
    if written and not found["front-matter"]:
        message = f"'{written}' is no date; {INSTEAD[way]}"
        reader.notices.warning("date-broken", message, reader.line(*fields.date))
    elif way is None:
        message = "the post has no date; it comes before those that have one"
        reader.notices.info("no-date", message, 1)
    return found[way] if way else None


def _replacement_characters(body: str, first_line: int, notices: Notices) -> str:
    position = body.find("\ufffd")
    if position >= 0 and not any(n.code == "encoding" for n in notices):
        notices.warning(
            "replacement-character",
            f"{body.count(chr(0xFFFD))} broken character(s) (U+FFFD) in the text, shown as 〓",
            first_line + body.count("\n", 0, position),
        )
    return body.replace("\ufffd", "〓")
