"""Marks of Obsidian: ``[[note|text]]``, ``![[image.png|300]]``, ``==mark==``, ``%%comment%%``."""

from __future__ import annotations

import re
from bisect import bisect_left
from pathlib import PurePosixPath

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from gappon.converter.markdown.document import document_of
from gappon.converter.markdown.state import LinedInline
from gappon.converter.structure.identifiers import slug

WIKI = re.compile(r"!?\[\[([^\[\]|\n]{1,300})(?:\|([^\[\]\n]{0,300}))?\]\]")
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".bmp", ".svg", ".tiff"})
SIZE = re.compile(r"(\d{1,5})(?:x(\d{1,5}))?")
COMMENT = "%%"


def wiki(state: StateInline, silent: bool) -> bool:
    """Add a link to a note, or a picture; a note that is embedded is a link to it."""
    if not _is_obsidian(state) or not state.src.startswith(("[[", "![["), state.pos):
        return False
    match = WIKI.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        target, shown = match[1].strip(), (match[2] or "").strip()
        if match[0][0] == "!" and PurePosixPath(target).suffix.lower() in PICTURES:
            _add_picture(state, target, shown)
        else:
            _add_link(state, target, shown)
    state.pos = match.end()
    return True


def _add_picture(state: StateInline, target: str, shown: str) -> None:
    token = state.push("image", "img", 0)
    size = SIZE.fullmatch(shown)
    token.attrs = {"src": target}
    token.content = "" if size else shown
    text = state.md.inline.parse(token.content, state.md, state.env, []) if token.content else []
    token.children = text
    for name, value in zip(("width", "height"), size.groups() if size else (), strict=False):
        if value:
            token.attrs[name] = value


def _add_link(state: StateInline, target: str, shown: str) -> None:
    note, _, heading = target.partition("#")
    path = f"{note}.md" if note and not note.endswith(".md") else note
    anchor = f"#{slug(heading.split('#')[-1])}" if heading else ""
    state.push("link_open", "a", 1).attrs = {"href": path + anchor}
    text = PurePosixPath(note).name if not heading else target.replace("#", " › ").strip(" ›")
    state.push("text", "", 0).content = shown or text
    state.push("link_close", "a", -1)


def mark(state: StateInline, silent: bool) -> bool:
    """Add ``==marked==`` text."""
    start = state.pos
    if not _is_obsidian(state) or not state.src.startswith("==", start):
        return False
    assert isinstance(state, LinedInline)
    end = state.tags.find("==", start + 2)
    inside = state.src[start + 2 : start + 3]
    if not start + 2 < end <= state.posMax - 2 or inside.isspace() or state.src[end - 1].isspace():
        return False
    if not silent:
        limit = state.posMax
        state.pos, state.posMax = start + 2, end
        state.push("mark_open", "mark", 1)
        state.md.inline.tokenize(state)
        state.push("mark_close", "mark", -1)
        state.posMax = limit
    state.pos = end + 2
    return True


def comment(state: StateInline, silent: bool) -> bool:
    """Leave out a comment in a line."""
    if not _is_obsidian(state) or not state.src.startswith(COMMENT, state.pos):
        return False
    assert isinstance(state, LinedInline)
    end = state.tags.find(COMMENT, state.pos + 2)
    if not 0 <= end <= state.posMax - 2:
        return False
    state.pos = end + 2
    return True


def comment_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Leave out lines of comment; one that is not closed hides what is below, as in Obsidian."""
    document = document_of(state.env)
    start = state.bMarks[start_line] + state.tShift[start_line]
    if "obsidian" not in document.dialect.marks or not state.src.startswith(COMMENT, start):
        return False
    if state.is_code_block(start_line):
        return False
    end = document.tags.find(COMMENT, start + 2)
    last = bisect_left(state.eMarks, end) if end >= 0 else end_line - 1
    if end >= 0 and (last >= end_line or state.src[end + 2 : state.eMarks[last]].strip()):
        return False
    if not silent:
        if end < 0:
            message = "a comment (%%) has no end; what is below it was left out"
            document.warn("comment", message, start_line)
        state.line = last + 1
    return True


def _is_obsidian(state: StateInline) -> bool:
    return "obsidian" in document_of(state.env).dialect.marks


def obsidian(md: MarkdownIt) -> None:
    """Register the constructs; they are read in the posts of Obsidian alone."""
    md.inline.ruler.before("link", "wiki", wiki)
    md.inline.ruler.before("link", "mark", mark)
    md.inline.ruler.before("escape", "comment", comment)
    alternatives = ["paragraph", "reference", "blockquote", "list"]
    md.block.ruler.before("fence", "comment", comment_block, {"alt": alternatives})
