"""What books cannot play: videos, frames and the like become links, inline SVG an image."""

from __future__ import annotations

import re
from base64 import b64encode
from html import escape, unescape

from gappon.converter.tags import Tag, TagReader

KINDS = {"audio": "音声", "video": "動画"}
YOUTUBE = re.compile(r"youtube(?:-nocookie)?\.com/embed/([\w-]{6,})")
NEVER = ("javascript:", "vbscript:", "data:")
TITLE = re.compile(r"<title[^<>]*>([^<>]*)</title")


def link(tag: Tag, inner: str, line: int) -> str:
    """Return a link to what an element plays, ``""`` when it says nothing of that."""
    source = (tag.attributes.get("src") or tag.attributes.get("data") or _source(inner)).strip()
    youtube = YOUTUBE.search(source)
    if youtube:
        source = f"https://www.youtube.com/watch?v={youtube[1]}"
    elif source.startswith("//"):
        source = "https:" + source
    if not source or source.lower().startswith(NEVER):
        return ""
    kind = KINDS.get(tag.name, "埋め込み")
    named = tag.attributes.get("title") or tag.attributes.get("aria-label")
    title = escape(named or f"{kind}: {source}")
    return f'<a data-line="{line}" class="embed" href="{escape(source)}">{title}</a>'


def _source(inner: str) -> str:
    """Return the address in the first ``source`` that has one."""
    reader, start = TagReader(inner), 0
    while (start := inner.find("<", start)) >= 0:
        tag = reader.tag_at(start)
        if tag is not None and tag.name == "source" and tag.attributes.get("src"):
            return tag.attributes["src"]
        start += 1
    return ""


def image(tag: Tag, svg: str, line: int) -> str:
    """Return an SVG drawing as an image of its own; images are cleaned where they are loaded."""
    name_end = tag.name_end - tag.start
    space = "" if "xmlns" in tag.attributes else ' xmlns="http://www.w3.org/2000/svg"'
    data = b64encode((svg[:name_end] + space + svg[name_end:]).encode()).decode()
    titled = TITLE.search(svg)
    title = tag.attributes.get("aria-label") or (unescape(titled[1]).strip() if titled else "")
    return (
        f'<img data-line="{line}" alt="{escape(title)}" src="data:image/svg+xml;base64,{data}" />'
    )
