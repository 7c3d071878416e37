"""The one door for what posts bring: HTML is sanitised here, and nowhere else, by nh3.

Kept: text, ruby, figures, tables, details and MathML. Never: scripts, frames, event handlers,
``javascript:`` addresses, styles.
"""

from __future__ import annotations

import re

import nh3

from gappon.converter.attributes import allowed
from gappon.converter.html_names import KEPT, REMOVED_WITH_CONTENT
from gappon.converter.tree import CONTENTS, FORMULA, LINE

ATTRIBUTES = {
    "*": {"id", "class", "lang", "title", "dir", LINE, CONTENTS},
    "a": {"href"},
    "code": {FORMULA},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "type", "reversed"},
    "li": {"value"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope"},
    "col": {"span"},
    "colgroup": {"span"},
    "time": {"datetime"},
    "q": {"cite"},
    "blockquote": {"cite"},
    "del": {"datetime", "cite"},
    "ins": {"datetime", "cite"},
    "details": {"open"},
    "input": {"type", "checked", "disabled"},
    "math": {"display", "alttext", "xmlns"},
    "mo": {"stretchy", "fence", "separator", "form", "lspace", "rspace", "minsize", "maxsize"},
    "mi": {"mathvariant"},
    "mn": {"mathvariant"},
    "mtext": {"mathvariant"},
    "mstyle": {"displaystyle", "scriptlevel", "mathvariant"},
    "mspace": {"width", "height", "depth"},
    "mfrac": {"linethickness"},
    "mover": {"accent"},
    "munder": {"accentunder"},
    "munderover": {"accent", "accentunder"},
    "mtable": {"columnalign", "rowspacing", "columnspacing"},
    "mtd": {"columnspan", "rowspan", "columnalign"},
}
SURROGATES = re.compile("[\ud800-\udfff]")  # halves of characters, which UTF-8 does not have
SCHEMES = {"http", "https", "mailto", "tel", "data", "file"}  # file: is refused later, by name


def sanitize(html: str) -> str:
    """Return HTML that holds only what a book may have."""
    return nh3.clean(
        SURROGATES.sub("\ufffd", html),
        tags=set(KEPT),
        clean_content_tags=set(REMOVED_WITH_CONTENT),
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        strip_comments=True,
        link_rel=None,
        url_schemes=SCHEMES,
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name in ("href", "cite") and value.lstrip().lower().startswith("data:"):
        return None
    return allowed(tag, name, value)
