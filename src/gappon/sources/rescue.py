"""Front matter that is no YAML, TOML or JSON: what can be read of it, line by line.

A stray colon in a title must not lose the date, and still less ``private: true``.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from gappon import yamltree
from gappon.diagnostics import Notices
from gappon.sources import plainvalues
from gappon.yamltree import YamlProblem, YamlTooLarge

MAX_KEYS = 1_000
KEY = re.compile(r"[A-Za-z_][\w-]*")
TOML_LINE = re.compile(r'"?([\w-]+)"?[ \t]*=[ \t]*(\S.*)')
JSON_LINE = re.compile(r'(?:[{,][ \t]*)?"([\w-]+)"[ \t]*:[ \t]*(\S.*)')


@dataclass
class Rescued:
    """Values that could be read, and the lines of their keys."""

    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def keep(self, key: str, value: Any, line: int) -> None:
        """Keep a value; of a key given twice the last counts, as in YAML."""
        self.values[key], self.lines[key] = value, line


@dataclass(frozen=True)
class _Block:
    """A key at the beginning of a line, with what follows it up to the next one."""

    key: str
    line: int
    rows: tuple[str, ...]


def from_yaml(source: str, first_line: int, problem: YamlProblem, notices: Notices) -> Rescued:
    """Read YAML key by key; where one has no YAML behind it, its text is its value.

    Args:
        source: the front matter.
        first_line: its first line in the file.
        problem: what is wrong with the whole.
        notices: is told of each key.
    """
    rescued = Rescued()
    if isinstance(problem, YamlTooLarge):
        message = f"the front matter has {problem.problem}; what is simple in it was read"
        notices.error("front-matter-too-large", message, first_line + problem.line - 1)
    blocks = list(islice(_blocks(source, first_line, notices), MAX_KEYS + 1))
    if len(blocks) > MAX_KEYS:
        message = f"the front matter has more than {MAX_KEYS:,} keys; the first of them were read"
        notices.error("front-matter-too-large", message, blocks.pop().line)
    for block in blocks:
        try:
            node = yamltree.parse("\n".join(block.rows))
            value = plainvalues.from_yaml(node) if node else {}
            rescued.keep(block.key, next(iter(value.values())), block.line)
        except (YamlProblem, AttributeError, StopIteration) as error:
            if isinstance(problem, YamlTooLarge) or isinstance(error, YamlTooLarge):
                continue
            rescued.keep(block.key, _written(block), block.line)
            what = error.problem if isinstance(error, YamlProblem) else "no space behind the colon"
            notices.warning(
                "front-matter-broken",
                f"'{block.key}' is not valid YAML ({what}); taken as it is written, put it in "
                "quotation marks",
                block.line,
            )
    return rescued


def from_toml(source: str, first_line: int) -> Rescued:
    """Read lines of ``key = value`` at the top of TOML."""
    return _by_line(source.splitlines(), first_line, TOML_LINE, _toml_value)


def from_json(source: str, first_line: int) -> Rescued:
    """Read lines of ``"key": value`` of JSON up to its end."""
    rows = []
    for row in source.splitlines():
        rows.append(row)
        if row.strip() == "}":
            break
    return _by_line(rows, first_line, JSON_LINE, _json_value)


def _blocks(source: str, first_line: int, notices: Notices) -> Iterator[_Block]:
    rows: list[str] = []
    key, line = "", first_line
    for number, row in enumerate(source.split("\n"), first_line):
        found = _key_of(row)
        if found:
            if key:
                yield _Block(key, line, tuple(rows))
            key, line, rows = found, number, []
        elif not key and row.strip() and not row.startswith("#"):
            message = "this is no 'key: value'; the line was left out"
            notices.error("front-matter-broken", message, number)
        # A tab is no indentation in YAML; whoever typed it meant one.
        rows.append(re.sub(r"^[ \t]+", lambda m: m[0].replace("\t", "  "), row))
    if key:
        yield _Block(key, line, tuple(rows))


def _key_of(row: str) -> str:
    """Return the key with which a line begins, empty when it does not begin with one."""
    before, colon, after = row.partition(":")
    key = before.strip(" \t").strip("\"'")
    if not colon or not key or before[:1] in " \t#-" or after.startswith("//"):
        return ""
    if after[:1] in ("", " ", "\t"):
        return key
    return key if KEY.fullmatch(key) else ""


def _written(block: _Block) -> Any:
    """Return the text behind a key, or the texts of a list below it."""
    first = block.rows[0].partition(":")[2]
    below = [row.strip() for row in block.rows[1:] if row.strip() and not row.startswith("#")]
    if not first.strip() and below and all(row.startswith("-") for row in below):
        return [_unquoted(row[1:]) for row in below]
    return _unquoted(" ".join([first, *below]))


def _unquoted(text: str) -> str:
    text = text.strip()
    quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "\"'"
    return text[1:-1] if quoted and text[0] not in text[1:-1] else text


def _by_line(
    rows: list[str], first_line: int, pattern: re.Pattern[str], read: Callable[[str], Any]
) -> Rescued:
    rescued = Rescued()
    for number, row in enumerate(rows, first_line):
        match = pattern.match(row.strip())
        if match:
            rescued.keep(match[1], read(match[2].rstrip()), number)
    return rescued


def _toml_value(text: str) -> Any:
    try:
        return plainvalues.from_python(tomllib.loads(f"value = {text}")["value"])
    except (ValueError, RecursionError):
        return _unquoted(text)


def _json_value(text: str) -> Any:
    text = text.rstrip(", \t")
    try:
        return plainvalues.from_python(json.loads(text, parse_int=str, parse_float=str))
    except (ValueError, RecursionError):
        return _unquoted(text)
