"""What modules agree on in the XHTML that passes between them: schemes, attributes, classes, ids.

A chapter's XHTML is independent of the volume and the format in which it will be bound. A link to
a post is ``post:KEY#fragment``, an image ``asset:NAME``; exporters settle both. In print, where a
book is one document, ids have the form ``KEY--ID``, and links ``gappon:KEY--ID`` until the linker
knows their pages.
"""

from __future__ import annotations

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
VOID = frozenset(("br", "img", "hr", "col", "wbr", "input"))

POST = "post:"  # scheme of links to posts: post:KEY#fragment
ASSET = "asset:"  # scheme of images: asset:NAME
BOOK = "gappon:"  # scheme of links that the linker of PDFs resolves: gappon:KEY--ID
ID_SEPARATOR = "--"  # between the key of an item and an id in it

EPUB_TYPE = "data-epub-type"  # becomes epub:type in an EPUB
# Ids of posts are in lower case: those of the book begin with a capital and meet none of them.
TITLE_ID = "Title"  # of the heading of a chapter or of matter
PAGE_ID = "Page-"  # of the mark where a printed page begins, before its number

DOTS = "dots"  # class of <em> with emphasis dots (圏点)
UPRIGHT = "tcy"  # class of <span> that is set upright in vertical lines (縦中横)
HIGHLIGHT = "hl-"  # prefix of classes of highlighted code
FORMULA = "formula"  # class of the image of a formula
TEX = "tex"  # class of <code> that stands for a formula that could not be set

XHTML_NAMESPACE = "http://www.w3.org/1999/xhtml"
EPUB_NAMESPACE = "http://www.idpf.org/2007/ops"
MATHML_NAMESPACE = "http://www.w3.org/1998/Math/MathML"


def post_link(key: str, fragment: str = "") -> str:
    """Return the address of a post, or of a place in it (``#fragment``)."""
    return f"{POST}{key}{fragment}"


def id_in_book(key: str, anchor: str = "") -> str:
    """Return the id of an item, or of a place in it, where a book is one document."""
    return f"{key}{ID_SEPARATOR}{anchor}" if anchor else key
