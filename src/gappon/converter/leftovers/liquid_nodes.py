"""python-liquid, so that it keeps lines, says what it cannot resolve, and ends.

Each node says where its text comes from before it writes; what raises costs that node alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TextIO

from liquid import BoundTemplate, Environment, Mode, RenderContext
from liquid.ast import Node
from liquid.builtin.content import ContentNode, Literal
from liquid.builtin.output import Output, OutputNode
from liquid.exceptions import (
    LiquidInterrupt,
    LoopIterationLimitError,
    OutputStreamLimitError,
    ResourceLimitError,
    StopRender,
)
from liquid.stream import TokenStream
from liquid.stringify import to_liquid_string
from liquid.tag import Tag
from liquid.token import TOKEN_TAG, Token
from liquid.undefined import is_undefined

from gappon.converter.leftovers.filters import add_filters, check_size
from gappon.converter.leftovers.lined import LinedBuffer

REPLACED = "="  # the tag whose argument stands for it: what was resolved before
LINE = 4096  # a token's index is its line times this, and its place in its mark
MOST_TURNS = 20_000  # of all loops of a post together
MOST_VARIABLES = 4_000_000  # characters in all variables of a post
WITHOUT = ("include", "render", "liquid", "doc", "comment", "#")  # not Jekyll's, or done elsewhere
INCLUDED = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([\w.-]+))""")


@dataclass
class Recorder:
    """What is asked for and found while a post is resolved.

    Attributes:
        warn: is told, with the index of a line.
        post_path: from the name of a post to its path on the site, None when there is none.
        include: from a file's name and its arguments to its text, None when there is none.
        index: of the line of the mark that is resolved.
        turns: of loops so far.
        included: characters of files so far, a thousand more for each.
        depth: of files within each other.
        size: characters in all variables.
    """

    warn: Callable[[str, str, int], None]
    post_path: Callable[[str], str | None]
    include: Callable[[str, dict[str, object], Context], str | None]
    index: int = 0
    turns: int = 0
    included: int = 0
    depth: int = 0
    size: int = 0


class Context(RenderContext):
    """What names stand for while a post is resolved."""

    recorder: Recorder

    def get(self, path: list[object], *, token: Token | None, **options: Any) -> object:
        """Return a value; what is not known is told and taken as nothing."""
        found = super().get(path, token=token, **options)
        if is_undefined(found):
            name = ".".join(map(str, path))
            message = f"{name} is not known here; it was taken as nothing"
            self.recorder.warn("liquid", message, self.recorder.index)
        return found

    def assign(self, key: str, val: Any) -> None:
        """Set a variable; all of them together have a limit."""
        check_size(val)
        self.recorder.size += _size(val) - _size(self.locals.get(key, ""))
        if self.recorder.size > MOST_VARIABLES:
            raise ResourceLimitError("the variables of the post are too large", token=None)
        super().assign(key, val)

    def raise_for_loop_limit(self, length: int = 1) -> None:
        """Count the turns of all loops, those within each other each time."""
        self.recorder.turns += length
        if self.recorder.turns > MOST_TURNS:
            raise LoopIterationLimitError(f"loops of more than {MOST_TURNS} turns", token=None)


def _size(value: object) -> int:
    return len(value) if isinstance(value, str | list) else 1


class Template(BoundTemplate):
    """A post's text."""

    context_class = Context


class Text(ContentNode):
    """Text of the file."""

    def render_to_output(self, _: RenderContext, buffer: TextIO) -> int:
        """Write it."""
        if isinstance(buffer, LinedBuffer):
            buffer.index, buffer.step = self.token.start_index // LINE, 1
        return buffer.write(self.text)


class Value(OutputNode):
    """``{{ … }}``."""

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        """Write what it stands for."""
        begin(self, context, buffer)
        try:
            value = self.expression.evaluate(context)
        except Exception as error:  # filters raise whatever their arguments make them do
            left_out(self, context, f"{{{{ {self.expression} }}}}", error)
            return 0
        return buffer.write(to_liquid_string(value, autoescape=False))


