"""Tables: what header cells head, and a wrapper for narrow screens."""

from __future__ import annotations

from lxml import etree

from gappon.converter import tree
from gappon.converter.findings import NOTHING, Findings, PassContext


def head_tables(root: etree._Element, context: PassContext) -> Findings:
    """Say of header cells whether they head a column or a row; wrap each table."""
    for table in list(root.iter("table")):
        for cell in table.iter("th"):
            row = cell.getparent()
            section = row.getparent() if row is not None else None
            in_head = section is not None and section.tag == "thead"
            if cell.get("scope") not in ("col", "row", "colgroup", "rowgroup"):
                cell.set("scope", "col" if in_head or _is_header_row(row) else "row")
        for cell in list(table.iter("th")):
            # An empty header cell says nothing to a screen reader (axe: empty-table-header).
            if not tree.text_of(cell) and cell.find(".//img") is None:
                cell.tag = "td"
                cell.attrib.pop("scope", "")
                cell.attrib.pop("abbr", "")
        _wrap(table)
    return NOTHING


def _is_header_row(row: etree._Element | None) -> bool:
    return row is not None and all(cell.tag == "th" for cell in row)


def _wrap(table: etree._Element) -> None:
    parent = table.getparent()
    if parent is None or parent.get("class") == "table":
        return
    wrapper = etree.Element("div")
    wrapper.set("class", "table")
    wrapper.tail, table.tail = table.tail, None
    parent.replace(table, wrapper)
    wrapper.append(table)
