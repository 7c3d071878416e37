"""Atom documents: elements, and bytes that are the same for the same content."""

from __future__ import annotations

import uuid
from typing import Any

from lxml import etree

ATOM = "http://www.w3.org/2005/Atom"
DCTERMS = "http://purl.org/dc/terms/"
OPDS = "http://opds-spec.org/2010/catalog"
THREAD = "http://purl.org/syndication/thread/1.0"
SCHEMA = "http://schema.org"
OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
PREFIXES: Any = {
    None: ATOM,
    "dc": DCTERMS,
    "opds": OPDS,
    "opensearch": OPENSEARCH,
    "thr": THREAD,
    "schema": SCHEMA,
}
# What XML 1.0 §2.2 has no place for.
FORBIDDEN = dict.fromkeys(
    [*range(0x00, 0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF]
)


def feed(language: str) -> etree._Element:
    """Return an empty feed."""
    root = etree.Element(f"{{{ATOM}}}feed", nsmap=PREFIXES)
    root.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    return root


def add(
    parent: etree._Element, name: str, text: str = "", namespace: str = ATOM, **attributes: str
) -> etree._Element:
    """Add an element; attributes without a value are left out."""
    element = etree.SubElement(parent, f"{{{namespace}}}{name}")
    if text:
        element.text = text.translate(FORBIDDEN)
    for key, value in attributes.items():
        if value:
            element.set(key, value.translate(FORBIDDEN))
    return element


def add_person(parent: etree._Element, name: str) -> None:
    """Add an author (RFC 4287 §4.2.1)."""
    add(add(parent, "author"), "name", name)


def urn(identifier: str, part: str = "") -> str:
    """Return a permanent name: of a volume, or of a feed of a catalogue."""
    if not part:
        return f"urn:uuid:{identifier}"
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{identifier}/{part}')}"


def document(root: etree._Element) -> bytes:
    """Return a document's bytes."""
    etree.indent(root, " ")
    return etree.tostring(root, xml_declaration=True, encoding="utf-8") + b"\n"
