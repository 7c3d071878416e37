"""Figures: an image alone in its paragraph becomes one; its title is the caption."""

from __future__ import annotations

from lxml import etree

from gappon.converter import tree
from gappon.converter.findings import NOTHING, Findings, PassContext


def make_figures(root: etree._Element, context: PassContext) -> Findings:
    """Turn paragraphs that hold an image, or a link around one, and nothing else into figures."""
    for image in list(root.iter("img")):
        parent = image.getparent()
        if parent is None:
            continue
        holder, inner = parent, image
        if parent.tag == "a" and tree.is_alone(image):
            grand = parent.getparent()
            if grand is None:
                continue
            holder, inner = grand, parent
        if holder.tag == "p" and tree.is_alone(inner):
            holder.tag = "figure"
            holder.set("class", "image")
            caption = image.get("title")
            if caption:
                del image.attrib["title"]
                inner.tail = None
                etree.SubElement(holder, "figcaption").text = caption
    return NOTHING
