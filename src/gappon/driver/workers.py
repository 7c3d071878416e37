"""Worker processes that outlive their tasks and whose death costs one task, not the build.

Each worker has a thread here that gives it one task after the other, so that it is known which task
a dead worker had. A task whose worker was killed or ran out of memory is tried once more, alone in
a new process; one that takes too long is given up.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from typing import Any, NamedTuple

from gappon import errors
from gappon.converter.worker import CONVERTER_MODULE
from gappon.driver.launch import Launcher, Worker, WorkerExpired, WorkerLost, launcher
from gappon.driver.messages import Shared, Task, task_frame, value_frame
from gappon.errors import CompileError, GapponError
from gappon.typesetter import WORKER_MODULE
from gappon.values import decode

PRELOAD = (CONVERTER_MODULE, WORKER_MODULE)
OUT_OF_MEMORY, TOO_DEEP = "MemoryError", "RecursionError"

_ahead: dict[tuple[str, ...], Launcher] = {}


class Call(NamedTuple):
    """A task, and who waits for it.

    Attributes:
        future: is given the result.
        frame: the task as a worker is sent it.
        values: what it shares with others.
        seconds: that it may take.
    """

    future: Future[Any]
    frame: bytes
    values: dict[Shared, bytes]
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
        self._calls: queue.SimpleQueue[Call | None] = queue.SimpleQueue()
        self._shared: dict[Shared, bytes] = {}
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

        The future raises :class:`gappon.errors.GapponError` when the task failed; its text is what
        there is to say about that.
        """
        return self.submit_within(self.seconds, function, *arguments)

    def submit_within(
        self, seconds: float, function: Callable[..., Any], /, *arguments: Any
    ) -> Future[Any]:
        """Run a function with a time limit of its own."""
        future: Future[Any] = Future()
        values = {each: self._shared[each] for each in arguments if isinstance(each, Shared)}
        self._calls.put(
            Call(future, task_frame(Task(seconds, function, arguments)), values, seconds)
        )
        return future

    def share(self, value: Any) -> Shared:
        """Return what stands for a value among arguments; each worker is sent the value once."""
        shared, frame = value_frame(value)
        self._shared[shared] = frame
        return shared

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Stop; with ``cancel_futures`` at once, tasks under way included."""
        self._stopping = self._stopping or cancel_futures
        for _ in self._threads:
            self._calls.put(None)
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
        while (call := self._calls.get()) is not None:
            if self._stopping or not call.future.set_running_or_notify_cancel():
                call.future.cancel()
                continue
            try:
                worker = self._do(call, worker)
            except OSError as error:
                call.future.set_exception(CompileError(f"no worker could be started: {error}"))
                worker = None
        if worker:
            self._discard(worker)

    def _do(self, call: Call, worker: Worker | None) -> Worker | None:
        """Bring a task to its end; return the worker to go on with."""
        worker = worker or self._new_worker()
        try:
            self._run(worker, call)
        except WorkerExpired as reason:  # it would take as long again
            call.future.set_exception(CompileError(str(reason)))
            return None
        except WorkerLost as reason:
            return self._try_again(call, str(reason))
        return worker

    def _try_again(self, call: Call, failure: str) -> Worker | None:
        """Run a task alone, in a new process: another may have taken its worker or its memory."""
        if self._stopping:
            call.future.set_exception(CompileError("the build was stopped"))
            return None
        with self._alone:
            worker = self._new_worker()
            try:
                self._run(worker, call)
            except WorkerLost as again:
                reason = f"{failure}; tried once more: {again}"
                call.future.set_exception(CompileError(reason))
                return None
        return worker

    def _run(self, worker: Worker, call: Call) -> None:
        """Run a task.

        Raises:
            WorkerLost: it came to no end, and its worker is of no use any more.
        """
        try:
            answer = decode(worker.run(call.frame, call.values, call.seconds))
            if answer is None:
                raise WorkerLost("its worker answered with something else than values")
            (name, text, place), result, peak = answer
            self.peak_megabytes = max(self.peak_megabytes, peak)
            if name == OUT_OF_MEMORY:
                raise WorkerLost("it ran out of memory")
        except WorkerLost:
            worker.kill()
            self._discard(worker)
            raise
        if name:
            call.future.set_exception(_error(name, text, place))
        else:
            call.future.set_result(result)

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


def _error(name: str, text: str, place: str) -> GapponError:
    """Return a worker's error as one of this process, its text fit to be told."""
    kind = getattr(errors, name, None)
    if isinstance(kind, type) and issubclass(kind, GapponError):
        return kind(text)
    if name == TOO_DEEP:
        return CompileError("its elements are nested too deeply")
    return CompileError(f"{name}: {text} ({place})" if place else f"{name}: {text}")
