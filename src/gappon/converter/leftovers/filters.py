"""Filters of Liquid, Jekyll's among them, none of which makes more than a post can hold."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence, Sized
from datetime import datetime
from functools import wraps
from html import escape
from typing import Any
from urllib.parse import quote

from dateutil import parser
from liquid import Environment
from liquid.exceptions import FilterArgumentError, ResourceLimitError
from liquid.undefined import is_undefined

from gappon.converter.structure.identifiers import slug

LONGEST = 1_000_000  # characters of a text, elements of a list
GREATEST = 10**18
LONGEST_FORM = 100
UNPADDED = re.compile("%-([dmHMSIjy])")
FIRST_DAY = datetime(1970, 1, 1)  # fills in what a date does not say; never today


def add_filters(env: Environment, site_address: str, baseurl: str) -> None:
    """Add Jekyll's filters, and limits to all of them."""
    jekyll: dict[str, Callable[..., Any]] = {
        "relative_url": lambda path: _joined(baseurl, path),
        "absolute_url": lambda path: _joined(site_address, path),
        "strip_index": lambda path: str(path).removesuffix("index.html"),
        "date": _date,
        "date_to_string": lambda value: _date(value, "%d %b %Y"),
        "date_to_long_string": lambda value: _date(value, "%d %B %Y"),
        "date_to_xmlschema": lambda value: _date(value, "%Y-%m-%dT%H:%M:%S%z"),
        "slugify": lambda value, mode="": slug(str(value)),
        "jsonify": lambda value: json.dumps(_plain(value), ensure_ascii=False),
        "xml_escape": lambda value: escape(str(value)),
        "cgi_escape": lambda value: quote(str(value), safe=""),
        "uri_escape": lambda value: quote(str(value), safe="/:?#[]@!$&'()*+,;=%"),
        "number_of_words": lambda value, mode="": len(str(value).split()),
        "array_to_sentence_string": lambda value, word="and": _sentence(value, word),
        "markdownify": str,  # the whole post is Markdown
        "smartify": str,
        "normalize_whitespace": lambda value: " ".join(str(value).split()),
        "to_integer": lambda value: int(float(value)),
        "replace": _replace,
    }
    for name, function in jekyll.items():
        env.add_filter(name, function)
    for name, function in list(env.filters.items()):
        env.add_filter(name, _limited(function))


def _limited(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a filter that refuses values, and makes none, that are too large."""

    @wraps(function)  # flags of python-liquid are attributes of the function
    def filter_(*arguments: Any, **named: Any) -> Any:
        for value in (*arguments, *named.values()):
            check_size(value)
        result = function(*arguments, **named)
        check_size(result)
        return result

    return filter_


def check_size(value: object) -> None:
    """Refuse a value that is too large.

    Raises:
        ResourceLimitError: it is.
    """
    if isinstance(value, int | float) and abs(value) > GREATEST:
        raise ResourceLimitError("a number is too large", token=None)
    if isinstance(value, Sized) and not is_undefined(value):
        try:
            length = len(value)
        except OverflowError:  # a range of more than the machine counts
            length = LONGEST + 1
        if length > LONGEST:
            raise ResourceLimitError("a value is too long", token=None)


def _replace(text: object, old: object, new: object = "") -> str:
    whole, old, new = str(text), str(old), str(new)
    if len(whole) + whole.count(old) * len(new) > LONGEST:
        raise ResourceLimitError("a value is too long", token=None)
    return whole.replace(old, new)


def _joined(base: str, path: object) -> str:
    return base + "/" + str(path).lstrip("/")


def _date(value: object, form: object = "%Y-%m-%d") -> str:
    """Return a date in a form; ``now`` is none, for the same input makes the same book."""
    if is_undefined(value) or value is None:
        return ""
    if isinstance(value, datetime):
        date = value
    else:
        if str(value) in ("now", "today"):
            raise FilterArgumentError("a book does not change with the day", token=None)
        try:
            date = parser.parse(str(value), default=FIRST_DAY)
        except (ValueError, OverflowError):
            return str(value)
    # Without leading zeros, as Ruby has it; not every platform's strftime knows that.
    form = UNPADDED.sub(lambda m: str(int(date.strftime(f"%{m[1]}"))), str(form)[:LONGEST_FORM])
    return date.strftime(form)


def _sentence(value: object, word: object) -> str:
    items = [str(each) for each in value] if isinstance(value, Sequence) else [str(value)]
    if len(items) < 2:
        return "".join(items)
    return ", ".join(items[:-1]) + f" {word} {items[-1]}"


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | float | list | dict | bool) else str(value)
