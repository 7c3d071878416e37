"""XHTML content documents of an EPUB."""

from __future__ import annotations

import re
from html import escape

from gappon.publication import EPUB_TYPE

MATHML = "http://www.w3.org/1998/Math/MathML"
TEMPLATE = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" \
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


def file_of(key: str) -> str:
    """Return the name of a chapter's document in the container."""
    return f"text/{beside(key)}"


def beside(key: str, anchor: str = "") -> str:
    """Return the address of a chapter, or of a place in it, from the other chapters."""
    return f"{key}.xhtml#{anchor}" if anchor else f"{key}.xhtml"


def document(title: str, content: str, language: str, *, up: str = "../") -> bytes:
    """Return a whole XHTML document.

    Args:
        title: plain text.
        content: XHTML of the body as the converter and the templates write it.
        language: BCP 47 tag.
        up: from the document's folder to the folder of the style sheet.
    """
    content = content.replace(f' {EPUB_TYPE}="', ' epub:type="')
    content = content.replace("<math ", f'<math xmlns="{MATHML}" ')
    content = content.replace("<math>", f'<math xmlns="{MATHML}">')
    content = re.sub(r'(<[^<>]*?\s)lang="([^"]*)"', r'\1lang="\2" xml:lang="\2"', content)
    return TEMPLATE.format(
        language=escape(language),
        title=escape(title),
        up=up,
        content=content.strip(),
    ).encode()


def with_images(html: str) -> str:
    """Turn ``asset:NAME`` into addresses in the container."""
    return html.replace('src="asset:', 'src="../images/')
