"""Front matter: YAML between ``---``, TOML between ``+++``, or a JSON object, taken off a text."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, field
from typing import Any

import yaml

from gappon.diagnostics import Notices

MAX_NODES = 20_000
OPEN_YAML = re.compile(r"---[ \t]*\n")
CLOSE_YAML = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
KEY_LINE = re.compile(r"^[A-Za-z_][\w-]*[ \t]*:(?:[ \t]|$)|^\s+\S|^[-#]|^\s*$")


@dataclass(frozen=True)
class FrontMatter:
    """What stood before a post's text.

    Attributes:
        values: plain Python values; scalars other than true, false and null are strings.
        lines: 1-based line in the file of each top-level key.
        body: the text after it.
        body_line: 1-based line at which ``body`` begins.
    """

    values: dict[str, Any]
    body: str
    body_line: int = 1
    lines: dict[str, int] = field(default_factory=dict)


# libyaml reads ten times faster; wheels of PyYAML have it.
_BaseLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _StringLoader(_BaseLoader):  # type: ignore[misc]
    """YAML with strings for everything but true, false and null.

    ``1.10`` stays a version, ``no`` stays a tag, ``2025-11-10 04:42:48 +0000`` stays the text that
    the date parser reads (YAML 1.1 would make a float, a boolean and an error of them).
    """


_StringLoader.yaml_implicit_resolvers = {}
_StringLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)
_StringLoader.add_implicit_resolver(
    "tag:yaml.org,2002:null", re.compile(r"^(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""]
)


def split(text: str, notices: Notices) -> FrontMatter:
    """Take the front matter off a post's text (line ends ``\\n``, no byte order mark).

    Whatever is wrong with it, the text survives: it is reported, and the body is kept.
    """
    lead = len(text) - len(text.lstrip("\ufeff\n \t"))
    head = text[lead:]
    first_line = 1 + text.count("\n", 0, lead)
    if OPEN_YAML.match(head):
        return _split_yaml(head, first_line, notices)
    if head.startswith("+++\n"):
        return _split_toml(head, first_line, notices)
    if re.match(r'\{\s*(?:"|\})', head):
        return _split_json(head, first_line, notices)
    notices.warning(
        "no-front-matter", "no front matter; title and date come from the text and the file name", 1
    )
    return FrontMatter({}, text)


def _split_yaml(head: str, first_line: int, notices: Notices) -> FrontMatter:
    start = head.index("\n") + 1
    close = CLOSE_YAML.search(head, start)
    if close is None:
        return _split_unclosed(head, start, first_line, notices)
    source = head[start : close.start()]
    end = min(close.end() + 1, len(head))
    body_line = first_line + head.count("\n", 0, end)
    values, lines = _load_yaml(source, first_line + 1, notices)
    return FrontMatter(values, head[end:], body_line, lines)


def _split_unclosed(head: str, start: int, first_line: int, notices: Notices) -> FrontMatter:
    """Take the lines that look like YAML for front matter, the rest for the text."""
    position = start
    for line in head[start:].splitlines(keepends=True):
        if not KEY_LINE.match(line) or not line.strip():
            break
        position += len(line)
    notices.warning(
        "front-matter-unclosed",
        "the front matter has no closing '---'; its lines of 'key: value' were taken",
        first_line,
    )
    values, lines = _load_yaml(head[start:position], first_line + 1, notices)
    body_line = first_line + head.count("\n", 0, position)
    return FrontMatter(values, head[position:], body_line, lines)


def _load_yaml(
    source: str, first_line: int, notices: Notices
) -> tuple[dict[str, Any], dict[str, int]]:
    try:
        loader = _StringLoader(source)
        try:
            node = loader.get_single_node()
            if node is None:
                return {}, {}
            if not isinstance(node, yaml.MappingNode):
                notices.error(
                    "front-matter-broken",
                    "the front matter is not a list of 'key: value'; it was left out",
                    first_line,
                )
                return {}, {}
            if _expanded_size(node) > MAX_NODES:
                notices.error(
                    "front-matter-alias-bomb",
                    "aliases in the front matter expand without end; it was left out",
                    first_line,
                )
                return {}, {}
            values = loader.construct_document(node)
        finally:
            loader.dispose()
    except (yaml.YAMLError, RecursionError, ValueError, TypeError) as error:
        return _salvage(source, first_line, error, notices)
    lines = {
        str(key.value): first_line + key.start_mark.line
        for key, _ in node.value
        if isinstance(key, yaml.ScalarNode)
    }
    return {str(key): value for key, value in values.items()}, lines


def _salvage(
    source: str, first_line: int, error: Exception, notices: Notices
) -> tuple[dict[str, Any], dict[str, int]]:
    """Read broken YAML line by line, so that a stray colon in a title does not lose the date."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = first_line + (mark.line if mark else 0)
    problem = getattr(error, "problem", None) or type(error).__name__
    notices.error(
        "front-matter-broken",
        f"the front matter is not valid YAML ({problem}); the lines that could be read were used",
        line,
    )
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for number, text in enumerate(source.splitlines()):
        match = re.match(r"([A-Za-z_][\w-]*)[ \t]*:[ \t]*(.*\S)", text)
        if not match or match[1] in values:
            continue
        try:
            value = yaml.load(match[2], Loader=_StringLoader)
        except (yaml.YAMLError, RecursionError, ValueError):
            value = match[2].strip("\"'")
        if isinstance(value, str | list | bool):
            values[match[1]] = value
            lines[match[1]] = first_line + number
    return values, lines


