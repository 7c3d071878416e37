"""Tate-chu-yoko in vertical EPUBs: short numbers and marks stand upright (JLREQ 3.2.5)."""

from __future__ import annotations

import re

from gappon.exporters.epub.textual import tokens
from gappon.theme import Writing

# Set horizontally anyway, or an expression of their own.
LEFT_OUT = frozenset(("pre", "code", "kbd", "samp", "math", "svg", "table", "rt", "rp", "figure"))
ALONE = r"(?<![0-9A-Za-z.,:/%+\-#&;@_=])"
ALONE_AFTER = r"(?![0-9A-Za-z.,:/%+\-@_=;])"
LETTER = r"(?<![0-9A-Za-z] )[A-Za-z](?! [0-9A-Za-z])"
SHORT = re.compile(rf"{ALONE}([0-9]{{1,2}}|{LETTER}|[!?]{{2}}){ALONE_AFTER}")
DIGIT = re.compile(rf"{ALONE}([0-9]){ALONE_AFTER}")
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def set_upright(xhtml: str, writing: Writing) -> str:
    """Return a chapter in which numbers of one or two digits, !? and single letters stand upright.

    What is marked up already (``^21^``) stays as it is.

    Args:
        xhtml: the content.
        writing: the theme's habits: ``tate_chu_yoko`` and ``single_digits``.
    """
    if writing.tate_chu_yoko != "automatic":
        return xhtml
    parts: list[str] = []
    marked = False
    for token, is_text, name in tokens(xhtml, LEFT_OUT):
        if is_text and not marked:
            text = token
            if writing.single_digits == "full-width":
                text = DIGIT.sub(lambda m: m[1].translate(FULL_WIDTH), text)
            parts.append(SHORT.sub(r'<span class="tcy">\1</span>', text))
            continue
        if name == "span":
            marked = 'class="tcy"' in token
        parts.append(token)
    return "".join(parts)
