"""What an attribute may say: values that HTML and MathML do not know are left out.

Browsers pass over them, EPUBCheck does not (RSC-005).
"""

from __future__ import annotations

import re
from datetime import date, datetime

from gappon.converter.mathml import NAMES
from gappon.converter.tree import LINE

_LENGTH = (
    r"-?(?:\d+(?:\.\d*)?|\.\d+)(?:e[mx]|in|cm|mm|p[xtc]|%)?"
    "|(?:negative)?(?:(?:very){0,2}thi(?:n|ck)|medium)mathspace"
)
_LENGTHS = rf"(?:{_LENGTH})(?:\s+(?:{_LENGTH}))*"
_SIDES = r"(?:left|center|right)(?:\s+(?:left|center|right))*"
_LOGICAL = "true|false"
_COUNT = r"[1-9]\d{0,2}"
_VARIANTS = (
    "normal|bold|italic|bold-italic|double-struck|bold-fraktur|script|bold-script|fraktur|"
    "sans-serif|bold-sans-serif|sans-serif-italic|sans-serif-bold-italic|monospace|"
    "initial|tailed|looped|stretched"
)
VALUES = {
    name: re.compile(pattern, re.ASCII)
    for name, pattern in {
        LINE: r"\d{1,9}",
        "lang": "[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*",
        "dir": "ltr|rtl|auto",
        "start": r"-?\d{1,9}",
        "value": r"-?\d{1,9}",
        "colspan": _COUNT,
        "rowspan": _COUNT,
        "span": _COUNT,
        "columnspan": _COUNT,
        "scope": "row|col|rowgroup|colgroup",
        "display": "block|inline",
        "form": "prefix|infix|postfix",
        "mathvariant": _VARIANTS,
        "scriptlevel": r"[+-]?\d{1,2}",
        "columnalign": _SIDES,
        **dict.fromkeys(("stretchy", "fence", "separator", "displaystyle"), _LOGICAL),
        **dict.fromkeys(("accent", "accentunder"), _LOGICAL),
        **dict.fromkeys(("lspace", "rspace", "minsize", "maxsize", "depth"), _LENGTH),
        "linethickness": _LENGTH,
        **dict.fromkeys(("rowspacing", "columnspacing"), _LENGTHS),
    }.items()
}
# The same names elsewhere.
OF_ELEMENT = {
    place: re.compile(pattern, re.ASCII)
    for place, pattern in {
        ("ol", "type"): "[1aAiI]",
        ("input", "type"): "checkbox",
        ("img", "width"): r"\d{1,5}",
        ("img", "height"): r"\d{1,5}",
        ("mspace", "width"): _LENGTH,
        ("mspace", "height"): _LENGTH,
    }.items()
}
OF_HTML = {"lang", "title", "dir"}  # not MathML's
SWITCHES = {"reversed", "open", "checked", "disabled"}  # there or not; XHTML repeats the name


def allowed(tag: str, name: str, value: str) -> str | None:
    """Return what an attribute says in a book, or None: it is left out."""
    if name in SWITCHES:
        return name
    if name in OF_HTML and tag in NAMES:
        return None
    if name == "datetime":
        return value if _is_time(value) else None
    pattern = OF_ELEMENT.get((tag, name)) or VALUES.get(name)
    return value if pattern is None or pattern.fullmatch(value) else None


def _is_time(value: str) -> bool:
    """Say whether a text is a date, or a date and time with its offset (HTML §2.3.5)."""
    try:
        if len(value) == len("2025-11-01"):
            date.fromisoformat(value)
            return True
        return datetime.fromisoformat(value).tzinfo is not None and value[10] == "T"
    except ValueError:
        return False
