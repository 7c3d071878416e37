"""Strong lines: paragraphs that are headings in all but name."""

from __future__ import annotations

from lxml import etree

from gappon.converter import tree
from gappon.converter.findings import NOTHING, Findings, PassContext

LONGEST = 80  # characters; a paragraph of more is no heading


def mark_strong_lines(root: etree._Element, context: PassContext) -> Findings:
    """Mark strong lines, so that no page ends with one."""
    for paragraph in root.iter("p"):
        if len(paragraph) != 1 or paragraph[0].tag not in ("strong", "b"):
            continue
        if tree.is_alone(paragraph[0]) and len(tree.text_of(paragraph)) <= LONGEST:
            names = (paragraph.get("class", ""), "strong-line")
            paragraph.set("class", " ".join(filter(None, names)))
    return NOTHING
