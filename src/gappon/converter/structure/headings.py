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
    around: list[int] = []  # levels as they are written, of the headings that one stands under
    for heading in list(root.iter(*HEADINGS)):
        written = int(str(heading.tag)[1])
        while around and around[-1] >= written:
            around.pop()
        around.append(written)
        heading.tag = f"h{min(len(around) + 1, 6)}"


def headings_of(root: etree._Element) -> tuple[Heading, ...]:
    """Return the headings, in order."""
    return tuple(
        Heading(int(str(heading.tag)[1]), text, heading.get("id") or "")
        for heading in root.iter(*HEADINGS)
        if (text := tree.title_of(heading))
    )
