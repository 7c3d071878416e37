"""Sanitised HTML → an lxml tree that is well-formed XML, and back to a string."""

from __future__ import annotations

import re

from lxml import etree

from gappon.diagnostics import Notices

TAG = re.compile(
    r"<(?P<name>[A-Za-z][A-Za-z0-9:-]*)(?P<attributes>(?:\s+[^\s=>\"'/]+(?:=\"[^\"]*\")?)*)\s*/?>"
)
ATTRIBUTE = re.compile(r"\s+([^\s=>\"'/]+)(?:=\"([^\"]*)\")?")
# Elements that stand in a line of text.
PHRASING = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark"}
    | {"math", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup"}
    | {"time", "u", "var"}
)
VOID = {"br", "img", "hr", "col", "wbr", "input"}
NAME = re.compile(r"[A-Za-z_][\w.-]*$")
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")
MAX_DEPTH = 48


def parse(html: str, notices: Notices) -> etree._Element:
    """Return a ``div`` that holds the parsed HTML.

    ``html`` is what the sanitiser wrote: nested properly, attributes in double quotes. Elements
    nested deeper than :data:`MAX_DEPTH` are unwrapped, with a warning.
    """
    xml = TAG.sub(_as_xml, FORBIDDEN.sub("", html)).replace("&nbsp;", "\xa0")
    parser = etree.XMLParser(
        huge_tree=True, resolve_entities=False, no_network=True, remove_comments=True
    )
    root = etree.fromstring(f"<div>{xml}</div>", parser)
    _flatten(root, notices)
    return root


def _as_xml(match: re.Match[str]) -> str:
    name = match["name"].lower()
    attributes: dict[str, str] = {}
    for key, value in ATTRIBUTE.findall(match["attributes"]):
        if NAME.match(key) and key != "xmlns":
            attributes.setdefault(key.lower(), value)
    written = "".join(
        f' {key}="{value.replace("<", "&lt;").replace(">", "&gt;")}"'
        for key, value in attributes.items()
    )
    return f"<{name}{written}{'/' if name in VOID else ''}>"


def _flatten(root: etree._Element, notices: Notices) -> None:
    deep = []
    stack = [(root, 0)]
    while stack:
        element, depth = stack.pop()
        if depth > MAX_DEPTH:
            deep.append(element)
        stack.extend((child, depth + 1) for child in element)
    if deep:
        notices.warning(
            "nested-too-deep",
            f"elements nested deeper than {MAX_DEPTH} were unwrapped; their text was kept",
        )
        for element in deep:
            unwrap(element)


def unwrap(element: etree._Element) -> None:
    """Replace an element by its content."""
    parent = element.getparent()
    if parent is None:
        return
    index = parent.index(element)
    previous = parent[index - 1] if index else None
    _append_text(parent, previous, element.text)
    children = list(element)
    for offset, child in enumerate(children):
        parent.insert(index + offset, child)
    last = children[-1] if children else previous
    tail, element.tail = element.tail, None
    parent.remove(element)
    _append_text(parent, last, tail)


def remove(element: etree._Element) -> None:
    """Take an element out, keeping the text that follows it."""
    element.text = None
    for child in list(element):
        element.remove(child)
    unwrap(element)


def _append_text(parent: etree._Element, after: etree._Element | None, text: str | None) -> None:
    if not text:
        return
    if after is None:
        parent.text = (parent.text or "") + text
    else:
        after.tail = (after.tail or "") + text


def is_alone(element: etree._Element) -> bool:
    """Say whether an element is all that its parent holds, white space aside."""
    parent = element.getparent()
    return (
        parent is not None
        and len(parent) == 1
        and not (parent.text or "").strip()
        and not (element.tail or "").strip()
    )


def text_of(element: etree._Element) -> str:
    """Return an element's text without ruby readings, white space folded."""
    parts: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start" and node.tag not in ("rt", "rp"):
            parts.append(node.text or "")
        if event == "end" and node is not element:
            parts.append(node.tail or "")
    return " ".join("".join(parts).split())


def serialise(root: etree._Element) -> str:
    """Return the content of ``root`` as XHTML without declaring a namespace."""
    parts = [_escape(root.text or "")]
    parts.extend(etree.tostring(child, encoding="unicode", with_tail=True) for child in root)
    text = "".join(parts)
    # XHTML read as HTML: elements that are not void need an end tag even when empty.
    return re.sub(
        r"<([A-Za-z][\w-]*)((?:\s+[^\s=>\"'/]+=\"[^\"]*\")*)/>",
        lambda m: m[0] if m[1] in VOID else f"<{m[1]}{m[2]}></{m[1]}>",
        text,
    )


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