def begin(node: Node, context: RenderContext, buffer: TextIO) -> None:
    """Note on which line a node stands."""
    assert isinstance(context, Context)
    context.recorder.index = node.token.start_index // LINE
    if isinstance(buffer, LinedBuffer):
        buffer.index, buffer.step = context.recorder.index, 0


def left_out(node: Node, context: RenderContext, shown: str, error: Exception) -> None:
    """Say that a node could not be resolved."""
    assert isinstance(context, Context)
    reason = error.args[0] if error.args else type(error).__name__
    message = f"{shown} was left out: {reason}"
    context.recorder.warn("liquid", message, node.token.start_index // LINE)


class TextTag(Literal):
    """Makes :class:`Text`."""

    node_class = Text


class ValueTag(Output):
    """Makes :class:`Value`."""

    node_class = Value


def guarded(tag: type[Tag]) -> type[Tag]:
    """Return a tag whose node notes its line, and whose failure costs that node alone."""
    node: type[Node] = tag.node_class  # type: ignore[attr-defined]

    class Guarded(node):  # type: ignore[valid-type,misc]
        """A node of python-liquid's own."""

        def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
            """Write what the node makes."""
            begin(self, context, buffer)
            try:
                return int(super().render_to_output(context, buffer))
            except (LiquidInterrupt, StopRender, OutputStreamLimitError):
                raise
            except Exception as error:
                left_out(self, context, f"{{% {tag.name} %}}", error)
                return 0

    class GuardedTag(tag):  # type: ignore[valid-type,misc]
        """Makes it."""

        node_class = Guarded

    return GuardedTag


class LookUp(Node):
    """A tag of Jekyll's that stands for the text its argument leads to."""

    def __init__(self, token: Token, argument: str) -> None:
        super().__init__(token)
        self.argument = argument
        self.blank = False

    def __str__(self) -> str:
        return f"{{% {self.token.value} {self.argument} %}}"

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        """Write it."""
        begin(self, context, buffer)
        assert isinstance(context, Context)
        look_up = LOOK_UPS[self.token.value]
        return buffer.write(look_up(self.argument, context))


def _post_url(argument: str, context: Context) -> str:
    path = context.recorder.post_path(argument)
    if path is None:
        message = f"'{argument}' of {{% post_url %}} is no post; the link is dead"
        context.recorder.warn("liquid-post", message, context.recorder.index)
    return path or "#"


def _link(argument: str, context: Context) -> str:
    return context.recorder.post_path(argument) or "/" + argument.lstrip("/")


def _include(argument: str, context: Context) -> str:
    name, _, rest = argument.partition(" ")
    arguments: dict[str, object] = {}
    for key, double, single, path in INCLUDED.findall(rest):
        known = context.get([*path.split(".")], token=None) if path else double or single
        arguments[key] = known
    index = context.recorder.index
    text = context.recorder.include(name, arguments, context)
    context.recorder.index = index
    if text is None:
        message = f"the file '{name}' of {{% include %}} is not in _includes; it was left out"
        context.recorder.warn("liquid", message, context.recorder.index)
    return text or ""


def _itself(argument: str, context: Context) -> str:
    return argument


LOOK_UPS = {"post_url": _post_url, "link": _link, "include": _include, REPLACED: _itself}


class LookUpTag(Tag):
    """Makes :class:`LookUp`."""

    block = False

    def parse(self, stream: TokenStream) -> Node:
        """Return the node for a tag and its argument."""
        token = stream.eat(TOKEN_TAG)
        argument = stream.current.value
        return LookUp(token, argument if token.value == REPLACED else argument.strip("\"'"))


@lru_cache(maxsize=8)
def environment(site_address: str, baseurl: str) -> Environment:
    """Return python-liquid as Jekyll has it, for a site."""
    env = Environment(tolerance=Mode.STRICT)
    for name in WITHOUT:
        env.tags.pop(name, None)
    for name, tag in list(env.tags.items()):
        if hasattr(tag, "node_class"):
            env.tags[name] = guarded(type(tag))(env)
    env.add_tag(TextTag)
    env.add_tag(ValueTag)
    for name in LOOK_UPS:
        env.tags[name] = LookUpTag(env)
    add_filters(env, site_address, baseurl)
    return env
