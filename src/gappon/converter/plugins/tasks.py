"""Task lists of GitHub Flavored Markdown §5.3: ``- [x]`` becomes a check box."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from gappon.converter.markdown.state import block_tokens

BOX = re.compile(r"\[([ xX])\](?=\s)\s*")


def mark(state: StateCore) -> None:
    """Take boxes off the text of list items, before it is read."""
    item: Token | None = None
    for token in block_tokens(state):
        if token.type == "list_item_open":
            item = token
        elif token.type == "inline" and item is not None:
            match = BOX.match(token.content)
            if match:
                token.content = token.content[match.end() :]
                token.meta["checked"] = match[1] != " "
            item = None
        elif token.type != "paragraph_open":
            item = None


def insert(state: StateCore) -> None:
    """Put the boxes before the text."""
    for token in block_tokens(state):
        if "checked" in token.meta and token.children is not None:
            box = Token("task", "input", 0)
            box.attrs = {"type": "checkbox", "disabled": "disabled"}
            if token.meta["checked"]:
                box.attrs["checked"] = "checked"
            token.children.insert(0, box)


def tasks(md: MarkdownIt) -> None:
    """Register the construct."""
    md.core.ruler.after("block", "task_marks", mark)
    md.core.ruler.after("inline", "task_boxes", insert)
