"""Where templates run: they compute text from what they are given, and do nothing else.

Jinja's sandbox keeps templates from Python's inside. It lets them call whatever they can reach,
though, and reach the methods of what they are given; and it has no limits. So here nothing is
called but what :data:`CALLABLE` names, and a :class:`Budget` bounds time and size.
"""

from __future__ import annotations

import functools
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, timedelta
from typing import Any

from jinja2 import BaseLoader, StrictUndefined, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import BlockReference, Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Joiner
from markupsafe import Markup

SECONDS = 20.0  # for one template; gappon's own take milliseconds
CHARACTERS = 2**24  # of one value, and of all that one template writes
NUMBER = 10_000  # the largest number given to a filter or method, which may be a width
CALL = 1_000  # characters that a call is taken to write
# Widths that would make much of little: '%9999999d', '{:>{width}}'.
WIDE = re.compile(r"\d{5}|%[^a-zA-Z%]*\*|\{[^{}]*\{")
# Values whose methods return values, and what templates make themselves.
VALUES = (str, int, float, list, tuple, dict, date, timedelta, LoopContext, Cycler)
CALLABLE = (Macro, BlockReference, LoopContext, Joiner)
COUNTED, BOUNDED = "gappon counted", "gappon bounded"  # no template can write these names


class Budget:
    """What one template may still take: time, and characters to write."""

    def __init__(self) -> None:
        self.deadline = time.monotonic() + SECONDS
        self.characters = CHARACTERS

    def spend(self, characters: int) -> None:
        """Count what is written.

        Raises:
            SecurityError: the template wrote too much, or took too long.
        """
        self.characters -= characters
        if self.characters < 0:
            raise SecurityError(f"the template writes more than {CHARACTERS:,} characters")
        if time.monotonic() > self.deadline:
            raise SecurityError(f"the template takes longer than {SECONDS:.0f} seconds")


_BUDGET: ContextVar[Budget] = ContextVar("budget of the template that is filled in")


@contextmanager
def limited() -> Iterator[None]:
    """Give what fills in a template limits of its own."""
    token = _BUDGET.set(Budget())
    try:
        yield
    finally:
        _BUDGET.reset(token)


class ThemeEnvironment(ImmutableSandboxedEnvironment):
    """Jinja as themes know it; what is undefined is an error."""

    intercepted_binops = frozenset(("*", "**", "%", "+"))

    def __init__(self, loader: BaseLoader) -> None:
        super().__init__(
            loader=loader,
            autoescape=lambda name: bool(name and name.endswith(".j2")),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=_written,
        )
        self.filters = {name: _bounded_filter(f) for name, f in self.filters.items()}
        self.filters |= {"xhtml": Markup, COUNTED: _counted, BOUNDED: bounded}
        del self.globals["lipsum"]
        self._own = tuple(self.globals.values())

    def is_safe_callable(self, obj: Any) -> bool:
        """Say whether a template may call this: methods of plain values, macros, Jinja's own."""
        if isinstance(obj, CALLABLE) or any(obj is own for own in self._own):
            return True
        method = getattr(obj, "__wrapped__", obj)  # str.format is wrapped by the sandbox
        return isinstance(getattr(method, "__self__", None), VALUES)

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        """Call what may be called, and count it."""
        _spend(CALL)
        method = getattr(__obj, "__wrapped__", __obj)
        if getattr(method, "__name__", "") in ("format", "format_map"):
            _check_widths(getattr(method, "__self__", ""))
        elif isinstance(getattr(method, "__self__", None), str):
            _check_numbers((*args, *kwargs.values()))
        return bounded(super().call(__context, __obj, *args, **kwargs))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Calculate, unless the result would be out of all proportion."""
        if operator == "%" and isinstance(left, str):
            _check_widths(left)
        elif operator == "**":
            _check_numbers((left, right), 100)
        elif operator == "*" and isinstance(left, Sized):
            _check_numbers((right,), CHARACTERS // max(1, len(left)))
        elif operator == "*" and isinstance(right, Sized):
            _check_numbers((left,), CHARACTERS // max(1, len(right)))
        return bounded(super().call_binop(context, operator, left, right))

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,
    ) -> str:
        """Count the steps of loops (a hook of Jinja's since 2.5)."""
        for loop in source.find_all(nodes.For):
            weight = sum(len(data.data) for data in loop.find_all(nodes.TemplateData))
            loop.iter = _filtered(loop.iter, COUNTED, nodes.Const(weight + 1))
        for concat in source.find_all(nodes.Concat):
            concat.nodes = [_filtered(node, BOUNDED) for node in concat.nodes]
        return super()._generate(source, name, filename, defer_init)


def bounded(value: Any) -> Any:
    """Return a value that is not too large.

    Raises:
        SecurityError: it is.
    """
    too_large = isinstance(value, Sized) and len(value) > CHARACTERS
    if too_large or (isinstance(value, int) and value.bit_length() > 10_000):
        raise SecurityError(f"a value of the template is larger than {CHARACTERS:,} characters")
    return value


def _written(value: Any) -> Any:
    """Count what is written (Jinja's ``finalize``)."""
    if isinstance(value, Sized):
        _spend(len(value))
    return bounded(value)


def _counted(iterable: Iterable[Any], characters: int) -> Iterator[Any]:
    for item in iterable:
        _spend(characters)
        yield item


def _spend(characters: int) -> None:
    budget = _BUDGET.get(None)
    if budget is not None:
        budget.spend(characters)


def _bounded_filter(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)  # with the marks that say what Jinja passes
    def filtered(*args: Any, **kwargs: Any) -> Any:
        _spend(1)
        if function.__name__ == "do_format":
            _check_widths(args[0])
        _check_numbers((*args[1:], *kwargs.values()))
        return bounded(function(*args, **kwargs))

    return filtered


def _filtered(node: nodes.Node, name: str, *args: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(node, name, list(args), [], None, None, lineno=node.lineno)


def _check_widths(text: Any) -> None:
    if WIDE.search(str(text)):
        raise SecurityError("a width in this format is too large or calculated; write a small one")


def _check_numbers(values: Iterable[Any], largest: int = NUMBER) -> None:
    for value in values:
        if isinstance(value, int | float) and abs(value) > largest:
            raise SecurityError(f"{value} is too large a number here; at most {largest:,} can be")
