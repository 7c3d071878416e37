"""Site paths of posts, from patterns such as ``/:year/:month/:title/``, as generators make them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

PLACEHOLDER = re.compile(r":([A-Za-z_]+)")
# Of a date, as Jekyll, Hugo and Hexo call them (jekyllrb.com/docs/permalinks/#placeholders,
# gohugo.io/configuration/permalinks, hexo.io/docs/permalinks).
OF_DATE = {
    "year": "%Y",
    "short_year": "%y",
    "month": "%m",
    "monthname": "%B",
    "short_month": "%b",
    "long_month": "%B",
    "day": "%d",
    "y_day": "%j",
    "yearday": "%j",
    "week": "%V",
    "w_year": "%G",
    "w_day": "%u",
    "short_day": "%a",
    "long_day": "%A",
    "weekday": "%w",
    "weekdayname": "%A",
    "hour": "%H",
    "minute": "%M",
    "second": "%S",
}
# Jekyll's built-in permalink styles (jekyllrb.com/docs/permalinks/#built-in-formats).
STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}


def expand(pattern: str, values: Mapping[str, str]) -> str:
    """Return the path for a pattern, with one slash at its start; what is not known stays."""
    path = PLACEHOLDER.sub(lambda m: values.get(m[1], m[0]), pattern)
    return "/" + re.sub(r"/{2,}", "/", path).lstrip("/")


def unknown(pattern: str, values: Mapping[str, str]) -> tuple[str, ...]:
    """Return the placeholders of a pattern that have no value, each once."""
    return tuple(dict.fromkeys(n for n in PLACEHOLDER.findall(pattern) if n not in values))


def of_date(date: datetime | None) -> dict[str, str]:
    """Return the values of all placeholders of a date; they are empty where there is none."""
    if date is None:
        return dict.fromkeys((*OF_DATE, "i_month", "i_day"), "")
    plain = {"i_month": str(date.month), "i_day": str(date.day)}
    return {name: date.strftime(form) for name, form in OF_DATE.items()} | plain
