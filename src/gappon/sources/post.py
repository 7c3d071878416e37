"""One file → one :class:`Post`: front matter understood, odd things repaired and reported."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from gappon.config import Config
from gappon.diagnostics import Notices
from gappon.publication import Post
from gappon.sources import dates, permalink
from gappon.sources.encoding import decode, strip_forbidden
from gappon.sources.frontmatter import FrontMatter, split

FILE_DATE = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})-(.+)$")
MARKDOWN_IN_TITLE = re.compile(
    r"\*\*?(?=\S)(.+?)(?<=\S)\*\*?|`([^`]+)`|~~(.+?)~~|\[([^\]]+)\]\([^)]*\)"
)
KNOWN = {
    "title",
    "date",
    "categories",
    "category",
    "tags",
    "tag",
    "author",
    "authors",
    "excerpt",
    "description",
    "summary",
    "image",
    "permalink",
    "url",
    "last_modified_at",
    "lastmod",
    "updated",
    "series",
    "weight",
    "lang",
    "language",
    "slug",
    "published",
    "draft",
    "layout",
}


class Skipped(Exception):
    """The file is a draft, not published, or in the future: no post of this build."""


def read_post(
    data: bytes, source: str, config: Config, now: datetime, *, jekyll_draft: bool = False
) -> Post:
    """Make a post of a file's bytes.

    Args:
        data: the file's content.
        source: its path relative to the site folder, with ``/``.
        config: resolved configuration.
        now: the moment after which a post is in the future, aware.
        jekyll_draft: the file lies in ``_drafts``.

    Raises:
        Skipped: the post is a draft, unpublished or in the future, and those are not asked for.
    """
    notices = Notices(source)
    front = split(decode(data, notices), notices)
    values = _with_defaults(front.values, source, config)
    reader = _Reader(values, front.lines, notices)
    stem = PurePosixPath(source).stem
    if stem in ("index", "_index") and PurePosixPath(source).parent.name:
        stem = PurePosixPath(source).parent.name
    named = FILE_DATE.match(stem)
    file_date = dates.parse(named[1], config.zone) if named else None
    file_slug = named[2] if named and file_date else stem

    _check_published(reader, config, jekyll_draft)
    date = _date(reader, config, file_date)
    if date > now and not config.posts.future:
        raise Skipped("future")
    body, title, body_line = _title(reader, front, file_slug)
    if not body.strip():
        notices.warning(
            "empty-post", "the post has no text; its title stands alone", front.body_line
        )
    body = _replacement_characters(body, front.body_line, notices)

    categories = reader.names("categories", "category", split_spaces=True)
    slug = reader.text("slug") or file_slug
    section = PurePosixPath(source).parts[1] if source.startswith("content/") else ""
    path = reader.text("permalink", "url") or config.permalink
    link = permalink.expand(path, date, slug, categories, section)
    aliases = {permalink.expand(config.permalink, date, slug, categories, section)}
    if file_date:
        aliases.add(permalink.expand(config.permalink, file_date, slug, categories, section))
    aliases |= set(reader.names("aliases", "redirect_from"))
    modified = reader.text("last_modified_at", "lastmod", "updated")
    return Post(
        source=source,
        title=title,
        date=date,
        body=body,
        body_line=body_line,
        categories=categories,
        tags=reader.names("tags", "tag", split_spaces=True),
        authors=reader.names("authors", "author") or config.author,
        excerpt=reader.text("excerpt", "description", "summary"),
        image=reader.text("image", "cover", "thumbnail"),
        permalink=link,
        aliases=tuple(sorted(aliases - {link})),
        modified=dates.parse(modified, config.zone) if modified else None,
        series=reader.text("series"),
        weight=reader.integer("weight", "order"),
        language=reader.text("lang", "language"),
        slug=slug,
        extra={
            key: str(value)
            for key, value in values.items()
            if key not in KNOWN and isinstance(value, str)
        },
        notices=tuple(notices),
    )


def plain_title(text: str) -> str:
    """Return a title without Markdown and HTML marks."""
    previous = None
    while previous != text:
        previous = text
        text = MARKDOWN_IN_TITLE.sub(lambda m: next(g for g in m.groups() if g), text)
    text = re.sub(r"</?[A-Za-z][^<>]*>", "", text)
    text = re.sub(r"\{([^{}|]+)\|[^{}]+\}", r"\1", text)
    text = re.sub(r"[｜|]?([\u4e00-\u9fff々]+)《[^《》]+》", r"\1", text)
    text = re.sub(r"\\([\\`*_{}\[\]()#+.!|~-])", r"\1", html.unescape(text))
    return " ".join(text.split())


class _Reader:
    """Reads front matter values in whatever form they were written."""

    def __init__(
        self, values: Mapping[str, Any], lines: Mapping[str, int], notices: Notices
    ) -> None:
        self.values = values
        self.lines = lines
        self.notices = notices

    def line(self, *keys: str) -> int:
        return next((self.lines[key] for key in keys if key in self.lines), 1)

    def text(self, *keys: str) -> str:
        """Return the first value that is text."""
        for key in keys:
            value = self.values.get(key)
            if isinstance(value, dict):
                value = value.get("path") or value.get("src") or value.get("name")
            if isinstance(value, list) and value and isinstance(value[0], str):
                value = value[0]
            if isinstance(value, str) and value.strip():
                text = strip_forbidden(value, self.notices, self.line(key))
                return self._without_replacement(" ".join(text.split()), key)
        return ""

    def names(self, *keys: str, split_spaces: bool = False) -> tuple[str, ...]:
        """Return a list of names: a list, one string, or (Jekyll) words between spaces."""
        found: dict[str, None] = {}
        for key in keys:
            value = self.values.get(key)
            # Jekyll: the plural key is a space-separated string, the singular one name.
            if isinstance(value, str) and split_spaces and key.endswith("s"):
                items: list[Any] = value.split(",") if "," in value else value.split()
            elif isinstance(value, list):
                items = [
                    part for item in value for part in (item if isinstance(item, list) else [item])
                ]
            else:
                items = [value]
            for item in items:
                name = item.get("name") if isinstance(item, dict) else item
                if isinstance(name, str) and name.strip():
                    name = strip_forbidden(name, self.notices, self.line(key))
                    found.setdefault(" ".join(self._without_replacement(name, key).split()))
            if found:
                break
        return tuple(name for name in found if name)

    def flag(self, key: str) -> bool | None:
        """Return true or false (YAML 1.1's yes, no, on, off too), None when not given."""
        value = self.values.get(key)
        if isinstance(value, bool):
            return value
        if isinstance(value, str) and value.lower() in ("yes", "on", "true", "1"):
            return True
        if isinstance(value, str) and value.lower() in ("no", "off", "false", "0"):
            return False
        return None

    def integer(self, *keys: str) -> int:
        """Return a whole number, 0 when there is none."""
        for key in keys:
            value = self.values.get(key)
            if isinstance(value, str):
                try:
                    return int(float(value))
                except (ValueError, OverflowError):
                    self.notices.warning(
                        "not-a-number", f"'{key}: {value}' is no number; taken as 0", self.line(key)
                    )
        return 0

    def _without_replacement(self, text: str, key: str) -> str:
        if "\ufffd" not in text:
            return text
        self.notices.warning(
            f"{key}-replacement-character",
            f"the {key} has a broken character (U+FFFD); it is shown without it",
            self.line(key),
        )
        return text.replace("\ufffd", "").strip()


def _check_published(reader: _Reader, config: Config, jekyll_draft: bool) -> None:
    if reader.flag("published") is False and not config.posts.unpublished:
        raise Skipped("unpublished")
    if (reader.flag("draft") or jekyll_draft) and not config.posts.drafts:
        raise Skipped("draft")


def _date(reader: _Reader, config: Config, file_date: datetime | None) -> datetime:
    written = reader.text("date", "publishDate")
    if written:
        date = dates.parse(written, config.zone)
        if date:
            return date
        reader.notices.warning(
            "date-broken",
            f"'{written}' is no date; the file name's date is used",
            reader.line("date", "publishDate"),
        )
    if file_date:
        return file_date
    if not written:
        reader.notices.warning("no-date", "the post has no date; it comes before all others", 1)
    return dates.epoch(config.zone)


def _title(reader: _Reader, front: FrontMatter, slug: str) -> tuple[str, str, int]:
    """Return body, title and the body's first line; a leading h1 becomes a missing title.

    The h1 is also taken off when it only repeats the title.
    """
    title = plain_title(reader.text("title"))
    leading = re.match(r"\s*#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\n|$)", front.body)
    if leading:
        heading = plain_title(leading[1].replace("\ufffd", ""))
        if not title or heading == title:
            rest = front.body[leading.end() :]
            return (
                rest,
                title or heading,
                front.body_line + front.body.count("\n", 0, leading.end()),
            )
    if not title:
        title = slug.replace("-", " ").replace("_", " ").strip() or "無題"
        reader.notices.warning(
            "no-title", f"the post has no title; '{title}' from its file name", 1
        )
    return front.body, title, front.body_line


def _replacement_characters(body: str, first_line: int, notices: Notices) -> str:
    position = body.find("\ufffd")
    if position >= 0 and not any(n.code == "encoding" for n in notices):
        notices.warning(
            "replacement-character",
            f"{body.count(chr(0xFFFD))} broken character(s) (U+FFFD) in the text, shown as 〓",
            first_line + body.count("\n", 0, position),
        )
    return body.replace("\ufffd", "〓")


def _with_defaults(values: dict[str, Any], source: str, config: Config) -> dict[str, Any]:
    """Fill in the front matter defaults of a Jekyll site (jekyllrb.com: Front Matter Defaults)."""
    merged: dict[str, Any] = {}
    best: dict[str, int] = {}
    for rule in config.defaults:
        scope = rule.get("scope")
        extra = rule.get("values")
        if not isinstance(scope, dict) or not isinstance(extra, dict):
            continue
        path = str(scope.get("path") or "").strip("/")
        kind = scope.get("type")
        if kind and kind not in ("posts", "drafts"):
            continue
        if path and not (
            source == path or source.startswith(path + "/") or PurePosixPath(source).match(path)
        ):
            continue
        for key, value in extra.items():
            if len(path) >= best.get(key, -1) and value is not None:
                merged[key] = value if isinstance(value, bool | list | dict) else str(value)
                best[key] = len(path)
    return merged | values
