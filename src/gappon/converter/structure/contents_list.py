"""A contents list where ``{:toc}`` asks for one."""

from __future__ import annotations

from lxml import etree

from gappon.converter import tree
from gappon.converter.findings import NOTHING, Findings, PassContext
from gappon.converter.tree import CONTENTS


def list_contents(root: etree._Element, context: PassContext) -> Findings:
    """Replace what ``{:toc}`` marks by a list of the post's headings (ids must be there)."""
    for marked in list(root.iter(etree.Element)):
        if marked.get(CONTENTS) is None:
            continue
        del marked.attrib[CONTENTS]
        parent = marked.getparent()
        if parent is None:
            continue
        nav = etree.Element("nav")
        nav.set("class", "toc")
        items = etree.SubElement(nav, "ul")
        for heading in root.iter("h2", "h3"):
            if "no_toc" in (heading.get("class") or "").split() or not heading.get("id"):
                continue
            item = etree.SubElement(items, "li")
            item.set("class", f"toc-{heading.tag}")
            link = etree.SubElement(item, "a")
            link.set("href", f"#{heading.get('id')}")
            link.text = tree.title_of(heading)
        nav.tail = marked.tail
        if len(items):
            parent.replace(marked, nav)
        else:
            marked.tail = None
            parent.remove(marked)
    return NOTHING
