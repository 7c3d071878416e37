"""Roles of admonitions (DPUB-ARIA 1.1)."""

from __future__ import annotations

from lxml import etree

from gappon.converter.findings import NOTHING, Findings, PassContext
from gappon.markup import EPUB_TYPE

ROLES = {"note": "note", "tip": "doc-tip"}


def give_roles(root: etree._Element, context: PassContext) -> Findings:
    """Say of each admonition what it is."""
    for aside in list(root.iter("aside")):
        names = (aside.get("class") or "").split()
        if "admonition" not in names:
            continue
        role = ROLES.get(names[-1], "doc-notice")
        if role == "doc-notice":
            aside.tag = "section"  # ARIA in HTML allows the role there, not on an aside
        aside.set("role", role)
        if role.startswith("doc-"):
            aside.set(EPUB_TYPE, role.removeprefix("doc-"))
    return NOTHING
