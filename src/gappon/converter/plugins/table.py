"""Tables of GitHub Flavored Markdown §4.10: rows that are too short or too long are evened out.

markdown-it's own rule drops the cells that are too many, and knows no ruby in braces.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from gappon.characters import JAPANESE
from gappon.converter.markdown.document import document_of
from gappon.converter.markdown.state import line_text

DELIMITER = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
# A bar, or what hides one: an escape, or ruby in braces.
BAR = re.compile(r"\\\||(?<![{\\])\{[^{}|%\n]{1,60}\|[^{}%\n]{1,120}\}(?!\})|\|")
HAS_JAPANESE = re.compile(f"[{JAPANESE}]")
ALIGNMENTS = {(True, True): "center", (True, False): "left", (False, True): "right"}


def split_cells(line: str) -> list[str]:
    """Return the cells of a row, outer bars dropped, ``\\|`` made ``|``."""
    text = line.strip()
    bars = _bars(text)
    start, end = 0, len(text)
    if bars and bars[0] == 0:
        start = 1
        del bars[0]
    if bars and bars[-1] == len(text) - 1:
        end = bars.pop()
    places = zip([start, *(bar + 1 for bar in bars)], [*bars, end], strict=True)
    return [text[first:last].strip().replace("\\|", "|") for first, last in places]


def _bars(text: str) -> list[int]:
    """Return where the bars between cells are."""
    bars, position = [], 0
    while (match := BAR.search(text, position)) is not None:
        position = match.end()
        if match[0] == "|":
            bars.append(match.start())
        elif match[0][0] == "{" and not HAS_JAPANESE.search(match[0]):
            position = match.start() + 1
    return bars


def block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Add a table: header, alignments and the rows that follow."""
    marks = _delimiters(state, start_line, end_line)
    if not marks:
        return False
    if silent:
        return True
    aligns = [ALIGNMENTS.get((mark.startswith(":"), mark.endswith(":"))) for mark in marks]
    rows = _rows(state, start_line + 2, end_line)
    # Line ends follow the rows of the body, not its end: the format of HTML written by hand.
    table = state.push("table_open", "table", 1)
    table.map = [start_line, start_line + 2 + len(rows)]
    state.push("thead_open", "thead", 1).block = False
    _add_row(state, start_line, split_cells(line_text(state, start_line)), aligns, "th")
    state.push("thead_close", "thead", -1)
    if rows:
        state.push("tbody_open", "tbody", 1)
        for line, cells in enumerate(rows, start_line + 2):
            _add_row(state, line, _evened(state, line, cells, len(aligns)), aligns, "td")
        state.push("tbody_close", "tbody", -1).block = False
    state.push("table_close", "table", -1)
    state.line = start_line + 2 + len(rows)
    return True


def _delimiters(state: StateBlock, line: int, end_line: int) -> list[str]:
    """Return the cells of the line below a header, none when the lines begin no table."""
    below = line + 1
    if below >= end_line or state.is_code_block(line) or state.is_code_block(below):
        return []
    if state.sCount[below] < state.blkIndent or "|" not in line_text(state, line):
        return []
    delimiters = line_text(state, below)
    if not DELIMITER.fullmatch(delimiters):
        return []
    marks = split_cells(delimiters)
    return marks if len(marks) == len(split_cells(line_text(state, line))) else []


def _rows(state: StateBlock, line: int, end_line: int) -> list[list[str]]:
    """Return the cells of the rows from a line on, up to an empty line or another block."""
    rows = []
    terminators = state.md.block.ruler.getRules("blockquote")
    while line < end_line and not state.isEmpty(line):
        if state.sCount[line] < state.blkIndent or state.is_code_block(line):
            break
        if any(rule(state, line, end_line, True) for rule in terminators):
            break
        rows.append(split_cells(line_text(state, line)))
        line += 1
    return rows


def _evened(state: StateBlock, line: int, cells: list[str], count: int) -> list[str]:
    """Return as many cells as the header has; the text of others goes into the last one."""
    cells = cells + [""] * (count - len(cells))
    more = [cell for cell in cells[count:] if cell]
    if more:
        message = "a row has more cells than the head of its table; they were put into the last one"
        document_of(state.env).warn("table-cells", message, line)
    return [*cells[: count - 1], " | ".join([cells[count - 1], *more])]


def _add_row(
    state: StateBlock, line: int, cells: list[str], aligns: list[str | None], tag: str
) -> None:
    state.push("tr_open", "tr", 1).map = [line, line + 1]
    for text, align in zip(cells, aligns, strict=True):
        token = state.push(f"{tag}_open", tag, 1)
        token.map = [line, line + 1]
        token.attrs = {"class": f"align-{align}"} if align else {}
        token = state.push("inline", "", 0)
        token.map, token.content = [line, line + 1], text
        state.push(f"{tag}_close", tag, -1).block = False
    state.push("tr_close", "tr", -1).block = tag == "td"


def table(md: MarkdownIt) -> None:
    """Put this rule in the place of markdown-it's."""
    md.block.ruler.at("table", block, {"alt": ["paragraph", "reference"]})
    md.enable("table")
