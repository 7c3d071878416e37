"""What a book's chapter needs beyond HTML: ids, heading levels, figures, notes, table headers."""

from __future__ import annotations

import re
import unicodedata

from lxml import etree

from gappon.converter import tree
from gappon.publication import EPUB_TYPE, HEADINGS, Heading

NOT_IN_ID = re.compile(r"[^\w.-]+")
NOTES = (".//a[@class='noteref']", ".//aside[@class='footnote']")
LONGEST_LINE = 80  # characters; a paragraph of more is no heading


def shift_headings(root: etree._Element) -> None:
    """Make the highest heading of a post an h2 and leave no holes below it.

    The post's title is the chapter's only h1 (WCAG 2.2 technique G141).
    """
    headings = list(root.iter(*HEADINGS))
    if not headings:
        return
    top = min(int(str(heading.tag)[1]) for heading in headings)
    previous = 1
    for heading in headings:
        level = min(int(str(heading.tag)[1]) - top + 2, previous + 1, 6)
        heading.tag = f"h{level}"
        previous = level


def give_ids(root: etree._Element) -> None:
    """Give every heading an id, and make all ids unique XML names; links follow."""
    for heading in root.iter(*HEADINGS):
        if not heading.get("id"):
            heading.set("id", slug(tree.text_of(heading)) or "section")
    # Notes come first: what they are called is not to be seen in a post, and links rely on it.
    notes = [element for path in NOTES for element in root.iterfind(path)]
    taken: set[str] = set()
    for element in dict.fromkeys((*notes, *root.iter(etree.Element))):
        written = element.get("id")
        if written is None:
            continue
        name = slug(written) or "id"
        unique, number = name, 2
        while unique in taken:
            unique, number = f"{name}-{number}", number + 1
        taken.add(unique)
        element.set("id", unique)
    for link in root.iter("a"):
        href = link.get("href") or ""
        if href.startswith("#"):
            link.set("href", "#" + slug(href[1:]))
    for table in root.iter("table"):
        _keep_headers(table)


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
    text = NOT_IN_ID.sub("-", text).strip("-")[:80].rstrip("-")
    if text and not (text[0].isalpha() or text[0] == "_"):
        text = "s-" + text
    # NCName (XML Namespaces §3) has fewer letters than \w: superscripts and fractions are out.
    return "".join(char for char in text if char in "-._" or _is_name_character(char))


def _is_name_character(char: str) -> bool:
    category = unicodedata.category(char)
    return category in ("Lu", "Ll", "Lo", "Nd", "Mn", "Mc") and not (
        0xF900 <= ord(char) <= 0xFFFD or ord(char) >= 0x10000
    )


def drop_dead_anchors(root: etree._Element) -> list[str]:
    """Unwrap links to ids that are not in the chapter; return their targets."""
    ids = {element.get("id") for element in root.iter(etree.Element)}
    dead = []
    for link in list(root.iter("a")):
        href = link.get("href") or ""
        if href.startswith("#") and href[1:] not in ids:
            dead.append(href)
            tree.unwrap(link)
    return dead


def headings_of(root: etree._Element) -> tuple[Heading, ...]:
    """Return the headings, in order."""
    return tuple(
        Heading(int(str(h.tag)[1]), tree.text_of(h), h.get("id") or "")
        for h in root.iter(*HEADINGS)
        if tree.text_of(h)
    )


def drop_empty_headings(root: etree._Element) -> int:
    """Take out headings without text or image; return how many."""
    empty = [
        h
        for h in root.iter(*HEADINGS)
        if not tree.text_of(h) and h.find(".//img") is None and h.find(".//math") is None
    ]
    for heading in empty:
        tree.remove(heading)
    return len(empty)


def make_figures(root: etree._Element) -> None:
    """An image alone in its paragraph becomes a figure; its title is the caption."""
    for image in list(root.iter("img")):
        parent = image.getparent()
        if parent is None:
            continue
        holder, inner = parent, image
        if parent.tag == "a" and _is_alone(image, parent):
            grand = parent.getparent()
            if grand is None:
                continue
            holder, inner = grand, parent
        caption = image.get("title")
        if holder.tag == "p" and _is_alone(inner, holder):
            holder.tag = "figure"
            holder.set("class", "image")
            if caption:
                del image.attrib["title"]
                text = etree.SubElement(holder, "figcaption")
                text.text = caption
                inner.tail = None


