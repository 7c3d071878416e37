"""What a kind of site calls not public: such a post gets into no book.

Where a value cannot be read, the post stays out: a post that is missing is seen, one that should
not have been printed is seen too late.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from zoneinfo import ZoneInfo

from gappon.config import PostSettings
from gappon.publication import Reason
from gappon.sources import dates
from gappon.sources.fields import FieldReader


class Hides(Enum):
    """Which value of a key hides a post."""

    TRUE = auto()
    FALSE = auto()
    ANY = auto()


@dataclass(frozen=True)
class HidingRule:
    """A front matter key that says whether a post is public.

    Attributes:
        key: as it is written.
        hides: which value of it hides the post.
        reason: what the post is then.
    """

    key: str
    hides: Hides
    reason: Reason


DRAFT = HidingRule("draft", Hides.TRUE, Reason.DRAFT)
PUBLISHED = HidingRule("published", Hides.FALSE, Reason.UNPUBLISHED)
PRIVATE = HidingRule("private", Hides.TRUE, Reason.PRIVATE)
UNLISTED = HidingRule("unlisted", Hides.TRUE, Reason.UNLISTED)
PASSWORD = HidingRule("password", Hides.ANY, Reason.PRIVATE)
NOT_SENT = HidingRule("ignorePublish", Hides.TRUE, Reason.UNPUBLISHED)  # Qiita CLI
NOT_IN_PUBLISH = HidingRule("publish", Hides.FALSE, Reason.UNPUBLISHED)  # Obsidian Publish
# Where nothing says which generator's the posts are, what any of them hides is hidden.
EVERY_RULE = (DRAFT, PUBLISHED, PRIVATE, UNLISTED, PASSWORD, NOT_SENT, NOT_IN_PUBLISH)


def hidden_by(reader: FieldReader, rules: Sequence[HidingRule]) -> Iterator[Reason]:
    """Yield why a post is not public."""
    return (rule.reason for rule in rules if _hides(reader, rule))


def hidden_at(
    reader: FieldReader, begin: Sequence[str], end: Sequence[str], now: datetime, zone: ZoneInfo
) -> Iterator[Reason]:
    """Yield why a post is not public yet or no more.

    Args:
        reader: of its front matter.
        begin: keys of the moment from which it is public.
        end: keys of the moment from which it is not.
        now: the moment in question, aware.
        zone: for dates without one.
    """
    for keys, reason in ((begin, Reason.FUTURE), (end, Reason.EXPIRED)):
        written = reader.text(*keys)
        date = dates.parse(written, zone) if written else None
        if written and date is None:
            _report(reader, next(key for key in keys if reader.text(key)), written)
            yield reason
        elif date is not None and (date > now) is (reason is Reason.FUTURE):
            yield reason


def asked_for(reason: Reason, settings: PostSettings) -> bool:
    """Say whether the configuration takes posts in spite of a reason against them."""
    return {
        Reason.DRAFT: settings.drafts,
        Reason.UNPUBLISHED: settings.unpublished,
        Reason.FUTURE: settings.future,
    }.get(reason, False)


def _hides(reader: FieldReader, rule: HidingRule) -> bool:
    value = reader.value(rule.key)
    if value is None or value == "":
        return False
    if rule.hides is Hides.ANY:
        return True
    flag = reader.flag(rule.key)
    if flag is not None:
        return flag is (rule.hides is Hides.TRUE)
    if rule.hides is Hides.FALSE and isinstance(value, str) and dates.is_date(value):
        return False  # the day on which it was published
    _report(reader, rule.key, value)
    return True


def _report(reader: FieldReader, key: str, value: object) -> None:
    reader.notices.warning(
        "not-public",
        f"'{key}: {value}' cannot be read; the post may be private and was left out",
        reader.line(key),
    )
