"""YAML as a tree of texts with their lines, whatever is in it: no objects, no endless expansion.

Built from the parser's events, one after the other, so that no depth of nesting costs stack. Tags
are noted, never obeyed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from gappon.errors import TextProblem

# libyaml reads ten times faster; wheels of PyYAML have it.
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAX_NODES = 20_000
MAX_DEPTH = 64
# YAML 1.2 §5.1: characters that a stream must not contain.
NOT_PRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
STANDARD_TAGS = "tag:yaml.org,2002:"


class YamlProblem(TextProblem):
    """What is wrong with a text as YAML."""


class YamlTooLarge(YamlProblem):
    """The text is YAML, but what it says has no end, or nearly none."""


@dataclass(frozen=True)
class Scalar:
    """A text. ``is_plain``: written without quotes; ``tag``: as it is written, mostly empty."""

    text: str
    is_plain: bool
    line: int
    tag: str = ""
    size: int = 1
    depth: int = 0


@dataclass(frozen=True)
class Sequence:
    """A list. ``size``: nodes with all aliases written out; ``depth``: levels below."""

    items: tuple[Node, ...]
    line: int
    tag: str
    size: int
    depth: int


@dataclass(frozen=True)
class Mapping:
    """Keys with values, in the order of the text, keys given twice among them."""

    entries: tuple[tuple[Node, Node], ...]
    line: int
    tag: str
    size: int
    depth: int


Node = Scalar | Sequence | Mapping


def parse(text: str) -> Node | None:
    """Return the tree of a text of one document, None when there is nothing in it.

    Raises:
        YamlProblem: it is no YAML, an alias leads to nothing, or there is a second document.
        YamlTooLarge: it has more than ``MAX_NODES`` nodes, those of aliases counted where they
            stand, or more than ``MAX_DEPTH`` levels; an alias leads into what it stands in.
    """
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=LOADER):
            builder.take(event)
    except yaml.YAMLError as error:
        raise _problem(text, error) from error
    return builder.root


def entries(node: Mapping) -> Iterator[tuple[str, Node, int]]:
    """Yield key, value and line of a mapping, what is merged into it (``<<``) first.

    Raises:
        YamlProblem: a key is no text, or something is merged that has no keys.
    """
    for key, value in node.entries:
        if isinstance(key, Scalar) and key.is_plain and key.text == "<<":
            merged = value.items if isinstance(value, Sequence) else (value,)
            for mapping in merged:
                if not isinstance(mapping, Mapping):
                    raise YamlProblem(key.line, "'<<' takes over what has keys")
                yield from entries(mapping)
    for key, value in node.entries:
        if not isinstance(key, Scalar):
            raise YamlProblem(key.line, "a key must be a text")
        if not (key.is_plain and key.text == "<<"):
            yield key.text, value, key.line


class _Builder:
    """Puts a tree together, event by event."""

    def __init__(self) -> None:
        self._open: list[tuple[Any, list[Node]]] = [(None, [])]
        self._anchors: dict[str, Node] = {}
        self._unfinished: set[str] = set()

    @property
    def root(self) -> Node | None:
        """The node of the document, None when there is nothing in it."""
        nodes = self._open[0][1]
        return nodes[0] if nodes else None

    def take(self, event: Any) -> None:
        """Take the next event."""
        if isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            raise YamlProblem(_line(event), "a second document begins")
        if isinstance(event, yaml.CollectionStartEvent):
            self._begin(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            started, children = self._open.pop()
            self._unfinished.discard(started.anchor)
            self._add(started.anchor, _collection(started, children))
        elif isinstance(event, yaml.ScalarEvent):
            is_plain = not event.style
            self._add(event.anchor, Scalar(event.value, is_plain, _line(event), _tag(event)))
        elif isinstance(event, yaml.AliasEvent):
            self._add(None, self._referred(event))

    def _begin(self, event: Any) -> None:
        self._open.append((event, []))
        if event.anchor:
            self._anchors.pop(event.anchor, None)
            self._unfinished.add(event.anchor)
        if len(self._open) > MAX_DEPTH:
            raise YamlTooLarge(_line(event), f"nested deeper than {MAX_DEPTH} levels")

    def _add(self, anchor: str | None, node: Node) -> None:
        if anchor:
            self._anchors[anchor] = node
        self._open[-1][1].append(node)

    def _referred(self, event: Any) -> Node:
        if event.anchor in self._unfinished:
            raise YamlTooLarge(_line(event), f"*{event.anchor} refers to what it stands in")
        if event.anchor not in self._anchors:
            raise YamlProblem(_line(event), f"*{event.anchor} refers to nothing")
        return self._anchors[event.anchor]


def _collection(started: Any, children: list[Node]) -> Node:
    size = 1 + sum(child.size for child in children)
    depth = 1 + max((child.depth for child in children), default=0)
    if size > MAX_NODES:
        problem = f"more than {MAX_NODES:,} values, or aliases without end"
        raise YamlTooLarge(_line(started), problem)
    if depth > MAX_DEPTH:
        raise YamlTooLarge(_line(started), f"nested deeper than {MAX_DEPTH} levels")
    line, tag = _line(started), _tag(started)
    if isinstance(started, yaml.MappingStartEvent):
        pairs = tuple(zip(children[::2], children[1::2], strict=True))
        return Mapping(pairs, line, tag, size, depth)
    return Sequence(tuple(children), line, tag, size, depth)


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _tag(event: Any) -> str:
    tag = event.tag or ""
    return f"!!{tag.removeprefix(STANDARD_TAGS)}" if tag.startswith(STANDARD_TAGS) else tag


def _problem(text: str, error: yaml.YAMLError) -> YamlProblem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        found = NOT_PRINTABLE.search(text)
        line = 1 + text.count("\n", 0, found.start()) if found else 1
        return YamlProblem(line, str(getattr(error, "reason", "")) or "this is not YAML")
    problem = getattr(error, "problem", None) or "this is not YAML"
    kind = YamlTooLarge if "nesting" in problem else YamlProblem
    return kind(mark.line + 1, problem)
