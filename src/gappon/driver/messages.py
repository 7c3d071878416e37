"""What a worker is told: tasks, and values that many of them have in common."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from hashlib import sha256
from typing import Any, NamedTuple

TASK, VALUE = b"T", b"V"
NAME_BYTES = 32


class Shared(NamedTuple):
    """Stands for a value among the arguments of a task."""

    name: bytes


class Task(NamedTuple):
    """A call that is to be made.

    Attributes:
        seconds: that it may take.
        function: of a module.
        arguments: values, or :class:`Shared` for those that were sent before.
    """

    seconds: float
    function: Callable[..., Any]
    arguments: tuple[Any, ...]


def task_frame(task: Task) -> bytes:
    """Return a task as a frame."""
    return TASK + pickle.dumps(task, protocol=5)


def value_frame(value: Any) -> tuple[Shared, bytes]:
    """Return a value as a frame, and what stands for it in tasks."""
    data = pickle.dumps(value, protocol=5)
    name = sha256(data).digest()
    return Shared(name), VALUE + name + data


class Desk:
    """What a worker has been told, in the worker."""

    def __init__(self) -> None:
        self._kept: dict[bytes, bytes] = {}
        self._values: dict[bytes, Any] = {}

    def keep(self, frame: bytes) -> None:
        """Take a value for later tasks."""
        self._kept[frame[1 : 1 + NAME_BYTES]] = frame[1 + NAME_BYTES :]

    def task(self, frame: bytes) -> Task:
        """Return a task with all its values."""
        task: Task = pickle.loads(frame[1:])
        return task._replace(arguments=tuple(map(self._given, task.arguments)))

    def _given(self, argument: Any) -> Any:
        if not isinstance(argument, Shared):
            return argument
        if argument.name not in self._values:
            self._values[argument.name] = pickle.loads(self._kept.pop(argument.name))
        return self._values[argument.name]
