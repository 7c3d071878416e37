"""Worker processes that outlive their tasks and whose death costs one task, not the build.

Each worker is a process pool of one, so that it is known which task a dead worker had. A task whose
worker was killed, ran out of memory or hung is tried once more, alone in a new process.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import forkserver
from multiprocessing.context import BaseContext
from typing import Any

from gappon.errors import CompileError

YOUNG_OBJECTS = 100_000  # what a few chapters leave behind, about 15 MB

Task = tuple[Future[Any], Callable[..., Any], tuple[Any, ...]]


class WorkerPool(Executor):
    """An executor of long-lived processes.

    Args:
        jobs: number of processes.
        seconds: time limit of a task.
        memory_bytes: address space that a worker may have; 0 for no limit.
        preload: modules that a worker needs, imported once and inherited by all.
    """

    def __init__(
        self, jobs: int, seconds: float, memory_bytes: int = 0, preload: tuple[str, ...] = ()
    ) -> None:
        self.seconds = seconds
        self.memory_bytes = memory_bytes
        self._context = _context(preload)
        self._tasks: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self._alone = threading.Lock()
        self._stopping = False
        self.peak_megabytes = 0.0
        self._pools: set[ProcessPoolExecutor] = set()
        self._threads = [
            threading.Thread(target=self._serve, name=f"worker-{n}", daemon=True)
            for n in range(max(1, jobs))
        ]
        for thread in self._threads:
            thread.start()

    def submit(  # type: ignore[override]
        self, function: Callable[..., Any], /, *arguments: Any
    ) -> Future[Any]:
        """Run a function of a module in a worker.

        The future raises :class:`gappon.errors.CompileError` when the task failed twice.
        """
        future: Future[Any] = Future()
        self._tasks.put((future, function, arguments))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Stop; with ``cancel_futures`` at once, tasks under way included."""
        self._stopping = self._stopping or cancel_futures
        for _ in self._threads:
            self._tasks.put(None)
        if cancel_futures:
            for pool in list(self._pools):
                _kill(pool)
        if wait:
            for thread in self._threads:
                thread.join(timeout=30)

    def processes(self) -> list[int]:
        """Return the process ids of the workers."""
        return [pid for pool in list(self._pools) for pid in list(pool._processes or ())]

    def _serve(self) -> None:
        pool: ProcessPoolExecutor | None = None
        while True:
            task = self._tasks.get()
            if task is None:
                break
            future, function, arguments = task
            if self._stopping or not future.set_running_or_notify_cancel():
                future.cancel()
                continue
            pool = pool or self._new_pool()
            failure, pool = self._run(pool, future, function, arguments)
            if failure:
                pool = self._try_alone(future, function, arguments, failure)
        if pool:
            self._discard(pool, kill=self._stopping)

    def _run(
        self,
        pool: ProcessPoolExecutor,
        future: Future[Any],
        function: Callable[..., Any],
        arguments: tuple[Any, ...],
    ) -> tuple[str, ProcessPoolExecutor | None]:
        """Run a task; return why its worker failed (or ``""``) and the pool to go on with."""
        try:
            task = pool.submit(_measured, function, arguments)
            result, peak = task.result(timeout=self.seconds)
            self.peak_megabytes = max(self.peak_megabytes, peak)
        except TimeoutError:
            self._discard(pool, kill=True)
            return f"it took more than {self.seconds:g} seconds", None
        except BrokenProcessPool:
            self._discard(pool, kill=True)
            return "its worker process was killed", None
        except MemoryError:
            self._discard(pool, kill=True)
            return "it ran out of memory", None
        except BaseException as error:
            future.set_exception(error)
            return "", pool
        future.set_result(result)
        return "", pool

    def _try_alone(
        self,
        future: Future[Any],
        function: Callable[..., Any],
        arguments: tuple[Any, ...],
        failure: str,
    ) -> ProcessPoolExecutor | None:
        if self._stopping:
            future.set_exception(CompileError("the build was stopped"))
            return None
        with self._alone:
            again, pool = self._run(self._new_pool(), future, function, arguments)
        if again:
            future.set_exception(CompileError(f"{failure}; tried once more: {again}"))
        return pool

    def _new_pool(self) -> ProcessPoolExecutor:
        pool = ProcessPoolExecutor(
            1,
            mp_context=self._context,
            initializer=_start,
            initargs=(os.getpid(), self.memory_bytes, os.environ.get("FONTCONFIG_FILE", "")),
        )
        self._pools.add(pool)
        return pool

    def _discard(self, pool: ProcessPoolExecutor, *, kill: bool) -> None:
        self._pools.discard(pool)
        if kill:
            _kill(pool)
        pool.shutdown(wait=not kill, cancel_futures=True)


def _measured(function: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[Any, float]:
    """Run a task in a worker; return its result and the worker's peak memory in MB."""
    result = function(*arguments)
    return result, peak_megabytes()


def peak_megabytes() -> float:
    """Return the peak memory of this process."""
    import resource

    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def _kill(pool: ProcessPoolExecutor) -> None:
    for process in list((pool._processes or {}).values()):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            process.kill()


def prepare(preload: tuple[str, ...]) -> None:
    """Start the process that workers will come from, before they are needed.

    It imports what they need while this process reads the site.
    """
    context = _context(preload)
    if context.get_start_method() == "forkserver":
        forkserver.ensure_running()


def _context(preload: tuple[str, ...]) -> BaseContext:
    """Return how processes are started: from a server that has imported what they need."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(preload))
    return context


def _start(parent: int, memory_bytes: int, fonts: str) -> None:
    """Prepare a worker: Ctrl-C is the parent's to handle, and its death is the worker's."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()  # what was imported is never garbage, and need not be looked at again
    gc.set_threshold(YOUNG_OBJECTS)
    if fonts:  # the process server may have been started before the fonts were chosen
        os.environ["FONTCONFIG_FILE"] = fonts
    if memory_bytes:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    threading.Thread(target=_die_with, args=(parent,), daemon=True).start()


def _die_with(parent: int) -> None:
    while True:
        time.sleep(0.5)
        try:
            os.kill(parent, 0)
        except ProcessLookupError:
            os._exit(1)
        except PermissionError:
            pass
