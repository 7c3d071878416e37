"""Titles of posts: from the front matter, the first heading or the file's name; plain text."""

from __future__ import annotations

import html
import re

from gappon.sources.fields import FieldReader
from gappon.sources.frontmatter import FrontMatter

MARKDOWN_IN_TITLE = re.compile(
    r"\*\*?(?=\S)(.+?)(?<=\S)\*\*?|`([^`]+)`|~~(.+?)~~|\[([^\]]+)\]\([^)]*\)"
)

ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")  # CommonMark §2.4
HELD = 0x10FF00  # private use: where escaped marks wait
HELD_MARK = re.compile(f"[{chr(HELD)}-{chr(HELD + 0x7F)}]")


def take_title(reader: FieldReader, front: FrontMatter, slug: str) -> tuple[str, str, int]:
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


def plain_title(text: str) -> str:
    """Return a title without Markdown and HTML marks."""
    text = ESCAPED.sub(lambda m: chr(HELD + ord(m[1])), text)
    previous = None
    while previous != text:
        previous = text
        text = MARKDOWN_IN_TITLE.sub(lambda m: next(g for g in m.groups() if g), text)
    text = re.sub(r"</?[A-Za-z][^<>]*>", "", text)
    text = re.sub(r"\{([^{}|]+)\|[^{}]+\}", r"\1", text)
    text = re.sub(r"[｜|]?([\u4e00-\u9fff々]+)《[^《》]+》", r"\1", text)
    text = HELD_MARK.sub(lambda m: chr(ord(m[0]) - HELD), html.unescape(text))
    return " ".join(text.split())
