"""How worker processes are started: as a module of this package, on any platform.

On Linux they are forked from a server that has imported what they need (:class:`ForkServer`);
elsewhere, where forking is unsafe or unknown, each is a process of its own (:class:`Spawner`).
See ``docs/adr/worker-start.md`` for why this is not :mod:`multiprocessing`.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO, Protocol, cast

import gappon
from gappon.driver.channel import receive, send
from gappon.driver.messages import Shared

SERVE = "gappon.driver.serve"
# Processes of a group of their own: a terminal's Ctrl-C is for the parent.
OWN_GROUP = 0 if os.name == "posix" else None
NEW_GROUP = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)


class WorkerLost(Exception):
    """A worker ended before it answered; the text says why."""


class WorkerExpired(WorkerLost):
    """A task took too long, and its worker was ended for that."""


class Worker:
    """A worker process, seen from here.

    Args:
        pid: its id.
        reader, writer: what it answers, and what it is told.
        hang_up: tell it that there is no more to do.
        kill: end it at once.
    """

    def __init__(
        self,
        pid: int,
        reader: BinaryIO,
        writer: BinaryIO,
        hang_up: Callable[[], None],
        kill: Callable[[], None],
    ) -> None:
        self.pid = pid
        self._reader = reader
        self._writer = writer
        self._hang_up = hang_up
        self._kill = kill
        self._told: set[Shared] = set()

    def prepare(self, environment: Mapping[str, str], memory_bytes: int) -> None:
        """Say what the process needs; 0 bytes: as much memory as it wants."""
        values = {"environment": dict(environment), "memory_bytes": memory_bytes}
        with contextlib.suppress(OSError):  # the first task will tell
            send(self._writer, json.dumps(values).encode())

    def run(self, task: bytes, values: Mapping[Shared, bytes], seconds: float) -> bytes:
        """Return the answer to a task.

        Args:
            task: its frame.
            values: frames of the values that it shares with others; each is sent once.
            seconds: that it may take.

        Raises:
            WorkerLost: it took too long, or the process was killed.
        """
        expired = threading.Event()

        def give_up() -> None:
            expired.set()
            self.kill()

        limit = threading.Timer(seconds, give_up)
        limit.daemon = True
        limit.start()
        try:
            for shared in values.keys() - self._told:
                send(self._writer, values[shared])
                self._told.add(shared)
            send(self._writer, task)
            return receive(self._reader)
        except (EOFError, OSError) as error:
            if expired.is_set():
                raise WorkerExpired(f"it took more than {seconds:g} seconds") from error
            raise WorkerLost("its worker process was killed") from error
        finally:
            limit.cancel()

    def kill(self) -> None:
        """End the process at once."""
        with contextlib.suppress(OSError):
            self._kill()

    def close(self) -> None:
        """Let the process end, and wait for it; one that was killed too."""
        with contextlib.suppress(OSError):
            self._hang_up()
        with contextlib.suppress(OSError):
            while self._reader.read(65536):
                pass
        for stream in (self._writer, self._reader):
            with contextlib.suppress(OSError):  # of what was never sent
                stream.close()


class Launcher(Protocol):
    """Starts workers."""

    def start_worker(self) -> Worker:
        """Return a new worker.

        Raises:
            OSError: no process could be started.
        """

    def close(self) -> None:
        """End what is left of the workers."""


class ForkServer:
    """Forks workers from a process that has imported what they need.

    Args:
        preload: names of modules.
    """

    def __init__(self, preload: tuple[str, ...]) -> None:
        self._control, theirs = socket.socketpair()
        self._lock = threading.Lock()
        with theirs:
            self._process = subprocess.Popen(
                _command("fork", str(theirs.fileno()), *preload),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=_environment(),
                pass_fds=(theirs.fileno(),),
                process_group=OWN_GROUP,
            )

    def start_worker(self) -> Worker:
        """Return a new worker."""
        ours, theirs = socket.socketpair()
        with theirs, self._lock:
            socket.send_fds(self._control, [b"w"], [theirs.fileno()])
            answer = self._control.recv(8, socket.MSG_WAITALL)
        if len(answer) < 8:
            ours.close()
            raise BrokenPipeError("the workers' server has ended")
        pid = int.from_bytes(answer, "big")
        return Worker(
            pid,
            ours.makefile("rb"),
            ours.makefile("wb"),
            hang_up=lambda: ours.shutdown(socket.SHUT_WR),
            kill=lambda: os.kill(pid, signal.SIGKILL),
        )

    def close(self) -> None:
        """End the server, and with it all workers that are left."""
        self._control.close()
        self._process.wait()


class Spawner:
    """Starts each worker as a process of its own.

    Args:
        preload: names of modules that it imports.
    """

    def __init__(self, preload: tuple[str, ...]) -> None:
        self._preload = preload
        self._processes: list[subprocess.Popen[bytes]] = []

    def start_worker(self) -> Worker:
        """Return a new worker."""
        process = subprocess.Popen(
            _command("work", *self._preload),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=_environment(),
            process_group=OWN_GROUP,
            creationflags=NEW_GROUP,
        )
        self._processes.append(process)
        reader, writer = cast(BinaryIO, process.stdout), cast(BinaryIO, process.stdin)
        return Worker(process.pid, reader, writer, hang_up=writer.close, kill=process.kill)

    def close(self) -> None:
        """End all workers that are left."""
        for process in self._processes:
            process.kill()
            process.wait()


def launcher(preload: tuple[str, ...]) -> Launcher:
    """Return what starts workers on this platform; a server is under way at once."""
    return ForkServer(preload) if sys.platform == "linux" else Spawner(preload)


def _command(*arguments: str) -> list[str]:
    # -P: a folder in which the command runs, perhaps somebody else's site, is no place for modules.
    return [sys.executable, "-P", "-m", SERVE, *arguments]


def _environment() -> dict[str, str]:
    """Return the environment of a worker: it imports from where this process does."""
    own = str(Path(gappon.__file__).resolve().parents[1])
    places = dict.fromkeys(place for place in (*sys.path, own) if place)
    return {**os.environ, "PYTHONPATH": os.pathsep.join(places)}
