"""Tags of HTML in a text, read once from left to right (HTML §13.2.5, without its forgiveness)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

NAME = re.compile(r"<(/?)([A-Za-z][\w.:-]*)", re.ASCII)
ATTRIBUTE = re.compile(
    r"\s*([^\s\"'<>/=\0]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+)))?"
)
TAG_END = re.compile(r"\s*/?>")
PATIENCE = 32  # how many times its length may be read in a text, for tags that have no end


@dataclass(frozen=True)
class Tag:
    """A tag: names in small letters, values without entities.

    Attributes:
        written: the name as it is written.
        start, name_end, end: places in the text.
    """

    name: str
    written: str
    is_end: bool
    attributes: dict[str, str]
    start: int
    name_end: int
    end: int


@dataclass
class TagReader:
    """Reads the tags of a text; its places are asked for from left to right."""

    text: str
    spent: int = 0
    found: dict[str, int] = field(default_factory=dict)
    paired: dict[str, dict[int, int]] = field(default_factory=dict)

    def tag_at(self, start: int) -> Tag | None:
        """Return the tag that begins at a place, None when none does."""
        name = NAME.match(self.text, start)
        if name is None or self.spent > PATIENCE * len(self.text):
            return None
        position = name.end()
        attributes: dict[str, str] = {}
        while (end := TAG_END.match(self.text, position)) is None:
            found = ATTRIBUTE.match(self.text, position)
            if found is None:
                self.spent += position - start
                return None
            value = next((group for group in found.groups()[1:] if group is not None), "")
            attributes.setdefault(found[1].lower(), unescape(value))
            position = found.end()
        written = name[2]
        return Tag(
            written.lower(), written, bool(name[1]), attributes, start, name.end(), end.end()
        )

    def find(self, wanted: str, start: int) -> int:
        """Return the next place of a text, -1 when it is not there."""
        known = self.found.get(wanted, -2)
        if known == -1 or known >= start:
            return known
        self.found[wanted] = self.text.find(wanted, start)
        return self.found[wanted]

    def end_of(self, tag: Tag) -> int:
        """Return where the element of a tag ends, its end tag included; -1 when it does not."""
        close = self.find(f"</{tag.written}", tag.end)
        return self.find(">", close) + 1 if close >= 0 else -1

    def pairs(self, name: str) -> dict[int, int]:
        """Return where each element of a name begins, and where its end tag does."""
        if name not in self.paired:
            pairs: dict[int, int] = {}
            begun: list[int] = []
            for match in re.finditer(
                rf"<(/?){re.escape(name)}(?=[\s/>])", self.text, re.IGNORECASE
            ):
                if not match[1]:
                    begun.append(match.start())
                elif begun:
                    pairs[begun.pop()] = match.start()
            self.paired[name] = pairs
        return self.paired[name]
