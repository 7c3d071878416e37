"""kramdown's attribute lists, ``{: .class #id}``, and ``{:toc}``, applied on the tree.

See kramdown.gettalong.org/syntax.html: Inline and Block Attribute Lists.
"""

from __future__ import annotations

import re

from lxml import etree

from gappon.converter import tree
from gappon.converter.findings import NOTHING, Findings, PassContext
from gappon.converter.sanitize import attribute
from gappon.publication import HEADINGS

BLOCK_LINE = re.compile(r"^[ \t]*\{:([^{}\n]*)\}[ \t]*$")
EXTENSION = re.compile(
    r"\{::(?:options|comment)\b[^{}]*/\}|\{::comment\}.*?\{:/(?:comment)?\}", re.DOTALL
)
TRAILING = re.compile(r"(?:\n[ \t]*|^[ \t]*|[ \t]+)\{:((?![:/])[^{}\n]*)\}[ \t]*\s*$")
LEADING = re.compile(r"^\{:((?![:/])[^{}\n]*)\}")
HEADING_ID = re.compile(r"[ \t]+\{#([\w:.-]+)\}[ \t]*$")
PART = re.compile(r"""([.#])([\w:-]+)|([\w:-]+)=(?:"([^"]*)"|'([^']*)'|(\S+))|([\w-]+)""")
NEXT = "gappon-next "
ALLOWED = {"id", "title", "lang", "width", "height", "start"}
BLOCKS = {*HEADINGS, "p", "li", "blockquote", "td", "th", "dd", "dt", "div"}


def prepare(text: str) -> str:
    """Mark attribute lists after a blank line: they belong to the block that follows."""
    if "{:" not in text:
        return text
    text = EXTENSION.sub(lambda m: "\n" * m[0].count("\n"), text)
    lines = text.split("\n")
    for index, line in enumerate(lines):
        match = BLOCK_LINE.match(line)
        if not match:
            continue
        blank_before = index == 0 or not lines[index - 1].strip()
        text_after = index + 1 < len(lines) and lines[index + 1].strip()
        if blank_before and text_after:
            # A paragraph of its own, so that it can be found and taken out on the tree.
            lines[index] = "{:" + NEXT + match[1].strip() + "}\n"
    return "\n".join(lines)


def apply_attribute_lists(root: etree._Element, context: PassContext) -> Findings:
    """Apply all attribute lists of a chapter and take them out."""
    if "{" not in context.post.body:
        return NOTHING
    for element in list(root.iter(etree.Element)):
        if element.tag in ("code", "pre"):
            continue
        if element.tail and element.tail.startswith("{:") and element.getparent() is not None:
            _apply_span(element)
        if element.tag in BLOCKS:
            _apply_block(element)
    return NOTHING


def list_contents(root: etree._Element, context: PassContext) -> Findings:
    """Replace what ``{:toc}`` marks by a list of the post's headings (ids must be there)."""
    if "{:" not in context.post.body:
        return NOTHING
    for marked in list(root.iter(etree.Element)):
        if marked.get("data-toc") is None:
            continue
        del marked.attrib["data-toc"]
        parent = marked.getparent()
        if parent is None:
            continue
        nav = etree.Element("nav")
        nav.set("class", "toc")
        items = etree.SubElement(nav, "ul")
        for heading in root.iter("h2", "h3"):
            if "no_toc" in (heading.get("class") or "").split() or not heading.get("id"):
                continue
            item = etree.SubElement(items, "li")
            item.set("class", f"toc-{heading.tag}")
            link = etree.SubElement(item, "a")
            link.set("href", f"#{heading.get('id')}")
            link.text = tree.text_of(heading)
        nav.tail = marked.tail
        if len(items):
            parent.replace(marked, nav)
        else:
            marked.tail = None
            parent.remove(marked)
    return NOTHING


def _apply_span(element: etree._Element) -> None:
    tail = element.tail or ""
    match = LEADING.match(tail)
    if match:
        _set(element, match[1])
        element.tail = tail[match.end() :]


def _apply_block(element: etree._Element) -> None:
    if element.tag[0] == "h" and _ends_with(element, HEADING_ID):
        found = _cut(element, HEADING_ID)
        if found:
            element.set("id", found[1])
    match = _cut(element, TRAILING)
    if match is None:
        return
    target = element
    alone = not len(element) and not (element.text or "").strip()
    following = match[1].startswith(NEXT)
    if alone and element.tag == "p":
        neighbour = element.getnext() if following else element.getprevious()
        parent = element.getparent()
        if neighbour is None and parent is not None:
            neighbour = parent if parent.tag in BLOCKS else None
        if parent is not None:
            _remove(element)
        if neighbour is None:
            return
        target = neighbour
    elif element.tag == "li" or (element.tag == "p" and _parent_tag(element) == "li"):
        # kramdown: a list written after the last item belongs to the list.
        item = element if element.tag == "li" else element.getparent()
        if item is not None and item.getnext() is None and item.getparent() is not None:
            target = item.getparent()  # type: ignore[assignment]
    _set(target, match[1].removeprefix(NEXT))


def _parent_tag(element: etree._Element) -> str:
    parent = element.getparent()
    return str(parent.tag) if parent is not None else ""


def _ends_with(element: etree._Element, pattern: re.Pattern[str]) -> bool:
    last = element[-1].tail if len(element) else element.text
    return bool(last and pattern.search(last))


def _cut(element: etree._Element, pattern: re.Pattern[str]) -> re.Match[str] | None:
    """Cut a pattern off the end of an element's own text."""
    last = element[-1].tail if len(element) else element.text
    match = pattern.search(last or "")
    if match and last is not None:
        if len(element):
            element[-1].tail = last[: match.start()]
        else:
            element.text = last[: match.start()]
    return match


def _remove(element: etree._Element) -> None:
    parent, previous = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail:
        if previous is not None:
            previous.tail = (previous.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _set(element: etree._Element, attributes: str) -> None:
    for sign, name, key, double, single, bare, word in PART.findall(attributes):
        if sign == ".":
            classes = (element.get("class") or "").split()
            element.set("class", " ".join(dict.fromkeys([*classes, name])))
        elif sign == "#":
            element.set("id", name)
        elif key in ALLOWED:
            value = attribute(str(element.tag), key, double or single or bare)
            if value is not None:
                element.set(key, value)
        elif word == "toc":
            element.set("data-toc", "")
