"""XHTML as trees: parsed once, changed as trees, written once for each output.

Elements have no namespace, as chapters are written; ``epub:`` is declared for templates of themes.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from gappon.markup import EPUB_NAMESPACE, VOID

Element = etree._Element


class Query:
    """An XPath expression that finds elements below one; ``$name`` stands for a given value.

    Compiled once, and run by libxml2: ten times as fast as looking at each element here.
    """

    def __init__(self, xpath: str) -> None:
        self._xpath = etree.XPath(xpath)

    def __call__(self, root: Element, **values: str) -> list[Element]:
        """Return the elements found, in order."""
        found = self._xpath(root, **values)
        assert isinstance(found, list), "the expression gives elements"
        return [element for element in found if isinstance(element, Element)]


EMPTY = Query("descendant::*[not(node())]")


def parse(xhtml: str) -> Element:
    """Return an element that holds the content of a string.

    Raises:
        lxml.etree.XMLSyntaxError: it is not well-formed.
    """
    parser = etree.XMLParser(huge_tree=True, resolve_entities=False, no_network=True)
    content = xhtml.replace("&nbsp;", "\u00a0")
    return etree.fromstring(f'<div xmlns:epub="{EPUB_NAMESPACE}">{content}</div>', parser)


def serialise(root: Element) -> str:
    """Return the content of an element; XHTML that may be read as HTML too.

    Elements that are not void have an end tag even when they are empty.
    """
    for element in EMPTY(root):
        if element.tag not in VOID:
            element.text = ""
    whole: str = etree.tostring(root, encoding="unicode", with_tail=False)
    start, end = whole.index(">") + 1, whole.rindex("<")
    return whole[start:end] if start <= end else ""


def replace(old: Element, root: Element) -> None:
    """Put the content of ``root`` where an element is."""
    parent, tail = old.getparent(), old.tail
    assert parent is not None
    before, place = old.getprevious(), parent.index(old)
    parent.remove(old)
    _append_text(parent, before, root.text)
    children = list(root)
    for offset, child in enumerate(children):
        parent.insert(place + offset, child)
    _append_text(parent, children[-1] if children else before, tail)


def set_first(element: Element, attributes: Mapping[str, str]) -> None:
    """Set attributes before those that an element has."""
    others = [(name, value) for name, value in element.attrib.items() if name not in attributes]
    element.attrib.clear()
    for name, value in (*attributes.items(), *others):
        element.set(name, value)


def _append_text(parent: Element, after: Element | None, text: str | None) -> None:
    if not text:
        return
    if after is None:
        parent.text = (parent.text or "") + text
    else:
        after.tail = (after.tail or "") + text
