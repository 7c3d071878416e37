"""What runs in worker processes: ``python -P -m gappon.driver.serve``.

With ``fork FD MODULE…`` it is a server that imports the modules once and forks a worker for each
socket that it is handed; with ``work MODULE…`` it is a worker itself, on its standard input and
output. Nothing of the program that asked for workers is imported, its main module least of all.
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import json
import os
import queue
import signal
import socket
import sys
import threading
import traceback
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

from gappon.driver.channel import receive, send
from gappon.driver.memory import limit_memory, peak_megabytes
from gappon.driver.messages import VALUE, Desk
from gappon.values import encode

PACKAGE = Path(__file__).resolve().parents[1]
YOUNG_OBJECTS = 100_000  # what a few chapters leave behind, about 15 MB
LONGEST_REASON = 2000  # characters of an error's text
LAST_SECONDS = 5.0  # for which a worker outlives the limit of its task at most


def main(arguments: list[str]) -> None:
    """Run a server or a worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    if arguments[0] == "fork":
        _load(arguments[2:])
        serve(socket.socket(fileno=int(arguments[1])))
    else:
        reader, writer = _standard_streams()
        _load(arguments[1:])
        work(reader, writer)


def _load(modules: Iterable[str]) -> None:
    """Import what workers need; it is never garbage, and need not be looked at again."""
    for name in modules:
        import_module(name)
    gc.collect()
    gc.freeze()


def serve(control: socket.socket) -> None:
    """Fork a worker for each socket that comes; when the parent is gone, take all along.

    A worker in a loop that holds Python's lock would not notice the parent's death by itself.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # dead workers are nobody's to wait for
    while True:
        request, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not request:
            os.killpg(0, signal.SIGKILL)
        pid = os.fork()
        if not pid:
            control.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            work(os.fdopen(descriptors[0], "rb"), os.fdopen(os.dup(descriptors[0]), "wb"))
        os.close(descriptors[0])
        control.sendall(pid.to_bytes(8, "big"))


def work(reader: BinaryIO, writer: BinaryIO) -> None:
    """Run tasks, one after the other, until the parent closes the channel or is gone.

    The first frame says what the process needs; each other is a task, or a value that tasks share
    (:mod:`~gappon.driver.messages`). It answers with values alone, so that the parent need not
    trust what a post may have made of a worker.
    """
    frames: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    desk = Desk()
    try:
        _prepare(**json.loads(receive(reader)))
        # The main thread has the larger stack: it is the one that runs tasks.
        threading.Thread(target=_listen, args=(reader, frames), daemon=True).start()
        while True:
            frame = frames.get()
            if frame.startswith(VALUE):
                desk.keep(frame)
            else:
                send(writer, _run(frame, desk))
    except (EOFError, OSError):
        os._exit(0)


def _prepare(environment: dict[str, str], memory_bytes: int) -> None:
    os.environ.update(environment)
    gc.set_threshold(YOUNG_OBJECTS)
    limit_memory(memory_bytes)


def _listen(reader: BinaryIO, frames: queue.SimpleQueue[bytes]) -> None:
    """Take frames from the channel; its end is the worker's, whatever it is doing."""
    with contextlib.suppress(EOFError):
        while True:
            frames.put(receive(reader))
    os._exit(0)


def _run(frame: bytes, desk: Desk) -> bytes:
    """Run a task; return its error, its result, and the peak memory in MB.

    Of an error: its name, its text, and where in gappon it came up.
    """
    error, result = ("", "", ""), None
    try:
        task = desk.task(frame)
        with _ending_after(task.seconds + LAST_SECONDS):
            result = task.function(*task.arguments)
    except BaseException as raised:
        error = (type(raised).__name__, str(raised)[:LONGEST_REASON], _place_of(raised))
    return encode((error, result, peak_megabytes()))


def _place_of(error: BaseException) -> str:
    """Return the module of gappon in which an error came up, with its line."""
    frames = traceback.extract_tb(error.__traceback__)[1:]
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(PACKAGE)]
    if not own:
        return ""
    return f"{Path(own[-1].filename).relative_to(PACKAGE).as_posix()}:{own[-1].lineno}"


@contextlib.contextmanager
def _ending_after(seconds: float) -> Iterator[None]:
    """End this process when a task takes longer, even one that holds Python's lock.

    The parent ends it sooner; this is for when the parent itself was killed.
    """
    with Path(os.devnull).open("w") as nothing:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nothing)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


def _standard_streams() -> tuple[BinaryIO, BinaryIO]:
    """Return standard input and output; what is printed goes to standard error instead."""
    reader: Any = os.fdopen(os.dup(0), "rb")
    writer: Any = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return reader, writer


if __name__ == "__main__":
    main(sys.argv[1:])
