"""One file → one :class:`Post`: front matter understood, odd things repaired and reported."""

from __future__ import annotations

from dataclasses import astuple, replace
from datetime import datetime

from gappon.config import Config
from gappon.diagnostics import Notices
from gappon.publication import LeftOut, Post, Reason
from gappon.sources import dates
from gappon.sources.base import Fields, PostFacts, Source
from gappon.sources.encoding import decode
from gappon.sources.fields import FieldReader
from gappon.sources.files import PostFile
from gappon.sources.titles import take_title
from gappon.sources.visibility import asked_for, hidden_at, hidden_by

KEYS = (value for value in astuple(Fields()) if isinstance(value, tuple))
# Keys that are understood, or say nothing outside the site.
UNDERSTOOD = frozenset(key for keys in KEYS for key in keys) | {"published", "draft", "layout"}


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
    file_date = dates.parse(file.written_date, config.zone) if file.written_date else None
    date = _date(reader, fields, config, file_date)
    if date > now and not config.posts.future:
        return LeftOut(name, Reason.FUTURE, tuple(notices))
    body, title, body_line = take_title(reader, front, file.slug)
    if not body.strip():
        notices.warning(
            "empty-post", "the post has no text; its title stands alone", front.body_line
        )
    body = _replacement_characters(body, front.body_line, notices)
    categories = reader.names(*fields.categories, words=fields.words)
    facts = PostFacts(file, date, reader.text(*fields.slug) or file.slug, categories)
    pattern = reader.text(*fields.permalink) or config.permalink
    link = source.permalink(pattern, facts)
    modified = reader.text(*fields.modified)
    return Post(
        source=name,
        title=title,
        date=date,
        body=body,
        body_line=body_line,
        categories=categories,
        tags=reader.names(*fields.tags, words=fields.words),
        authors=reader.names(*fields.authors) or config.author,
        excerpt=reader.text(*fields.excerpt),
        image=reader.text(*fields.image),
        permalink=link,
        aliases=_aliases(link, reader.names(*fields.aliases), source, config, facts, file_date),
        names=source.names(facts),
        modified=dates.parse(modified, config.zone) if modified else None,
        series=reader.text(*fields.series),
        weight=reader.integer(*fields.weight),
        language=reader.text(*fields.language),
        slug=facts.slug,
        extra={
            key: value
            for key, value in values.items()
            if key not in UNDERSTOOD and isinstance(value, str)
        },
        dialect=source.dialect,
        notices=tuple(notices),
    )


def _aliases(
    link: str,
    written: tuple[str, ...],
    source: Source,
    config: Config,
    facts: PostFacts,
    file_date: datetime | None,
) -> tuple[str, ...]:
    """Return the paths of a post besides its own: those it would have, and those it had."""
    dates_known = {facts.date, file_date or facts.date}
    regular = {
        source.permalink(config.permalink, replace(facts, date=date)) for date in dates_known
    }
    return tuple(sorted((regular | set(written)) - {link}))


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


def _date(
    reader: FieldReader, fields: Fields, config: Config, file_date: datetime | None
) -> datetime:
    written = reader.text(*fields.date)
    if written:
        date = dates.parse(written, config.zone)
        if date:
            return date
        reader.notices.warning(
            "date-broken",
            f"'{written}' is no date; the file name's date is used",
            reader.line(*fields.date),
        )
    if file_date:
        return file_date
    if not written:
        reader.notices.warning("no-date", "the post has no date; it comes before all others", 1)
    return dates.epoch(config.zone)


def _replacement_characters(body: str, first_line: int, notices: Notices) -> str:
    position = body.find("\ufffd")
    if position >= 0 and not any(n.code == "encoding" for n in notices):
        notices.warning(
            "replacement-character",
            f"{body.count(chr(0xFFFD))} broken character(s) (U+FFFD) in the text, shown as 〓",
            first_line + body.count("\n", 0, position),
        )
    return body.replace("\ufffd", "〓")