def _expanded_size(root: yaml.Node) -> int:
    """Return how many nodes the tree has with every alias written out (capped, cycles too)."""
    sizes: dict[int, int] = {}
    open_nodes: set[int] = set()

    def size(node: yaml.Node) -> int:
        if id(node) in sizes:
            return sizes[id(node)]
        if id(node) in open_nodes:
            return MAX_NODES + 1
        open_nodes.add(id(node))
        total = 1
        if isinstance(node, yaml.MappingNode):
            total += sum(size(key) + size(value) for key, value in node.value)
        elif isinstance(node, yaml.SequenceNode):
            total += sum(size(item) for item in node.value)
        open_nodes.discard(id(node))
        sizes[id(node)] = min(total, MAX_NODES + 1)
        return sizes[id(node)]

    return size(root)


def _split_toml(head: str, first_line: int, notices: Notices) -> FrontMatter:
    close = re.search(r"^\+\+\+[ \t]*$", head[4:], re.MULTILINE)
    if close is None:
        notices.error(
            "front-matter-unclosed",
            "the front matter has no closing '+++'; all was taken for text",
            first_line,
        )
        return FrontMatter({}, head[4:], first_line + 1)
    source = head[4 : 4 + close.start()]
    end = min(4 + close.end() + 1, len(head))
    body_line = first_line + head.count("\n", 0, end)
    try:
        values = tomllib.loads(source)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r"line (\d+)", str(error))
        line = first_line + (int(found[1]) if found else 1)
        notices.error(
            "front-matter-broken", f"the front matter is not valid TOML ({error}); left out", line
        )
        values = {}
    lines: dict[str, int] = {}
    for number, text in enumerate(source.splitlines()):
        if match := re.match(r'"?([\w-]+)"?[ \t]*=', text):
            lines.setdefault(match[1], first_line + 1 + number)
    return FrontMatter(_plain(values), head[end:], body_line, lines)


def _split_json(head: str, first_line: int, notices: Notices) -> FrontMatter:
    try:
        values, end = json.JSONDecoder().raw_decode(head)
    except (ValueError, RecursionError) as error:
        line = first_line + getattr(error, "lineno", 1) - 1
        notices.error(
            "front-matter-broken", f"the front matter is not valid JSON ({error}); left out", line
        )
        return FrontMatter({}, head, first_line)
    body = head[end:]
    stripped = body.lstrip(" \t")
    stripped = stripped[1:] if stripped.startswith("\n") else stripped
    lines: dict[str, int] = {}
    for match in re.finditer(r'"([\w-]+)"\s*:', head[:end]):
        lines.setdefault(match[1], first_line + head.count("\n", 0, match.start()))
    body_line = first_line + head.count("\n", 0, len(head) - len(stripped))
    return FrontMatter(_plain(values), stripped, body_line, lines)


def _plain(value: Any) -> Any:
    """Make scalars of TOML and JSON what the YAML loader gives: strings, booleans and null."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, bool | str):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
