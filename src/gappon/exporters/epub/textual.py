"""The text of a tree, run by run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from gappon.trees import Element


@dataclass(frozen=True)
class Run:
    """Text between two tags.

    Attributes:
        element: the one before it.
        inside: it is in the element, before its first child; else behind it.
        left_out: it is in an element whose text is not looked at.
        closed: it is in an element that nothing is put into.
    """

    element: Element
    inside: bool
    left_out: bool
    closed: bool

    @property
    def text(self) -> str:
        """The text."""
        return (self.element.text if self.inside else self.element.tail) or ""

    def put(self, text: str, insertions: list[tuple[Element, str]]) -> None:
        """Exchange the text for another, with elements in it, each with the text behind it."""
        place: Element | None = None if self.inside else self.element
        if self.inside:
            self.element.text = text
        else:
            self.element.tail = None
        for element, after in insertions:
            if place is None:
                self.element.insert(0, element)
            else:
                place.addnext(element)
            element.tail = after
            place = element
        if not self.inside:
            self.element.tail = text


def runs(root: Element, left_out: frozenset[str], closed: frozenset[str]) -> Iterator[Run]:
    """Yield the text of a tree in order; it must not be changed meanwhile.

    Args:
        root: the tree.
        left_out: elements whose text is not looked at.
        closed: elements that nothing is put into.
    """
    out = shut = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            out += element.tag in left_out
            shut += element.tag in closed
            if element.text:
                yield Run(element, True, out > 0, shut > 0)
        else:
            out -= element.tag in left_out
            shut -= element.tag in closed
            if element.tail and element is not root:
                yield Run(element, False, out > 0, shut > 0)
