"""Style sheets changed declaration by declaration, wherever these stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import tinycss2
from tinycss2.ast import Node

NO_VALUE = frozenset(("whitespace", "comment"))

# From a property and its value (with what stands around it, a semicolon too) to declarations.
Change = Callable[[str, Sequence[Node]], str | None]


def changed(css: str, changes: Sequence[Change]) -> str:
    """Return a style sheet with its declarations changed.

    Args:
        css: a style sheet.
        changes: each is asked in turn, and returns other declarations as text, or None where it
            leaves one as it is.
    """
    tokens = tinycss2.parse_component_value_list(css)
    return "".join(_in_blocks(tokens, changes))


def _in_blocks(tokens: Iterable[Node], changes: Sequence[Change]) -> Iterator[str]:
    for token in tokens:
        if token.type == "{} block":
            yield "{"
            for part in _split(token.content):
                yield from _changed_part(part, changes)
            yield "}"
        else:
            yield tinycss2.serialize([token])


def _changed_part(part: Sequence[Node], changes: Sequence[Change]) -> Iterator[str]:
    found = [index for index, token in enumerate(part) if token.type not in NO_VALUE]
    is_declaration = (
        len(found) > 2
        and part[found[0]].type == "ident"
        and part[found[1]] == ":"
        and part[found[-1]].type != "{} block"
    )
    if is_declaration:
        name, value = part[found[0]].lower_value, part[found[1] + 1 :]
        for change in changes:
            text = change(name, value)
            if text is not None:
                yield tinycss2.serialize(part[: found[0]])
                yield from _in_blocks_of(text, changes[changes.index(change) + 1 :])
                return
    yield from _in_blocks(part, changes)


def _in_blocks_of(declarations: str, changes: Sequence[Change]) -> Iterator[str]:
    """Ask the changes that are left about what one of them made."""
    for part in _split(tinycss2.parse_component_value_list(declarations)):
        yield from _changed_part(part, changes)


def _split(content: Iterable[Node]) -> Iterator[list[Node]]:
    """Part a block's content behind each semicolon and each block."""
    part: list[Node] = []
    for token in content:
        part.append(token)
        if token == ";" or token.type == "{} block":
            yield part
            part = []
    if part:
        yield part
