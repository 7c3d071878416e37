"""Liquid's marks as python-liquid's tokens: those that it understands, each where it belongs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from liquid import Environment
from liquid.ast import Node
from liquid.parser import get_parser
from liquid.stream import TokenStream
from liquid.token import TOKEN_CONTENT, TOKEN_EXPRESSION, TOKEN_OUTPUT, TOKEN_TAG, Token

from gappon.converter.leftovers.embeds import embed
from gappon.converter.leftovers.liquid_items import Item
from gappon.converter.leftovers.liquid_nodes import (
    LINE,
    LOOK_UPS,
    MOST_TURNS,
    REPLACED,
    Recorder,
)
from gappon.converter.leftovers.structure import Block, unusable

RANGE = re.compile(r"\(\s*(-?\d{1,9})\s*\.\.\s*(-?\d{1,9})\s*\)")
BLOCKS = {
    "if": Block(frozenset({"elsif", "else"})),
    "unless": Block(frozenset({"elsif", "else"})),
    "case": Block(frozenset({"when", "else"})),
    "for": Block(frozenset({"else"})),
    "tablerow": Block(),
    "capture": Block(),
    "ifchanged": Block(),
}
BARE = frozenset({"else", "break", "continue", "ifchanged"})  # say nothing but their names
KNOWN = frozenset(
    {*BLOCKS, *(f"end{name}" for name in BLOCKS), *LOOK_UPS, "elsif", "else", "when", "break"}
    | {"continue", "assign", "cycle", "increment", "decrement", "echo"}
)


def parse(items: Iterable[Item], env: Environment) -> list[Node]:
    """Return python-liquid's nodes for items that it understands."""
    return get_parser(env).parse(TokenStream(_tokens(items)))


def fitting(items: list[Item], env: Environment, recorder: Recorder) -> list[Item]:
    """Return items that python-liquid understands; what it does not is text, or told."""
    right = _Understood(env)
    items = [
        Item(TOKEN_CONTENT, item.name, item.index)
        if item.kind == TOKEN_OUTPUT and not right.output(item.text)
        else item
        for item in items
    ]
    tags = [item for item in items if item.kind == TOKEN_TAG]
    names = [tag.name for tag in tags]
    lost = unusable(names, [right.tag(tag) for tag in tags], BLOCKS)
    left_out = {id(tags[number]) for number in lost}
    told: set[str] = set()
    fitting = []
    for item in items:
        if item.kind != TOKEN_TAG or (item.name in KNOWN and id(item) not in left_out):
            fitting.append(item)
            continue
        link = embed(item.name, item.text.split(" ")[0].strip("\"'"))
        if link:
            fitting.append(Item(REPLACED, link, item.index))
        elif item.name in KNOWN or item.name not in told:
            told.update((item.name, f"end{item.name}"))
            recorder.warn("liquid", _left_out(item.name), item.index)
    return fitting


def _left_out(name: str) -> str:
    if name in KNOWN:
        return f"{{% {name} %}} was left out; text beside it was kept"
    return f"{{% {name} %}} is not known; it was left out, what it holds was kept"


class _Understood:
    """Asks python-liquid whether it understands a mark; each is asked once."""

    def __init__(self, env: Environment) -> None:
        self.env = env
        self.known: dict[tuple[str, str], bool] = {}

    def output(self, text: str) -> bool:
        """Say whether ``{{ … }}`` is one."""
        return self._parses((Item(TOKEN_OUTPUT, text, 0),), (TOKEN_OUTPUT, text))

    def tag(self, tag: Item) -> bool:
        """Say whether a tag is one, by itself."""
        name = tag.name
        if name not in KNOWN or name in BARE or name.startswith("end"):
            return True
        if "reversed" in tag.text and not _is_short(tag.text):
            return False
        before = {"elsif": ("if", "true"), "when": ("case", "1")}.get(name)
        items = [Item(TOKEN_TAG, before[1], 0, before[0])] if before else []
        items.append(tag)
        block = before[0] if before else name
        if block in BLOCKS:
            items.append(Item(TOKEN_TAG, "", 0, f"end{block}"))
        return self._parses(items, (name, tag.text))

    def _parses(self, items: Iterable[Item], key: tuple[str, str]) -> bool:
        if key not in self.known:
            try:
                parse(items, self.env)
                self.known[key] = True
            except Exception:  # python-liquid's own errors, and what odd numbers make of it
                self.known[key] = False
        return self.known[key]


def _is_short(loop: str) -> bool:
    """Say whether a loop is over a list, or few numbers: all of them are made to be reversed."""
    numbers = RANGE.search(loop)
    if numbers is None:
        return ".." not in loop
    return int(numbers[2]) - int(numbers[1]) <= MOST_TURNS


def _tokens(items: Iterable[Item]) -> Iterator[Token]:
    """Yield python-liquid's tokens; their places say on which line they are."""
    for item in items:
        place = item.index * LINE
        if item.kind == TOKEN_TAG:
            yield Token(TOKEN_TAG, item.name, place, "")
            if item.name in LOOK_UPS or (
                item.text and item.name not in BARE and not item.name.startswith("end")
            ):
                yield Token(TOKEN_EXPRESSION, item.text, place, "")
        elif item.kind == REPLACED:
            yield Token(TOKEN_TAG, REPLACED, place, "")
            yield Token(TOKEN_EXPRESSION, item.text, place, "")
        elif item.kind == TOKEN_OUTPUT:
            yield Token(TOKEN_OUTPUT, item.name, place, "")
            yield Token(TOKEN_EXPRESSION, item.text, place, "")
        elif item.text:
            yield Token(TOKEN_CONTENT, item.text, place, "")
