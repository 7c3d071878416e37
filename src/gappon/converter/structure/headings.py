"""Headings: the post's title is the chapter's only h1, and no level below it is skipped."""

from __future__ import annotations

from lxml import etree

from gappon.converter import tree
from gappon.converter.findings import Findings, PassContext
from gappon.markup import HEADINGS
from gappon.publication import Heading


def order_headings(root: etree._Element, context: PassContext) -> Findings:
    """Take out headings without text or image, and make the highest of a post an h2."""
    empty = [
        heading
        for heading in root.iter(*HEADINGS)
        if not tree.text_of(heading) and next(heading.iter("img", "math"), None) is None
    ]
    notices = (
        context.warning("empty-heading", "a heading without text was left out", tree.line_of(each))
        for each in empty
    )
    found = Findings(tuple(notices))
    tree.remove_all(empty)
    _shift(root)
    return found


def _shift(root: etree._Element) -> None:
    """Make the highest heading an h2 and leave no holes below it (WCAG 2.2 technique G141)."""
    headings = list(root.iter(*HEADINGS))
    if not headings:
        return
    top = min(int(str(heading.tag)[1]) for heading in headings)
    previous = 1
    for heading in headings:
        level = min(int(str(heading.tag)[1]) - top + 2, previous + 1, 6)
        heading.tag = f"h{level}"
        previous = level


def headings_of(root: etree._Element) -> tuple[Heading, ...]:
    """Return the headings, in order."""
    return tuple(
        Heading(int(str(heading.tag)[1]), text, heading.get("id") or "")
        for heading in root.iter(*HEADINGS)
        if (text := tree.text_of(heading))
    )
