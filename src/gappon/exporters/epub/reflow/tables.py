"""Tables that can be stacked: on a narrow screen each row is a block, its heads are labels.

How wide a table must be is estimated here, in em of the text; the style sheet compares it with the
room that there is (CSS Containment 3, container queries), because only the reader knows that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gappon.converter.tree import text_of
from gappon.exporters.epub.reflow.widths import text_width
from gappon.trees import Element

SIZE = 0.85  # em, of text in tables
PADDING = 1.2  # em, of a cell's two sides
COLUMN = 6.0  # em of its text, which a column should have for lines of it
HEAD = 5.0
WHOLE_WORD = 12.0
WORD_LIMIT = 20.0  # em; what is longer is broken anywhere
PICTURE = 4.0
STEPS = tuple(range(10, 52, 3))  # em: widths below which tables are stacked; as in epub.css
ALWAYS = "stack-always"
# What is not to be broken: letters, digits and marks between them, a number, a date.
WORD = re.compile(r"[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+")
CROWDED = 20  # places in the grid for each cell; cells that reach further do not reach at all


@dataclass(frozen=True)
class Cell:
    """A cell in the grid of its table.

    Attributes:
        element: ``td`` or ``th``.
        row: the row in which it stands; it may reach down.
        columns: those that it spans.
    """

    element: Element
    row: int
    columns: range


def label_cells(root: Element) -> None:
    """Give cells their heads as labels, and tables the width below which they are stacked.

    A label is ``data-label``; what reaches into a row from above is its ``data-above``.
    """
    for table in root.iter("table"):
        if next(table.iterancestors("table"), None) is None:
            _label_table(table)


def _label_table(table: Element) -> None:
    rows = list(table.iter("tr"))
    grid = _grid(rows)
    heads = {number for number, row in enumerate(rows) if _is_head(row, number)}
    if len(heads) == len(rows):
        return
    for number in heads:
        _add_class(rows[number], "heads")
    labels = _labels(grid[number] for number in sorted(heads))
    for number, row in enumerate(rows):
        if number not in heads:
            _label_row(row, number, grid[number], labels)
    for cell in table.iter("td", "th"):
        if _is_whole(text_of(cell)):
            _add_class(cell, "whole")
    needed = _width(grid, heads)
    _add_class(table, next((f"stack-{step}" for step in STEPS if needed <= step), ALWAYS))


def _add_class(element: Element, name: str) -> None:
    element.set("class", f"{element.get('class', '')} {name}".strip())


def _is_whole(text: str) -> bool:
    """Say whether a cell's text stands in one line: a word or two, a number, a date."""
    return text_width(text) <= (WHOLE_WORD if WORD.fullmatch(text) else COLUMN)


def _grid(rows: Sequence[Element]) -> list[list[Cell]]:
    """Return the cells that cover each row, from the first column on (HTML, 4.9.12)."""
    elements = [[cell for cell in row if cell.tag in ("td", "th")] for row in rows]
    spans = {
        cell: (_span(cell, "colspan"), min(_span(cell, "rowspan"), len(rows) - number))
        for number, row in enumerate(elements)
        for cell in row
    }
    if sum(across * down for across, down in spans.values()) > CROWDED * (len(spans) + 10):
        spans = dict.fromkeys(spans, (1, 1))
    taken: list[dict[int, Cell]] = [{} for _ in rows]
    for number, row in enumerate(elements):
        column = 0
        for element in row:
            while column in taken[number]:
                column += 1
            across, down = spans[element]
            cell = Cell(element, number, range(column, column + across))
            for below in taken[number : number + down]:
                below.update(dict.fromkeys(cell.columns, cell))
            column += across
    return [
        list(dict.fromkeys(cell for _, cell in sorted(row.items(), key=lambda item: item[0])))
        for row in taken
    ]


def _span(cell: Element, name: str) -> int:
    value = cell.get(name, "")
    return max(1, int(value)) if value.isascii() and value.isdigit() and len(value) < 6 else 1


def _is_head(row: Element, number: int) -> bool:
    parent = row.getparent()
    if parent is not None and parent.tag == "thead":
        return True
    cells = [cell.tag for cell in row if cell.tag in ("td", "th")]
    return number == 0 and len(cells) > 1 and set(cells) == {"th"}


def _labels(heads: Iterable[Sequence[Cell]]) -> dict[int, str]:
    """Return the label of each column: its heads, from the top one on."""
    parts: dict[int, list[str]] = {}
    for row in heads:
        for cell in row:
            text = text_of(cell.element)
            for column in cell.columns:
                if text and text not in parts.setdefault(column, []):
                    parts[column].append(text)
    return {column: "・".join(texts) for column, texts in parts.items()}


def _label_row(row: Element, number: int, cells: Sequence[Cell], labels: Mapping[int, str]) -> None:
    above = []
    for cell in cells:
        label = "・".join(dict.fromkeys(labels[c] for c in cell.columns if labels.get(c)))
        if cell.row < number:
            above.append("　".join(filter(None, (label, text_of(cell.element)))))
        elif label and cell.element.tag == "td":
            cell.element.set("data-label", label)
    if above:
        row.set("data-above", "　".join(above))


def _width(grid: Sequence[Sequence[Cell]], heads: set[int]) -> float:
    """Return how wide a table should be at least, in em of the text around it."""
    columns: dict[int, float] = {}
    for number, row in enumerate(grid):
        for cell in row:
            if len(cell.columns) == 1 and cell.row == number:
                needed = _cell_width(cell.element, HEAD if number in heads else COLUMN)
                column = cell.columns.start
                columns[column] = max(columns.get(column, 0.0), needed)
    return sum(width * SIZE + PADDING for width in columns.values())


def _cell_width(cell: Element, line: float) -> float:
    text = text_of(cell)
    word = max(map(text_width, WORD.findall(text)), default=0.0)
    picture = PICTURE if next(cell.iter("img"), None) is not None else 0.0
    whole = text_width(text) if _is_whole(text) else 0.0
    return max(min(word, WORD_LIMIT), whole, min(text_width(text), line), picture)
