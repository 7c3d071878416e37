"""Settings in YAML files: read, merged, and found again by line for a message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from gappon import yamltree
from gappon.errors import GapponError
from gappon.yamltree import Node, YamlProblem

MAX_BYTES = 2**20
TRUE = frozenset(word for w in ("true", "yes", "on") for word in (w, w.title(), w.upper()))
FALSE = frozenset(word for w in ("false", "no", "off") for word in (w, w.title(), w.upper()))
NULL = frozenset({"~", "null", "Null", "NULL", ""})


def read_settings(path: Path, error: type[GapponError]) -> str:
    """Return the text of a file of settings.

    Raises:
        error: it cannot be read, is too large, or not in UTF-8.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise error(f"{path}:1: over {MAX_BYTES >> 20} MiB; these are no settings")
        return path.read_text("utf-8-sig")
    except OSError as problem:
        raise error(f"{path}: cannot be read ({problem.strerror})") from problem
    except UnicodeDecodeError as problem:
        line = problem.object.count(b"\n", 0, problem.start) + 1
        raise error(f"{path}:{line}: this is not UTF-8; save the file as UTF-8") from problem


def read_mapping(path: Path, error: type[GapponError]) -> dict[str, Any]:
    """Return the keys and values of a YAML file, none when it is empty.

    Words of truth and numbers are such, as in YAML 1.1, numbers only where nothing of how they are
    written is lost (``1.10`` and ``007`` are texts); all else is text.

    Raises:
        error: it is no YAML in UTF-8, or no mapping; a key is given twice; a text has a control
            character; aliases or levels have no end. The text says where.
    """
    text = read_settings(path, error)
    try:
        node = yamltree.parse(text)
        value = None if node is None else _typed(node)
    except YamlProblem as problem:
        raise error(f"{path}:{problem.line}: {problem.problem}; correct the line") from problem
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
        node = yamltree.parse(path.read_text("utf-8-sig"))
    except (OSError, ValueError, YamlProblem):
        return 0
    line = 0
    for key in location:
        if not isinstance(node, yamltree.Mapping):
            break
        for name, value, line_of_key in yamltree.entries(node):
            if name == key:
                line, node = line_of_key, value
                break
    return line


def _typed(node: Node) -> Any:
    """Return the value of a node.

    Raises:
        YamlProblem: a key is given twice, or a text has a character that YAML does not allow.
    """
    if isinstance(node, yamltree.Mapping):
        _check_keys(node)
        return {key: _typed(value) for key, value, _ in yamltree.entries(node)}
    if isinstance(node, yamltree.Sequence):
        return [_typed(item) for item in node.items]
    if yamltree.NOT_PRINTABLE.search(node.text):
        raise YamlProblem(node.line, "a text has a control character in it")
    return _scalar(node.text) if node.is_plain and node.tag in ("", "!") else node.text


def _check_keys(node: yamltree.Mapping) -> None:
    seen: dict[str, int] = {}
    for key, _ in node.entries:
        if not isinstance(key, yamltree.Scalar):
            continue
        if key.text in seen:
            problem = f"'{key.text}' is given a second time (first in line {seen[key.text]})"
            raise YamlProblem(key.line, problem)
        if yamltree.NOT_PRINTABLE.search(key.text):
            raise YamlProblem(key.line, "a key has a control character in it")
        seen[key.text] = key.line


def _scalar(text: str) -> Any:
    if text in TRUE or text in FALSE:
        return text in TRUE
    if text in NULL:
        return None
    for number in (int, float):
        try:
            value = number(text) if len(text) < 25 else None
        except ValueError:
            continue
        if value is not None and str(value) == text and text[-1].isdigit():
            return value
    return text
