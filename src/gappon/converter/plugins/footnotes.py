"""Footnotes: Mistune's parser, with every reference linked back, and inline ``^[text]`` notes."""

from __future__ import annotations

import re
from typing import Any

from mistune.plugins.footnotes import footnotes as base_footnotes

INLINE_NOTE = r"\^\[(?P<inline_note_text>(?:[^\[\]\n]|\[[^\[\]\n]*\])+)\]"


def parse_inline_note(inline: Any, match: re.Match[str], state: Any) -> int | None:
    """Add a footnote whose text stands in the line (Pandoc's inline notes)."""
    if state.depth >= inline.max_nested_level:
        return None
    notes = state.env.setdefault("footnotes", [])
    indexes = state.env.setdefault("footnote_indexes", {key: i for i, key in enumerate(notes)})
    references = state.env.setdefault("ref_footnotes", {})
    key = f"inline-{len(notes) + 1}"
    references[key] = match["inline_note_text"]
    notes.append(key)
    indexes[key] = len(notes) - 1
    state.append_token({"type": "footnote_ref", "raw": key, "attrs": {"index": len(notes)}})
    return match.end()


def render_ref(renderer: Any, key: str, index: int) -> str:
    """Return a reference; ids are made unique later, when all references are known."""
    return f'<a class="noteref" href="#fn-{index}">{index}</a>'


def render_item(renderer: Any, text: str, key: str, index: int) -> str:
    """Return a note; its links back are added later."""
    return f'<aside class="footnote" id="fn-{index}">{text}</aside>\n'


def render_notes(renderer: Any, text: str) -> str:
    """Return all notes of the post."""
    return f'<section class="footnotes">\n{text}</section>\n'


def footnotes(md: Any) -> None:
    """Register the construct over Mistune's."""
    base_footnotes(md)
    md.inline.register(
        "inline_note", INLINE_NOTE, parse_inline_note, before="link", start_chars="^"
    )
    md.renderer.register("footnote_ref", render_ref)
    md.renderer.register("footnote_item", render_item)
    md.renderer.register("footnotes", render_notes)
