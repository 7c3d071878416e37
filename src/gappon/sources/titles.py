"""Titles of posts: from the front matter, the first heading or the file's name; plain text."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from gappon.sources.fields import FieldReader
from gappon.sources.frontmatter import FrontMatter

MARKDOWN = re.compile(r"\*\*?(?=\S)(.+?)(?<=\S)\*\*?|`([^`]+)`|~~(.+?)~~|\[([^\]]+)\]\([^)]*\)")
# A reading in 《》 is kana, unless ｜ says where what it belongs to begins.
RUBY = re.compile(
    r"[｜|]([^｜|《》]{1,40})《[^《》]{1,40}》|([\u4e00-\u9fff々]{1,20})《[\u3041-\u30ff]{1,40}》"
)
READING = re.compile(r"\{([^{}|]{1,40})\|[^{}]{1,80}\}")
TAG = re.compile(r"</?[A-Za-z][^<>]{0,400}>")
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")  # CommonMark §2.4
HELD = 0x10FF00  # private use: where escaped marks wait
HELD_MARK = re.compile(f"[{chr(HELD)}-{chr(HELD + 0x7F)}]")
LONGEST = 1_000  # characters; what is longer is no title that somebody set in Markdown


@dataclass(frozen=True)
class Titled:
    """A post's title, and its text without the heading that says the same.

    Attributes:
        title: plain text.
        body: the text.
        body_line: line of the file at which it begins.
    """

    title: str
    body: str
    body_line: int


def take_title(reader: FieldReader, keys: tuple[str, ...], front: FrontMatter, slug: str) -> Titled:
    """Return title and text; a leading h1 is a missing title, and is taken off if it repeats one.

    Args:
        reader: of the front matter.
        keys: those of its title.
        front: the front matter, with the text.
        slug: the file's name, for want of any other title.
    """
    title = plain_title(reader.text(*keys))
    written, end = _leading_heading(front.body)
    heading = plain_title(written.replace("\ufffd", ""))
    if heading and heading == (title or heading):
        line = front.body_line + front.body.count("\n", 0, end)
        return Titled(heading, front.body[end:], line)
    if not title:
        title = slug.replace("-", " ").replace("_", " ").strip() or "無題"
        message = f"the post has no title; '{title}' from its file name"
        reader.notices.warning("no-title", message, 1)
    return Titled(title, front.body, front.body_line)


def plain_title(text: str) -> str:
    """Return a title without Markdown and HTML marks."""
    if len(text) > LONGEST:
        return " ".join(text.split())
    text = ESCAPED.sub(lambda m: chr(HELD + ord(m[1])), text)
    previous = None
    while previous != text:
        previous = text
        text = MARKDOWN.sub(lambda m: next(g for g in m.groups() if g), text)
    text = READING.sub(r"\1", TAG.sub("", text))
    text = RUBY.sub(lambda m: m[1] or m[2], text)
    text = HELD_MARK.sub(lambda m: chr(ord(m[0]) - HELD), html.unescape(text))
    return " ".join(text.split())


def _leading_heading(body: str) -> tuple[str, int]:
    """Return the heading of level 1 with which a text begins, and where it ends; else nothing."""
    start = len(body) - len(body.lstrip("\n \t"))
    end = body.find("\n", start)
    end = len(body) if end < 0 else end
    row = body[start:end].strip()
    if row.startswith(("# ", "#\t")):
        text = row[2:].strip()
        closed = text.rstrip("#")
        return (closed if closed.endswith((" ", "\t")) else text).strip(), min(end + 1, len(body))
    next_end = body.find("\n", end + 1)
    next_end = len(body) if next_end < 0 else next_end
    underline = body[end + 1 : next_end].strip()
    if row and underline and not underline.strip("=") and not row.startswith((">", "-", "`", "<")):
        return row, min(next_end + 1, len(body))
    return "", 0
