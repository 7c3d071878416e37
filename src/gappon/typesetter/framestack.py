"""Room for Python's frames, asked for once.

CPython (3.11 and later) keeps frames in chunks of 16 KB, which it maps when a call needs one and
unmaps when that call returns. A loop that calls across a chunk's end maps and unmaps memory each
time; in deep layout (columns) that doubled the time of a compile, and it came and went with the
depth at which WeasyPrint was called. A frame that is large itself gets a chunk of the next power of
two, and what it leaves free serves all calls below it.
"""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType
from typing import Any

LARGE = 66_000  # slots; a little more than half a megabyte, so that the chunk has a whole one


def _call(function: Callable[..., Any], *arguments: Any) -> Any:
    return function(*arguments)


with_room = FunctionType(
    _call.__code__.replace(co_stacksize=LARGE), globals(), "with_room", closure=None
)
with_room.__doc__ = """Call a function with room for some thousand frames below it."""
