"""Ruby: parentheses around readings, for reading systems that know none."""

from __future__ import annotations

from lxml import etree

from gappon.converter.findings import NOTHING, Findings, PassContext


def give_parentheses(root: etree._Element, context: PassContext) -> Findings:
    """Put ``rp`` around readings (HTML §4.5.12)."""
    for reading in list(root.iter("rt")):
        left, right = etree.Element("rp"), etree.Element("rp")
        left.text, right.text = "（", "）"
        right.tail, reading.tail = reading.tail, None
        reading.addprevious(left)
        reading.addnext(right)
    return NOTHING
