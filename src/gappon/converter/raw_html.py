"""Raw HTML of a post on its way to the sanitiser: tags get their lines, nothing vanishes unsaid.

What looks like a tag and has no name that HTML knows (``Vec<T>``, ``<your-name>``) is text. What
books do not take becomes what they do, or is left out with a notice.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape

from gappon.converter import embeds
from gappon.converter.html_names import (
    EMBEDDED,
    EMPTY,
    ENDED_BY_OTHERS,
    KNOWN,
    RENAMED,
    SCRIPTS,
    UNWRAPPED,
    WHOLE,
)
from gappon.converter.tags import Tag, TagReader

# Elements within each other that the sanitiser is given: it needs time by the square of them.
DEEPEST = 256
HARMFUL = re.compile(r"\s*(javascript|vbscript)\s*:", re.IGNORECASE)
ADDRESSES = ("href", "src", "data", "action")
DECLARATION = re.compile(r"<[?!][A-Za-z]")
EVENT = re.compile(r"on[a-z]{3,}")
Warn = Callable[[str, str, int], None]  # code, message, line of the file


@dataclass
class HtmlRewriter:
    """Makes raw HTML what the sanitiser may have.

    Attributes:
        warn: is told what is left out, and where.
        components: names of tags that begin with a capital are a template's, as in MDX.
        open: elements that have begun and not ended, in all that was rewritten so far.
        dropped: how many of each name were not begun, being too deep.
    """

    warn: Warn
    components: bool = False
    open: list[str] = field(default_factory=list)
    dropped: dict[str, int] = field(default_factory=dict)

    def rewrite(self, html: str, line_at: Callable[[int], int]) -> str:
        """Return HTML whose tags say on which lines they are.

        Args:
            html: a block of HTML, or a piece of it in a line.
            line_at: from a line of ``html``, counted from 0, to that of the file.
        """
        reader = TagReader(html)
        ends = [match.start() for match in re.finditer("\n", html)]
        parts: list[str] = []
        position = 0
        while (start := html.find("<", position)) >= 0:
            parts.append(html[position:start])
            written, position = self._mark(reader, start, line_at(bisect_left(ends, start)))
            parts.append(written)
        parts.append(html[position:])
        return "".join(parts)

    def _mark(self, reader: TagReader, start: int, line: int) -> tuple[str, int]:
        """Return what stands for the mark at a place, and where it ends."""
        tag = reader.tag_at(start)
        if tag is not None:
            return self._tag(reader, tag, line)
        text = reader.text
        if (end := comment_end(reader, start)) > 0:
            return "", end
        if text.startswith("<![CDATA[", start) and (end := reader.find("]]>", start)) >= 0:
            return escape(text[start + len("<![CDATA[") : end]), end + 3
        if DECLARATION.match(text, start) and (end := reader.find(">", start)) >= 0:
            self.warn("html", "a declaration of XML or HTML was left out", line)
            return "", end + 1
        return "&lt;", start + 1

    def _tag(self, reader: TagReader, tag: Tag, line: int) -> tuple[str, int]:
        if self.components and tag.written[0].isupper():
            if not tag.is_end:
                message = f"the component <{tag.written}> was left out; what it holds was kept"
                self.warn("component", message, line)
            return "", tag.end
        if tag.name not in KNOWN:
            return escape(reader.text[tag.start : tag.end]), tag.end
        self._warn_of_attributes(tag, line)
        if tag.is_end:
            return self._end(tag), tag.end
        if tag.name in WHOLE:
            end = reader.end_of(tag)
            return self._whole(tag, reader.text[tag.start : max(end, tag.end)], line)
        if tag.name in UNWRAPPED or tag.name in SCRIPTS or tag.name in EMBEDDED:
            return self._alone(tag, line), tag.end
        return self._begin(reader, tag, line), tag.end

    def _begin(self, reader: TagReader, tag: Tag, line: int) -> str:
        """Return a start tag with its line, nothing where it would be nested too deeply."""
        if tag.name not in EMPTY and tag.name not in ENDED_BY_OTHERS:
            if len(self.open) >= DEEPEST:
                self.dropped[tag.name] = self.dropped.get(tag.name, 0) + 1
                return ""
            self.open.append(tag.name)
        name = RENAMED.get(tag.name, tag.name)
        anchor = tag.attributes.get("name", "") if tag.name == "a" else ""
        identifier = f' id="{escape(anchor)}"' if anchor and "id" not in tag.attributes else ""
        rest = reader.text[tag.name_end : tag.end]
        return f'<{name} data-line="{line}"{identifier}{rest}'

    def _end(self, tag: Tag) -> str:
        if tag.name in UNWRAPPED or tag.name in WHOLE or tag.name in SCRIPTS:
            return ""
        if self.dropped.get(tag.name):
            self.dropped[tag.name] -= 1
            return ""
        if tag.name in self.open:
            while self.open.pop() != tag.name:
                pass
        return f"</{RENAMED.get(tag.name, tag.name)}>"

    def _whole(self, tag: Tag, source: str, line: int) -> tuple[str, int]:
        """Return what stands for an element that is read up to its end tag."""
        end = tag.start + len(source)
        if tag.name == "svg" and end > tag.end:
            return embeds.image(tag, source, line), end
        inner = source[tag.end - tag.start :]
        found = embeds.link(tag, inner, line) if tag.name in EMBEDDED else ""
        if not found:
            self._warn_of_element(tag, line)
        return found, end

    def _alone(self, tag: Tag, line: int) -> str:
        """Return what stands for a tag whose content, if any, is text of the post."""
        if tag.name in UNWRAPPED:
            return ""
        found = embeds.link(tag, "", line) if tag.name in EMBEDDED else ""
        if not found:
            self._warn_of_element(tag, line)
        return found

    def _warn_of_element(self, tag: Tag, line: int) -> None:
        message = f"'{tag.name}' is not taken into books; it was left out"
        self.warn("unsafe-html", message, line)

    def _warn_of_attributes(self, tag: Tag, line: int) -> None:
        for name, value in tag.attributes.items():
            scripted = HARMFUL.match(value) if name in ADDRESSES else None
            if scripted or EVENT.fullmatch(name):
                harmful = scripted[1].lower() if scripted else name
                message = f"'{harmful}' is not taken into books; it was left out"
                self.warn("unsafe-html", message, line)


def comment_end(reader: TagReader, start: int) -> int:
    """Return where the comment that begins at a place ends, 0 when none does (HTML §13.1.6)."""
    if not reader.text.startswith("<!--", start):
        return 0
    for short in ("<!-->", "<!--->"):
        if reader.text.startswith(short, start):
            return start + len(short)
    end = reader.find("-->", start + len("<!--"))
    return end + len("-->") if end >= 0 else 0
