"""Figures: an image alone in its paragraph becomes one.

Its title is the caption, or the line of emphasis below it, as Zenn and others have it.
"""

from __future__ import annotations

from lxml import etree

from gappon.converter import tree
from gappon.converter.findings import NOTHING, Findings, PassContext

MOST_PARTS = 3  # the image, a line break, the caption


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
        if holder.tag == "p":
            _make_figure(holder, inner, image)
    return NOTHING


def _make_figure(holder: etree._Element, inner: etree._Element, image: etree._Element) -> None:
    caption = _caption_below(inner)
    if caption is None and not tree.is_alone(inner):
        return
    holder.tag = "figure"
    holder.set("class", "image")
    title = image.get("title")
    if caption is not None:
        holder[:] = [inner, caption]
        caption.tag = "figcaption"
        inner.tail = caption.tail = None
    elif title:
        del image.attrib["title"]
        inner.tail = None
        etree.SubElement(holder, "figcaption").text = title


def _caption_below(inner: etree._Element) -> etree._Element | None:
    """Return the emphasis that is the whole line below an image, with nothing else around."""
    holder = inner.getparent()
    if holder is None or holder[0] is not inner or (holder.text or "").strip():
        return None
    rest = [child for child in list(holder)[1:] if child.tag != "br"]
    if len(rest) != 1 or rest[0].tag != "em" or len(holder) > MOST_PARTS:
        return None
    between = "".join(child.tail or "" for child in list(holder)[:-1])
    ends = (rest[0].tail or "").strip() or between.strip() or "\n" not in between
    return None if ends or rest[0] is not holder[-1] else rest[0]
