"""Front matter as plain values: texts, true, false, null, lists and mappings, nothing else.

``1.10`` stays a version, ``no`` stays a tag, ``2025-11-10 04:42:48 +0000`` stays the text that the
date parser reads (YAML 1.1 would make a float, a boolean and an error of them).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from gappon import yamltree
from gappon.diagnostics import Notices
from gappon.sources.encoding import FORBIDDEN
from gappon.yamltree import MAX_DEPTH, Node, Scalar

TRUE = frozenset({"true", "True", "TRUE"})
FALSE = frozenset({"false", "False", "FALSE"})
NULL = frozenset({"~", "null", "Null", "NULL", ""})
SURROGATES = re.compile("[\ud800-\udfff]")
MAX_BITS = 8_000  # of a whole number; Python refuses to write out those of 4,300 digits


class TooDeep(ValueError):
    """A value is nested deeper than any front matter."""


def from_yaml(node: Node) -> Any:
    """Return the plain value of a node of YAML; tags are not obeyed."""
    if isinstance(node, yamltree.Mapping):
        return {key: from_yaml(value) for key, value, _ in yamltree.entries(node)}
    if isinstance(node, yamltree.Sequence):
        return [from_yaml(item) for item in node.items]
    return _scalar(node)


def from_python(value: Any) -> Any:
    """Return the plain value of what TOML and JSON were read into.

    Raises:
        TooDeep: it has more than ``MAX_DEPTH`` levels.
    """
    return _from_python(value, MAX_DEPTH)


def cleaned(
    values: Mapping[str, Any], lines: Mapping[str, int], notices: Notices
) -> dict[str, Any]:
    """Return values that a book can hold.

    Halves of surrogate pairs become U+FFFD, which is reported where the value is used; characters
    that XML forbids are taken out, with one warning for each key.
    """
    result = {}
    for key, value in values.items():
        count = _count_forbidden(value)
        if count:
            message = f"{count} control character(s) in '{_clean(key)}', taken out"
            notices.warning("control-character", message, lines.get(key, 0))
        result[_clean(key)] = _clean(value)
    return result


def _scalar(node: Scalar) -> str | bool | None:
    if node.tag.startswith("!") and not node.tag.startswith("!!") and len(node.tag) > 1:
        return f"{node.tag} {node.text}"  # a title such as '!important note'
    if node.tag == "!!str" or not node.is_plain:
        return node.text
    if node.text in TRUE or node.text in FALSE:
        return node.text in TRUE
    return None if node.text in NULL else node.text


def _from_python(value: Any, levels: int) -> Any:
    if levels < 0:
        raise TooDeep(f"nested deeper than {MAX_DEPTH} levels")
    if isinstance(value, dict):
        return {str(key): _from_python(item, levels - 1) for key, item in value.items()}
    if isinstance(value, list):
        return [_from_python(item, levels - 1) for item in value]
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int) and value.bit_length() > MAX_BITS:
        return hex(value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _count_forbidden(value: Any) -> int:
    if isinstance(value, str):
        return len(FORBIDDEN.findall(value))
    if isinstance(value, dict):
        return sum(_count_forbidden(key) + _count_forbidden(item) for key, item in value.items())
    return sum(map(_count_forbidden, value)) if isinstance(value, list) else 0


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return SURROGATES.sub("\ufffd", FORBIDDEN.sub("", value))
    if isinstance(value, dict):
        return {_clean(key): _clean(item) for key, item in value.items()}
    return [_clean(item) for item in value] if isinstance(value, list) else value
