"""Ids: every heading has one, all are unique XML names, and links within the post lead to them."""

from __future__ import annotations

import re
import unicodedata

from lxml import etree

from gappon.converter import tree
from gappon.converter.findings import NOTHING, Findings, PassContext
from gappon.markup import HEADINGS

NOT_IN_ID = re.compile(r"[^\w.-]+")
LONGEST_ID = 80  # characters
NOTES = (".//a[@class='noteref']", ".//aside[@class='footnote']")


def give_ids(root: etree._Element, context: PassContext) -> Findings:
    """Give every heading an id, and make all ids unique XML names; links follow."""
    for heading in root.iter(*HEADINGS):
        if not heading.get("id"):
            heading.set("id", slug(tree.title_of(heading)) or "section")
    _make_unique(root)
    for link in root.iter("a"):
        href = link.get("href") or ""
        if href.startswith("#"):
            link.set("href", "#" + slug(href[1:]))
    for table in root.iter("table"):
        _keep_headers(table)
    return NOTHING


def _make_unique(root: etree._Element) -> None:
    # Notes come first: what they are called is not to be seen in a post, and links rely on it.
    notes = [element for path in NOTES for element in root.iterfind(path)]
    taken: set[str] = set()
    numbers: dict[str, int] = {}  # of each name, the last one given
    for element in dict.fromkeys((*notes, *root.iter(etree.Element))):
        written = element.get("id")
        if written is None:
            continue
        name = unique = slug(written) or "id"
        while unique in taken:
            numbers[name] = numbers.get(name, 1) + 1
            unique = f"{name}-{numbers[name]}"
        taken.add(unique)
        element.set("id", unique)


def _keep_headers(table: etree._Element) -> None:
    """Let cells name head cells of their own table, and nothing else (HTML §4.9.11)."""
    heads = {head.get("id") for head in table.iter("th")} - {None}
    for cell in table.iter("td", "th"):
        written = str(cell.attrib.pop("headers", ""))
        names = [name for name in map(slug, written.split()) if name in heads]
        if names:
            cell.set("headers", " ".join(names))


def slug(text: str) -> str:
    """Return text as an XML name in the way GitHub makes anchors; Japanese is kept."""
    text = unicodedata.normalize("NFC", text).strip().lower()
    text = NOT_IN_ID.sub("-", text).strip("-")[:LONGEST_ID].rstrip("-")
    if text and not (text[0].isalpha() or text[0] == "_"):
        text = "s-" + text
    # NCName (XML Namespaces §3) has fewer letters than \w: superscripts and fractions are out.
    return "".join(char for char in text if char in "-._" or _is_name_character(char))


def _is_name_character(char: str) -> bool:
    category = unicodedata.category(char)
    return category in ("Lu", "Ll", "Lo", "Nd", "Mn", "Mc") and not (
        0xF900 <= ord(char) <= 0xFFFD or ord(char) >= 0x10000
    )


def drop_dead_anchors(root: etree._Element, context: PassContext) -> Findings:
    """Unwrap links to ids that are not in the chapter."""
    ids = {element.get("id") for element in root.iter(etree.Element)}
    notices, dead = [], []
    for link in list(root.iter("a")):
        href = link.get("href") or ""
        if href.startswith("#") and href[1:] not in ids:
            message = f"the link to {href!r} has no target in this post; its text was kept"
            notices.append(context.warning("dead-anchor", message, tree.line_of(link)))
            dead.append(link)
    tree.unwrap_all(dead)
    return Findings(tuple(notices))