def _is_alone(element: etree._Element, parent: etree._Element) -> bool:
    return len(parent) == 1 and not (parent.text or "").strip() and not (element.tail or "").strip()


def mark_strong_lines(root: etree._Element) -> None:
    """Mark paragraphs that are headings in all but name, so that no page ends with one."""
    for paragraph in root.iter("p"):
        if len(paragraph) != 1 or paragraph[0].tag not in ("strong", "b"):
            continue
        if _is_alone(paragraph[0], paragraph) and len(tree.text_of(paragraph)) <= LONGEST_LINE:
            names = (paragraph.get("class", ""), "strong-line")
            paragraph.set("class", " ".join(filter(None, names)))


def link_notes(root: etree._Element) -> None:
    """Give footnotes their roles (DPUB-ARIA 1.1), references their ids, and links back."""
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
    for note in root.iter("aside"):
        if note.get("class") != "footnote":
            continue
        note.set(EPUB_TYPE, "footnote")
        note.set("role", "doc-footnote")
        number = (note.get("id") or "").removeprefix("fn-")
        _number_note(note, number, references.get(note.get("id") or "", []))
    for section in root.iter("section"):
        if section.get("class") == "footnotes":
            section.set("role", "doc-endnotes")
            section.set(EPUB_TYPE, "footnotes")
            section.set("aria-label", "注")


def _number_note(note: etree._Element, number: str, places: list[str]) -> None:
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


def give_tables_headers(root: etree._Element) -> None:
    """Say of header cells whether they head a column or a row; wrap tables for narrow screens."""
    for table in list(root.iter("table")):
        for cell in table.iter("th"):
            row = cell.getparent()
            section = row.getparent() if row is not None else None
            in_head = section is not None and section.tag == "thead"
            if cell.get("scope") not in ("col", "row", "colgroup", "rowgroup"):
                cell.set("scope", "col" if in_head or _is_header_row(row) else "row")
        for cell in list(table.iter("th")):
            # An empty header cell says nothing to a screen reader (axe: empty-table-header).
            if not tree.text_of(cell) and cell.find(".//img") is None:
                cell.tag = "td"
                cell.attrib.pop("scope", "")
                cell.attrib.pop("abbr", "")
        parent = table.getparent()
        if parent is not None and parent.get("class") != "table":
            wrapper = etree.Element("div")
            wrapper.set("class", "table")
            wrapper.tail, table.tail = table.tail, None
            parent.replace(table, wrapper)
            wrapper.append(table)


def _is_header_row(row: etree._Element | None) -> bool:
    return row is not None and all(cell.tag == "th" for cell in row)


def mark_tasks(root: etree._Element) -> None:
    """Check boxes of task lists become signs that paper shows too."""
    for box in list(root.iter("input")):
        sign = etree.Element("span")
        done = box.get("checked") is not None
        sign.set("class", "task done" if done else "task")
        sign.set("role", "img")
        sign.set("aria-label", "完了" if done else "未完了")
        sign.text = "✓" if done else "□"
        sign.tail = "\u2002" + (box.tail or "").lstrip()
        parent = box.getparent()
        assert parent is not None
        parent.replace(box, sign)
        if parent.tag == "p" and parent.getparent() is not None:
            parent = parent.getparent()
        if parent is not None and parent.tag == "li":
            parent.set("class", "task-list-item")


def give_ruby_parentheses(root: etree._Element) -> None:
    """Put ``rp`` around readings for reading systems without ruby."""
    for reading in list(root.iter("rt")):
        parent = reading.getparent()
        if parent is None:
            continue
        left, right = etree.Element("rp"), etree.Element("rp")
        left.text, right.text = "（", "）"
        right.tail, reading.tail = reading.tail, None
        index = parent.index(reading)
        parent.insert(index, left)
        parent.insert(index + 2, right)


def give_roles(root: etree._Element) -> None:
    """Roles for admonitions, and thematic breaks that a screen reader need not spell out."""
    for aside in list(root.iter("aside")):
        if "admonition" in (aside.get("class") or "").split():
            kind = (aside.get("class") or "").split()[-1]
            role = {"note": "note", "tip": "doc-tip"}.get(kind, "doc-notice")
            if role == "doc-notice":
                aside.tag = "section"  # ARIA in HTML allows the role there, not on an aside
            aside.set("role", role)
            if kind != "note":
                aside.set(EPUB_TYPE, role.removeprefix("doc-"))
