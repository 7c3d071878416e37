"""Footnotes: their roles (DPUB-ARIA 1.1), ids of references, and links back."""

from __future__ import annotations

from lxml import etree

from gappon.converter.findings import NOTHING, Findings, PassContext
from gappon.markup import EPUB_TYPE


def link_notes(root: etree._Element, context: PassContext) -> Findings:
    """Give notes and what refers to them roles, and links both ways."""
    references = _name_references(root)
    for note in root.iter("aside"):
        if note.get("class") != "footnote":
            continue
        note.set(EPUB_TYPE, "footnote")
        note.set("role", "doc-footnote")
        number = (note.get("id") or "").removeprefix("fn-")
        _link_back(note, number, references.get(note.get("id") or "", []))
    for section in root.iter("section"):
        if section.get("class") == "footnotes":
            section.set("role", "doc-endnotes")
            section.set(EPUB_TYPE, "footnotes")
            section.set("aria-label", "注")
    return NOTHING


def _name_references(root: etree._Element) -> dict[str, list[str]]:
    """Give references ids; return those of each note."""
    references: dict[str, list[str]] = {}
    for reference in root.iter("a"):
        if reference.get("class") != "noteref":
            continue
        target = (reference.get("href") or "#")[1:]
        places = references.setdefault(target, [])
        number = target.removeprefix("fn-")
        place = f"fnref-{number}" + (f"-{len(places) + 1}" if places else "")
        places.append(place)
        reference.set("id", place)
        reference.set(EPUB_TYPE, "noteref")
        reference.set("role", "doc-noteref")
    return references


def _link_back(note: etree._Element, number: str, places: list[str]) -> None:
    """Write the note's number, which links back to where it is referred to."""
    first = note[0] if len(note) and note[0].tag == "p" else None
    if first is None:
        first = etree.Element("p")
        note.insert(0, first)
    marks = []
    for index, place in enumerate(places, 1):
        link = etree.Element("a")
        link.set("href", f"#{place}")
        link.set("class", "backlink")
        link.set("role", "doc-backlink")
        link.text = number if index == 1 else f"{number}-{index}"
        link.set("title", f"本文へ戻る（注{link.text}）")
        link.tail = "\u2002"
        marks.append(link)
    if marks:
        marks[-1].tail = "\u2002" + (first.text or "")
        first.text = None
        for position, mark in enumerate(marks):
            first.insert(position, mark)
