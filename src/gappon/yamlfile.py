"""Settings in YAML files: read, merged, and found again by line for a message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from gappon.errors import GapponError


def read_mapping(path: Path, error: type[GapponError]) -> dict[str, Any]:
    """Return the keys and values of a YAML file, none when it is empty.

    Raises:
        error: it is no YAML in UTF-8, or no mapping; the text says where.
    """
    try:
        value = yaml.safe_load(path.read_text("utf-8-sig"))
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        what = getattr(problem, "problem", None) or "this is not YAML"
        raise error(f"{path}:{line}: {what}; correct the line") from problem
    except (UnicodeDecodeError, RecursionError, ValueError) as problem:
        raise error(f"{path}:1: cannot be read as YAML in UTF-8 ({problem})") from problem
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise error(f"{path}:1: expected lines of the form 'key: value'")
    return value


def merge(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings ``under`` with those of ``over`` in their place, section by section."""
    result = dict(under)
    for key, value in over.items():
        below = result.get(key)
        if isinstance(below, Mapping) and isinstance(value, Mapping):
            value = merge(below, value)  # noqa: PLW2901
        result[key] = value
    return result


def line_of(path: Path, location: Sequence[str]) -> int:
    """Return the 1-based line of a key, named with its sections; 0 when the file has none of them.

    Of a key that is not there, the line of its innermost section that is.
    """
    try:
        node = yaml.compose(path.read_text("utf-8-sig"), Loader=yaml.SafeLoader)
    except (OSError, yaml.YAMLError):
        return 0
    line = 0
    for key in location:
        if not isinstance(node, yaml.MappingNode):
            break
        for name, value in node.value:
            if name.value == key:
                line, node = name.start_mark.line + 1, value
                break
    return line
