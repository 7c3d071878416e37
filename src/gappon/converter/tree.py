"""Sanitised HTML → an lxml tree that is well-formed XML, and back to a string."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import unescape

from lxml import etree

from gappon import trees
from gappon.markup import VOID

# Elements that stand in a line of text.
PHRASING = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark"}
    | {"math", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup"}
    | {"time", "u", "var"}
)
MAX_DEPTH = 48
# Attributes that carry what the parser knows to the passes; they are in no book.
LINE, FORMULA, CONTENTS = "data-line", "data-formula", "data-toc"
OWN = (LINE, FORMULA, CONTENTS)
# What the sanitiser writes: names in small letters, values in double quotes, marks escaped.
TAG = re.compile(r"<(/?)([^\s/<>]+)([^<>]*)>")
ATTRIBUTE = re.compile(r"([^\s=\"]+)=\"([^\"]*)\"")
NAME = re.compile(r"[A-Za-z_][\w.-]*$")
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")


def parse(html: str) -> tuple[etree._Element, list[int]]:
    """Return a ``div`` that holds HTML, and the lines of elements that were nested too deeply.

    Those deeper than :data:`MAX_DEPTH` are not made; their text is kept.

    Args:
        html: what the sanitiser wrote, nested properly.
    """
    html = FORBIDDEN.sub("", html)
    builder = etree.TreeBuilder()
    builder.start("div", {})
    too_deep: list[int] = []
    depth = position = 0
    for tag in TAG.finditer(html):
        builder.data(unescape(html[position : tag.start()]))
        position, name = tag.end(), tag[2].lower()
        if tag[1]:
            if depth <= MAX_DEPTH:
                builder.end(name)
            depth -= 1
            continue
        attributes = _attributes(tag[3])
        if name in VOID:
            builder.start(name, attributes)
            builder.end(name)
            continue
        depth += 1
        if depth <= MAX_DEPTH:
            builder.start(name, attributes)
        else:
            too_deep.append(int(attributes.get(LINE, "0")))
    builder.data(unescape(html[position:]))
    builder.end("div")
    return builder.close(), too_deep


def _attributes(written: str) -> dict[str | bytes, str | bytes]:
    """Return attributes whose names XML knows, the first of each name."""
    attributes: dict[str | bytes, str | bytes] = {}
    for key, value in ATTRIBUTE.findall(written):
        if NAME.match(key) and key != "xmlns":
            attributes.setdefault(key.lower(), unescape(value))
    return attributes


def serialise(root: etree._Element) -> str:
    """Return the content of ``root`` as XHTML without declaring a namespace.

    What only passes want to know is taken off.
    """
    for element in root.iter(etree.Element):
        for name in OWN:
            element.attrib.pop(name, "")
    return trees.serialise(root)


def line_of(element: etree._Element) -> int:
    """Return the line of the file on which an element begins, 0 when that is not known."""
    for each in (element, *element.iterancestors()):
        line = each.get(LINE)
        if line:
            return int(line)
    return 0


def last_line_of(element: etree._Element) -> int:
    """Return the line of the file on which the text of an element ends."""
    line = line_of(element)
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            line = int(node.get(LINE) or line) + (node.text or "").count("\n")
        elif node is not element:
            line += (node.tail or "").count("\n")
    return line


def unwrap(element: etree._Element) -> None:
    """Replace an element by its content. For many elements, see :func:`unwrap_all`."""
    unwrap_all((element,))


def unwrap_all(elements: Iterable[etree._Element]) -> None:
    """Replace elements by their contents, in a time that grows with their number."""
    chosen = dict.fromkeys(elements)
    parents = dict.fromkeys(
        parent for element in chosen if (parent := element.getparent()) is not None
    )
    # From the innermost: what is inside is in its place when what is around goes.
    for parent in sorted(parents, key=depth, reverse=True):
        _rebuild(parent, chosen)


def depth(element: etree._Element) -> int:
    """Return how many elements are around one."""
    return sum(1 for _ in element.iterancestors())


def _rebuild(parent: etree._Element, unwrapped: dict[etree._Element, None]) -> None:
    """Put the contents of some children in their place."""
    texts: list[list[str]] = [[parent.text or ""]]  # before each child, and behind the last one
    children: list[etree._Element] = []
    for child in parent:
        tail = child.tail or ""
        if child in unwrapped:
            texts[-1].append(child.text or "")
            for inner in child:
                children.append(inner)
                texts.append([inner.tail or ""])
            texts[-1].append(tail)
        else:
            children.append(child)
            texts.append([tail])
    parent[:] = children
    parent.text = "".join(texts[0]) or None
    for child, text in zip(children, texts[1:], strict=True):
        child.tail = "".join(text) or None


def remove(element: etree._Element) -> None:
    """Take an element out, keeping the text that follows it."""
    remove_all((element,))


def remove_all(elements: Iterable[etree._Element]) -> None:
    """Take elements out, keeping the text that follows them."""
    chosen = list(elements)
    for element in chosen:
        element.text = None
        element[:] = []
    unwrap_all(chosen)


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
    return _text(element, lambda node: node.tag in ("rt", "rp"))


def title_of(heading: etree._Element) -> str:
    """Return a heading's text as contents and ids have it: without readings and marks of notes."""
    return _text(heading, lambda node: node.tag in ("rt", "rp") or node.get("class") == "noteref")


def _text(element: etree._Element, is_silent: Callable[[etree._Element], bool]) -> str:
    parts: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start" and not is_silent(node):
            parts.append(node.text or "")
        if event == "end" and node is not element:
            parts.append(node.tail or "")
    return " ".join("".join(parts).split())
