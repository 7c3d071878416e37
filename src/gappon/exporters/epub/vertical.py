"""Tate-chu-yoko in vertical EPUBs: short numbers and marks stand upright (JLREQ 3.2.5)."""

from __future__ import annotations

import re

from lxml import etree

from gappon.exporters.epub.textual import runs
from gappon.markup import UPRIGHT
from gappon.theme import Writing
from gappon.trees import Element

# Set horizontally anyway, or an expression of their own.
LEFT_OUT = frozenset(("pre", "code", "kbd", "samp", "math", "svg", "table", "rt", "rp", "figure"))
ALONE = r"(?<![0-9A-Za-z.,:/%+\-#&;@_=<>])"
ALONE_AFTER = r"(?![0-9A-Za-z.,:/%+\-@_=;])"
LETTER = r"(?<![0-9A-Za-z] )[A-Za-z](?! [0-9A-Za-z])"
SHORT = re.compile(rf"{ALONE}([0-9]{{1,2}}|{LETTER}|[!?]{{2}}){ALONE_AFTER}")
DIGIT = re.compile(rf"{ALONE}([0-9]){ALONE_AFTER}")
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def set_upright(root: Element, writing: Writing) -> None:
    """Set numbers of one or two digits, !? and single letters of an item's content upright.

    What is marked up already (``^21^``) stays as it is.

    Args:
        root: the content.
        writing: the theme's habits: ``tate_chu_yoko`` and ``single_digits``.
    """
    if writing.tate_chu_yoko != "automatic":
        return
    for run in list(runs(root, LEFT_OUT, frozenset())):
        if run.left_out or (run.inside and run.element.get("class") == UPRIGHT):
            continue
        text = run.text
        if writing.single_digits == "full-width":
            text = DIGIT.sub(lambda match: match[1].translate(FULL_WIDTH), text)
        pieces = SHORT.split(text)
        if len(pieces) > 1 or text != run.text:
            upright = (_upright(piece) for piece in pieces[1::2])
            run.put(pieces[0], list(zip(upright, pieces[2::2], strict=True)))


def _upright(text: str) -> Element:
    element = etree.Element("span", {"class": UPRIGHT})
    element.text = text
    return element
