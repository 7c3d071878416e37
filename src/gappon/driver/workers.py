"""Worker processes that outlive their tasks and whose death costs one task, not the build.

Each worker has a thread here that gives it one task after the other, so that it is known which task
a dead worker had. A task whose worker was killed, ran out of memory or hung is tried once more,
alone in a new process.
"""

from __future__ import annotations

import builtins
import pickle
import queue
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from typing import Any, NamedTuple

from gappon.driver.launch import Launcher, Worker, WorkerLost, launcher
from gappon.driver.serve import OUT_OF_MEMORY
from gappon.errors import CompileError
from gappon.values import decode

_ahead: dict[tuple[str, ...], Launcher] = {}


class Task(NamedTuple):
    """A call that is to be made in a worker."""

    future: Future[Any]
    call: bytes
    seconds: float


class WorkerPool(Executor):
    """An executor of long-lived processes.

    Args:
        jobs: number of processes.
        seconds: time limit of a task.
        memory_bytes: address space that a worker may have; 0 for no limit.
        preload: modules that a worker needs, imported once and inherited by all.
        environment: variables of the workers, besides those of this process.
        launch: how processes are started; None: as the platform has it.

    Attributes:
        peak_megabytes: the most memory that a worker has had.
    """

    def __init__(
        self,
        jobs: int,
        seconds: float,
        memory_bytes: int = 0,
        preload: tuple[str, ...] = (),
        environment: Mapping[str, str] | None = None,
        launch: Callable[[tuple[str, ...]], Launcher] = launcher,
    ) -> None:
        self.seconds = seconds
        self.memory_bytes = memory_bytes
        self.environment = environment or {}
        self.peak_megabytes = 0.0
        self._launcher = _ahead.pop(preload) if preload in _ahead else launch(preload)
        self._tasks: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self._alone = threading.Lock()
        self._stopping = False
        self._workers: set[Worker] = set()
        self._threads = [
            threading.Thread(target=self._serve, name=f"worker-{n}", daemon=True)
            for n in range(max(1, jobs))
        ]
        for thread in self._threads:
            thread.start()

    def submit(  # type: ignore[override]
        self, function: Callable[..., Any], /, *arguments: Any
    ) -> Future[Any]:
        """Run a function of a module in a worker; its result must be made of values.

        The future raises :class:`gappon.errors.CompileError` when the task failed twice.
        """
        future: Future[Any] = Future()
        call = pickle.dumps((self.seconds, function, arguments), protocol=5)
        self._tasks.put(Task(future, call, self.seconds))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Stop; with ``cancel_futures`` at once, tasks under way included."""
        self._stopping = self._stopping or cancel_futures
        for _ in self._threads:
            self._tasks.put(None)
        if cancel_futures:
            for worker in list(self._workers):
                worker.kill()
        if wait:
            for thread in self._threads:
                thread.join(timeout=30)
            self._launcher.close()

    def processes(self) -> list[int]:
        """Return the process ids of the workers."""
        return [worker.pid for worker in list(self._workers)]

    def _serve(self) -> None:
        worker: Worker | None = None
        while (task := self._tasks.get()) is not None:
            if self._stopping or not task.future.set_running_or_notify_cancel():
                task.future.cancel()
                continue
            try:
                worker = self._do(task, worker)
            except OSError as error:
                task.future.set_exception(CompileError(f"no worker could be started: {error}"))
                worker = None
        if worker:
            self._discard(worker)

    def _do(self, task: Task, worker: Worker | None) -> Worker | None:
        """Bring a task to its end; return the worker to go on with."""
        worker = worker or self._new_worker()
        failure = self._run(worker, task)
        if not failure:
            return worker
        if self._stopping:
            task.future.set_exception(CompileError("the build was stopped"))
            return None
        with self._alone:
            worker = self._new_worker()
            again = self._run(worker, task)
        if not again:
            return worker
        task.future.set_exception(CompileError(f"{failure}; tried once more: {again}"))
        return None

    def _run(self, worker: Worker, task: Task) -> str:
        """Run a task; return why its worker is of no use any more, or nothing."""
        try:
            answer = decode(worker.run(task.call, task.seconds))
        except WorkerLost as reason:
            self._discard(worker)
            return str(reason)
        if answer is None:
            worker.kill()
            self._discard(worker)
            return "its worker answered with something else than values"
        (name, text), result, peak = answer
        self.peak_megabytes = max(self.peak_megabytes, peak)
        if name == OUT_OF_MEMORY:
            self._discard(worker)
            return "it ran out of memory"
        if name:
            task.future.set_exception(_error(name, text))
        else:
            task.future.set_result(result)
        return ""

    def _new_worker(self) -> Worker:
        worker = self._launcher.start_worker()
        self._workers.add(worker)
        worker.prepare(self.environment, self.memory_bytes)
        return worker

    def _discard(self, worker: Worker) -> None:
        self._workers.discard(worker)
        if self._stopping:
            worker.kill()
        worker.close()


def send_ahead(preload: tuple[str, ...]) -> None:
    """Start what workers will come from, before they are needed.

    It imports what they need while this process reads the site; the next pool with the same
    modules takes it over.
    """
    if preload not in _ahead:
        _ahead[preload] = launcher(preload)


def _error(name: str, text: str) -> Exception:
    """Return a worker's error as one of this process: those of Python's own as themselves."""
    kind = getattr(builtins, name, None)
    if isinstance(kind, type) and issubclass(kind, Exception):
        try:
            return kind(text)
        except TypeError:  # such as UnicodeDecodeError, which wants more
            pass
    return CompileError(f"{name}: {text}")
