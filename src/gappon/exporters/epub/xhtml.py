"""XHTML content documents of an EPUB."""

from __future__ import annotations

from html import escape

from gappon import trees
from gappon.markup import ASSET, EPUB_NAMESPACE, EPUB_TYPE, MATHML_NAMESPACE
from gappon.trees import Element, Query

TEMPLATE = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html{kind} xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" \
lang="{language}" xml:lang="{language}">
<head>
<meta charset="utf-8"/>
<title>{title}</title>
<link rel="stylesheet" type="text/css" href="{up}style.css"/>
</head>
<body>
{content}
</body>
</html>
"""
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
IMAGES = Query("descendant::img[starts-with(@src, $scheme)]")
WITH_LANGUAGE_OR_TYPE = Query(f"descendant::*[@lang or @{EPUB_TYPE}]")


def file_of(key: str) -> str:
    """Return the name of a chapter's document in the container."""
    return f"text/{beside(key)}"


def beside(key: str, anchor: str = "") -> str:
    """Return the address of a chapter, or of a place in it, from the other chapters."""
    return f"{key}.xhtml#{anchor}" if anchor else f"{key}.xhtml"


def document(title: str, content: str, language: str, *, up: str = "../", kind: str = "") -> bytes:
    """Return a whole XHTML document.

    Args:
        title: plain text.
        content: XHTML of the body.
        language: BCP 47 tag.
        kind: class of the whole document, for style sheets.
        up: from the document's folder to the folder of the style sheet.
    """
    return TEMPLATE.format(
        language=escape(language),
        title=escape(title),
        up=up,
        kind=f' class="{kind}"' if kind else "",
        content=content.strip(),
    ).encode()


def place_images(root: Element) -> None:
    """Turn ``asset:NAME`` into addresses in the container."""
    for image in IMAGES(root, scheme=ASSET):
        image.set("src", "../images/" + image.get("src", "").removeprefix(ASSET))


def content_of(root: Element) -> str:
    """Return an item's content as it stands in a document (EPUB 3.3 §6.1, XHTML 1.0 C.7)."""
    for element in WITH_LANGUAGE_OR_TYPE(root):
        attributes = list(element.attrib.items())
        element.attrib.clear()
        for name, value in attributes:
            element.set(f"{{{EPUB_NAMESPACE}}}type" if name == EPUB_TYPE else name, value)
            if name == "lang":
                element.set(XML_LANGUAGE, value)
    for math in root.iter("math"):
        trees.set_first(math, {"xmlns": MATHML_NAMESPACE})
    return trees.serialise(root)
