"""Front matter: YAML between ``---``, TOML between ``+++``, or a JSON object, taken off a text.

Whatever is wrong with it, the text survives, and so does what can be read of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gappon import yamltree
from gappon.diagnostics import Notices
from gappon.sources import plainvalues, rescue, tomltext
from gappon.sources.rescue import Rescued
from gappon.sources.tomltext import TomlProblem
from gappon.yamltree import YamlProblem

OPEN_YAML = re.compile(r"---[ \t]*\n")
CLOSE_YAML = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
CLOSE_TOML = re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE)
OPEN_JSON = re.compile(r'\{\s*["}]')
YAML_LINE = re.compile(r"[A-Za-z_][\w-]*[ \t]*:(?:[ \t]|$)|[ \t]+\S|[-#]")
TOML_LINE = re.compile(r'"?[\w-]+"?[ \t]*=|\[|#')
HARMLESS_TAGS = frozenset(
    f"!!{name}" for name in ("str", "int", "float", "timestamp", "seq", "map")
)


@dataclass(frozen=True)
class FrontMatter:
    """What stood before a post's text.

    Attributes:
        values: plain Python values; scalars other than true, false and null are strings.
        lines: 1-based line in the file of each top-level key.
        body: the text after it.
        body_line: 1-based line at which ``body`` begins.
    """

    values: Mapping[str, Any]
    body: str
    body_line: int = 1
    lines: Mapping[str, int] = field(default_factory=dict)


def split(text: str, notices: Notices) -> FrontMatter:
    """Take the front matter off a post's text (line ends ``\\n``, no byte order mark)."""
    lead = len(text) - len(text.lstrip("\ufeff\n \t"))
    head = text[lead:]
    first_line = 1 + text.count("\n", 0, lead)
    if OPEN_YAML.match(head):
        return _split_yaml(head, first_line, notices)
    if head.startswith("+++\n"):
        return _split_toml(head, first_line, notices)
    if OPEN_JSON.match(head):
        return _split_json(head, first_line, notices)
    notices.warning(
        "no-front-matter", "no front matter; title and date come from the text and the file name", 1
    )
    return FrontMatter({}, text)


def _split_yaml(head: str, first_line: int, notices: Notices) -> FrontMatter:
    start = head.index("\n") + 1
    close = CLOSE_YAML.search(head, start)
    if close:
        source_end, end = close.start(), min(close.end() + 1, len(head))
    else:
        source_end = end = _end_of(YAML_LINE, head, start)
        notices.warning(
            "front-matter-unclosed",
            "the front matter has no closing '---'; its lines of 'key: value' were taken",
            first_line,
        )
    read = _read_yaml(head[start:source_end], first_line + 1, notices)
    return _front_matter(read, head, end, first_line, notices)


def _end_of(pattern: re.Pattern[str], head: str, start: int) -> int:
    """Return where the lines end that look like front matter."""
    position = start
    for line in head[start:].splitlines(keepends=True):
        if not pattern.match(line):
            break
        position += len(line)
    return position


def _read_yaml(source: str, first_line: int, notices: Notices) -> Rescued:
    read = Rescued()
    try:
        node = yamltree.parse(source)
        if node is None:
            return read
        if not isinstance(node, yamltree.Mapping):
            raise YamlProblem(1, "expected lines of 'key: value'")
        for key, value, line in yamltree.entries(node):
            if key in read.values and read.lines[key] != first_line + line - 1:
                message = f"'{key}' is given twice; the last one counts"
                notices.warning("front-matter-twice", message, first_line + line - 1)
            read.keep(key, plainvalues.from_yaml(value), first_line + line - 1)
            if value.tag.startswith("!!") and value.tag not in HARMLESS_TAGS:
                message = f"'{value.tag[:80]}' is not obeyed; the value is taken as it is written"
                notices.warning("front-matter-tag", message, first_line + value.line - 1)
    except YamlProblem as problem:
        return rescue.from_yaml(source, first_line, problem, notices)
    return read


def _split_toml(head: str, first_line: int, notices: Notices) -> FrontMatter:
    start = head.index("\n") + 1
    close = CLOSE_TOML.search(head, start)
    if close:
        source_end, end = close.start(), min(close.end() + 1, len(head))
    else:
        source_end = end = _end_of(TOML_LINE, head, start)
        notices.error(
            "front-matter-unclosed",
            "the front matter has no closing '+++'; its lines of 'key = value' were taken",
            first_line,
        )
    read = _read_toml(head[start:source_end], first_line + 1, notices)
    return _front_matter(read, head, end, first_line, notices)


def _read_toml(source: str, first_line: int, notices: Notices) -> Rescued:
    try:
        values = plainvalues.from_python(tomltext.load(source))
    except (TomlProblem, plainvalues.TooDeep) as error:
        line = error.line if isinstance(error, TomlProblem) else 1
        problem = error.problem if isinstance(error, TomlProblem) else str(error)
        _report_broken("TOML", problem, first_line + line - 1, notices)
        return rescue.from_toml(source, first_line)
    read = Rescued(values)
    for number, row in enumerate(source.splitlines(), first_line):
        if match := re.match(r'"?([\w-]+)"?[ \t]*=', row):
            read.lines.setdefault(match[1], number)
    return read


def _split_json(head: str, first_line: int, notices: Notices) -> FrontMatter:
    decoder = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)
    try:
        values, end = decoder.raw_decode(head)
        read = Rescued(plainvalues.from_python(values))
    except (ValueError, RecursionError) as error:
        line = first_line + getattr(error, "lineno", 1) - 1
        problem = getattr(error, "msg", "") or "nested too deep"
        _report_broken("JSON", problem, line, notices)
        return _front_matter(rescue.from_json(head, first_line), head, 0, first_line, notices)
    for number, row in enumerate(head[:end].split("\n"), first_line):
        for match in re.finditer(r'"([\w-]+)"[ \t]*:', row):
            read.lines.setdefault(match[1], number)
    rest = head[end:].lstrip(" \t").removeprefix("\n")
    return _front_matter(read, head, len(head) - len(rest), first_line, notices)


def _report_broken(language: str, problem: str, line: int, notices: Notices) -> None:
    message = f"the front matter is not valid {language} ({problem}); its plain lines were read"
    notices.error("front-matter-broken", message, line)


def _front_matter(
    read: Rescued, head: str, end: int, first_line: int, notices: Notices
) -> FrontMatter:
    values = plainvalues.cleaned(read.values, read.lines, notices)
    body_line = first_line + head.count("\n", 0, end)
    return FrontMatter(values, head[end:], body_line, read.lines)
