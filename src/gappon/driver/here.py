"""Tasks in this process, for programs that are measured or tested: nothing limits them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any


class ThisProcess:
    """Stands for a pool of workers (see :class:`gappon.driver.chapters.Converters`)."""

    def share(self, value: Any) -> Any:
        """Return the value."""
        return value

    def submit_within(
        self, _seconds: float, function: Callable[..., Any], /, *arguments: Any
    ) -> Future[Any]:
        """Run a function at once."""
        future: Future[Any] = Future()
        future.set_result(function(*arguments))
        return future
