"""Tables of GitHub Flavored Markdown §4.10: rows that are too short or too long are evened out.

Mistune's own plugin gives up a whole table for one such row, and real posts have them.
"""

from __future__ import annotations

import re
from typing import Any

START = (
    r"^ {0,3}(?=[^\n]*\|)[^\n]*\n {0,3}\|?[ \t]*:?-+:?[ \t]*"
    r"(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*(?:\n|$)"
)
INTERRUPTS = re.compile(
    r" {0,3}(?:>|#{1,6}[ \t]|```|~~~|(?:[-*_][ \t]*){3,}$|[-*+][ \t]|\d{1,9}[.)][ \t]|\{:)"
)


def split_cells(line: str) -> list[str]:
    """Return the cells of a row, outer bars dropped, ``\\|`` made ``|``."""
    text = line.strip()
    text = text.removeprefix("|")
    if text.endswith("|") and not text.endswith("\\|"):
        text = text[:-1]
    cells, start, code = [], 0, False
    for index, char in enumerate(text):
        if char == "`":
            code = not code
        if char == "|" and (index == 0 or text[index - 1] != "\\"):
            cells.append(text[start:index])
            start = index + 1
    cells.append(text[start:])
    return [cell.strip().replace("\\|", "|") for cell in cells]


def parse_table(block: Any, match: re.Match[str], state: Any) -> int | None:
    """Add a table: header, alignments and the rows that follow."""
    header_line, delimiter = match[0].rstrip("\n").split("\n")[:2]
    header, marks = split_cells(header_line), split_cells(delimiter)
    if len(header) != len(marks):
        return None
    aligns = [_align(mark) for mark in marks]
    position = match.end()
    rows = []
    while position < state.cursor_max:
        line = state.get_line(position)
        if not line.strip() or INTERRUPTS.match(line):
            break
        cells = (split_cells(line) + [""] * len(header))[: len(header)]
        rows.append({"type": "table_row", "children": _cells(cells, aligns, head=False)})
        position += len(line)
    children = [{"type": "table_head", "children": _cells(header, aligns, head=True)}]
    if rows:
        children.append({"type": "table_body", "children": rows})
    state.append_token({"type": "table", "children": children})
    return position


def _align(mark: str) -> str | None:
    left, right = mark.startswith(":"), mark.endswith(":")
    return {(True, True): "center", (True, False): "left", (False, True): "right"}.get(
        (left, right)
    )


def _cells(texts: list[str], aligns: list[str | None], *, head: bool) -> list[dict[str, Any]]:
    return [
        {"type": "table_cell", "text": text, "attrs": {"align": align, "head": head}}
        for text, align in zip(texts, aligns, strict=True)
    ]


def render_cell(renderer: Any, text: str, align: str | None = None, head: bool = False) -> str:
    """Return a cell; alignment is a class, so that themes and EPUB need no style attribute."""
    tag = "th" if head else "td"
    css = f' class="align-{align}"' if align else ""
    return f"<{tag}{css}>{text}</{tag}>"


def table(md: Any) -> None:
    """Register tables, also inside quotes and lists."""
    md.block.register("table", START, parse_table, before="paragraph")
    md.block.insert_rule(md.block.block_quote_rules, "table", before="paragraph")
    md.block.insert_rule(md.block.list_rules, "table", before="paragraph")
    render = md.renderer.register
    render("table", lambda _, text: f"<table>{text}</table>\n")
    render("table_head", lambda _, text: f"<thead><tr>{text}</tr></thead>\n")
    render("table_body", lambda _, text: f"<tbody>\n{text}</tbody>")
    render("table_row", lambda _, text: f"<tr>{text}</tr>\n")
    render("table_cell", render_cell)
