"""Emphasis dots in print: a reading of each character (JLREQ 3.3.9: dots when horizontal)."""

from __future__ import annotations

from lxml import etree

from gappon.markup import DOTS
from gappon.trees import Element, Query

DOT = "・"
DOTTED = Query("descendant::em[@class=$name and not(*)]")


def draw_dots(root: Element) -> None:
    """Set the dots of a chapter's content; marks and spaces have none."""
    for dotted in DOTTED(root, name=DOTS):
        text, dotted.text = dotted.text or "", None
        for char in text:
            if not char.isalnum():
                _append(dotted, char)
                continue
            ruby = etree.SubElement(dotted, "ruby")
            ruby.text = char
            etree.SubElement(ruby, "rt").text = DOT


def _append(element: Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text
