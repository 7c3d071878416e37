"""Task lists: check boxes become signs that paper shows too."""

from __future__ import annotations

from lxml import etree

from gappon.converter.findings import NOTHING, Findings, PassContext


def mark_tasks(root: etree._Element, context: PassContext) -> Findings:
    """Replace check boxes by signs with a name for screen readers, and mark their items."""
    for box in list(root.iter("input")):
        sign = etree.Element("span")
        done = box.get("checked") is not None
        sign.set("class", "task done" if done else "task")
        sign.set("role", "img")
        sign.set("aria-label", "完了" if done else "未完了")
        sign.text = "✓" if done else "□"
        sign.tail = "\u2002" + (box.tail or "").lstrip()
        parent = box.getparent()
        assert parent is not None
        parent.replace(box, sign)
        if parent.tag == "p" and parent.getparent() is not None:
            parent = parent.getparent()
        if parent is not None and parent.tag == "li":
            parent.set("class", "task-list-item")
    return NOTHING
