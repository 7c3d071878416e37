"""What a theme's templates refer to: nothing outside of the book (see ``references``)."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from lxml import etree

from gappon.theme.references import Reference, in_style_sheet, is_outside, without_references

# Attributes of HTML and SVG that make a reader load something (HTML, 4.2.4, 4.8).
LOADING = frozenset(("src", "srcset", "poster", "data", "background"))
LOADING_LINKS = frozenset(("link", "image", "use", "base", "feimage"))  # by their href
ACTING = frozenset(("script", "iframe", "object", "embed", "applet", "base"))
XHTML = '<div xmlns:epub="http://www.idpf.org/2007/ops" xmlns:xlink="http://www.w3.org/1999/xlink">'


def in_template(html: str) -> list[Reference]:
    """Return what markup refers to outside of the book, in order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found


class _Reader(HTMLParser):
    """Notes what the tags of a template refer to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Reference] = []
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        self._in_style = tag == "style"
        if tag in ACTING:
            self.found.append(Reference(line, f"<{tag}>"))
        for name, value in attrs:
            self.found.extend(Reference(line, text) for text in _of_attribute(tag, name, value))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self._in_style = False

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False

    def handle_data(self, data: str) -> None:
        if self._in_style:
            line = self.getpos()[0] - 1
            self.found.extend(Reference(line + r.line, r.text) for r in in_style_sheet(data))


def _of_attribute(tag: str, name: str, value: str | None) -> list[str]:
    """Return what an attribute refers to outside of the book."""
    value, local = value or "", name.rpartition(":")[2].lower()
    if local.startswith("on"):
        return [f"{name}=…"]
    if local == "style":
        return [reference.text for reference in in_style_sheet(value)]
    if value.strip().lower().startswith("javascript:"):
        return [value[:80]]
    loads = local in LOADING or (local == "href" and tag.lower() in LOADING_LINKS)
    return [value[:80]] if loads and is_outside(value) else []


def without_markup(html: str) -> str:
    """Return markup of a template that refers to nothing outside of the book.

    Raises:
        XMLSyntaxError: it is not well-formed.
    """
    text = html.replace("&nbsp;", "\u00a0")
    root = etree.fromstring(f"{XHTML}{text}</div>")
    changed = False
    for element in list(root.iter(etree.Element)):
        changed |= _strip(element)
    return _inner(root) if changed else html


def _strip(element: Any) -> bool:
    """Take off what leads out of the book; say whether there was anything."""
    tag = etree.QName(element).localname.lower()
    if tag in ACTING:
        element.clear(keep_tail=True)
        element.tag = "span"
        return True
    changed = False
    for name, value in list(element.attrib.items()):
        if not _of_attribute(tag, etree.QName(name).localname, value):
            continue
        changed = True
        if name == "style":
            element.set(name, without_references(value))
        else:
            del element.attrib[name]
    if tag == "style" and element.text and in_style_sheet(element.text):
        element.text, changed = without_references(element.text), True
    return changed


def _inner(root: Any) -> str:
    whole: str = etree.tostring(root, encoding="unicode")
    return whole[whole.index(">") + 1 : whole.rindex("<")]
