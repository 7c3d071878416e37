"""A post of Jekyll's in pieces: its text, and the marks of Liquid and of shortcodes in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from liquid.token import TOKEN_CONTENT, TOKEN_OUTPUT, TOKEN_TAG

from gappon.converter.leftovers.fences import fenced
from gappon.converter.leftovers.liquid_nodes import REPLACED, Recorder
from gappon.converter.leftovers.scan import LIQUID, Kind, Piece, Scanner
from gappon.converter.leftovers.shortcodes import Shortcodes

TAG = re.compile(r"(?P<name>[\w-]+)\s*(?P<rest>[\s\S]*)")
RAW = re.compile(r"\{%-?\s*(end)?raw\s*-?%\}")
LITERAL = ("raw", "comment", "highlight")  # go up to their end marks, whatever is between
END = {name: re.compile(rf"\{{%-?\s*end{name}\s*-?%\}}") for name in LITERAL}


@dataclass(frozen=True)
class Item:
    """Text, or a mark, on its way to a token.

    Attributes:
        kind: a kind of token; :data:`REPLACED` for text that stands for a mark.
        text: of a mark, what it says.
        index: of the line on which it begins, counted from 0.
        name: of a tag.
    """

    kind: str
    text: str
    index: int
    name: str = ""


def read_items(text: str, recorder: Recorder) -> Iterator[Item]:
    """Yield the pieces of a text as items; white space that marks ask to go is gone."""
    scanner = Scanner(text, LIQUID)
    shortcodes = Shortcodes(text, recorder.post_path, recorder.warn)
    index, done, trims = 0, 0, False
    waiting: Item | None = None  # text, until it is known whether its end goes
    for piece in scanner.pieces():
        index, done = index + text.count("\n", done, piece.start), piece.start
        if piece.kind in (Kind.TEXT, Kind.CODE):
            written = text[piece.start : piece.end]
            written = _without_raw(written) if piece.kind is Kind.CODE else written
            left = written.lstrip() if trims and piece.kind is Kind.TEXT else written
            removed = written[: len(written) - len(left)].count("\n")
            trims = False
            if waiting:
                yield waiting
            waiting = Item(TOKEN_CONTENT, left, index + removed)
            continue
        if waiting:
            stripped = waiting.text.rstrip() if piece.trims_before else waiting.text
            yield replace(waiting, text=stripped)
            waiting = None
        trims = piece.trims_after
        yield from _mark(piece, scanner, index, shortcodes, recorder)
    if waiting:
        yield waiting


def _mark(
    piece: Piece, scanner: Scanner, index: int, shortcodes: Shortcodes, recorder: Recorder
) -> Iterator[Item]:
    """Yield the items for a mark."""
    written = scanner.text[piece.start : piece.end]
    if len(piece.opening) > len("{{"):
        yield Item(REPLACED, shortcodes.text_of(piece, scanner, index), index)
        return
    if piece.kind is Kind.OUTPUT:
        yield Item(TOKEN_OUTPUT, piece.inner, index, written)
        return
    match = TAG.fullmatch(piece.inner)
    if match is None:
        yield Item(TOKEN_CONTENT, written, index)
    elif match["name"] in LITERAL:
        if piece.trims_before:  # what a fence needs before it may be gone
            yield Item(REPLACED, "\n", index)
        yield from _literal(match["name"], match["rest"], scanner, index, recorder)
    else:
        yield Item(TOKEN_TAG, match["rest"], index, match["name"])


def _literal(
    name: str, rest: str, scanner: Scanner, index: int, recorder: Recorder
) -> Iterator[Item]:
    """Yield what a tag leaves that goes up to its end mark, and take the scanner there."""
    start = scanner.position
    end = scanner.search(END[name], start)
    if end is None:
        recorder.warn("liquid", f"{{% {name} %}} has no end; it was left out", index)
        return
    scanner.position = end.end()
    inner = scanner.text[start : end.start()]
    if name == "raw":
        yield Item(TOKEN_CONTENT, inner, index)
    elif name == "highlight":
        language = rest.split(maxsplit=1)[0] if rest else ""
        yield Item(REPLACED, fenced(inner, language), index)


def _without_raw(code: str) -> str:
    """Return code without marks that hide it from Liquid."""
    parts, begun, done = [], -1, 0
    for match in RAW.finditer(code):
        if not match[1]:
            begun = match.start() if begun < 0 else begun
            continue
        if begun >= 0:
            opening = RAW.match(code, begun)
            assert opening is not None
            parts += [code[done:begun], code[opening.end() : match.start()]]
            begun, done = -1, match.end()
    return "".join([*parts, code[done:]])
