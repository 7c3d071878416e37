"""Dates of posts: what people write in front matter and file names, in the site's time zone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

PATTERN = re.compile(
    r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?"
    r"(?:[T \t]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?)?"
    r"[ \t]*(?P<zone>Z|UTC|GMT|JST|[+-]\d{2}:?\d{2}|[+-]\d{1,2})?[ \t]*$"
)
LONGEST = 60  # characters
FIRST_YEAR, LAST_YEAR = 1000, 9998
# As Astro's and Docusaurus's samples have them: Jul 08 2024, July 8, 2024, 8 July 2024.
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
NAMED_MONTH = re.compile(
    r"(?:(?P<first>\d{1,2})[ ])?(?P<month>[A-Za-z]{3,9})\.?"
    r"(?:[ ](?P<day>\d{1,2}))?,?[ ](?P<year>\d{4})"
)
NAMED_ZONES = {"Z": 0, "UTC": 0, "GMT": 0, "JST": 9 * 60}


def parse(text: str, zone: tzinfo) -> datetime | None:
    """Return an aware date in ``zone``, or None when the text is no date of the years 1000 to 9998.

    Years of fewer digits and the last one cannot be shifted and written everywhere a book needs it.

    A date without an offset is local. ``2025-10-31 23:30 +0000`` is in November in Asia/Tokyo.
    """
    text = text.strip()
    if len(text) > LONGEST:
        return None
    match = PATTERN.match(_in_digits(text))
    if match is None:
        return None
    hour, minute, second = (int(match[name] or 0) for name in ("hour", "minute", "second"))
    try:
        year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
        local = datetime(year, month, day, hour, minute, second, tzinfo=zone)
        if match["zone"]:
            minutes = _offset(match["zone"])
            local = local.replace(tzinfo=timezone(timedelta(minutes=minutes))).astimezone(zone)
    except (ValueError, OverflowError):
        return None
    return local if FIRST_YEAR <= local.year <= LAST_YEAR else None


def is_date(text: str) -> bool:
    """Say whether a text is a date."""
    return parse(text, UTC) is not None


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """Return the first moment of a day."""
    return datetime.combine(day, time(), tzinfo=zone)


def month_name(month: str) -> str:
    """Return ``2025-11`` as ``2025年11月``; other text as it is."""
    match = re.fullmatch(r"(\d{4})-(\d{2})", month)
    return f"{match[1]}年{int(match[2])}月" if match else month


def _in_digits(text: str) -> str:
    """Return a date with the name of its month as one of digits alone."""
    match = NAMED_MONTH.match(text)
    name = match["month"][:3].lower() if match else ""
    day = (match["first"] or match["day"]) if match else None
    if match is None or name not in MONTHS or day is None:
        return text
    return f"{match['year']}-{MONTHS.index(name) + 1}-{day}{text[match.end() :]}"


def _offset(zone: str) -> int:
    if zone in NAMED_ZONES:
        return NAMED_ZONES[zone]
    digits = zone[1:].replace(":", "").ljust(4, "0") if len(zone) > 3 else zone[1:].zfill(2) + "00"
    minutes = int(digits[:2]) * 60 + int(digits[2:4])
    return -minutes if zone[0] == "-" else minutes
