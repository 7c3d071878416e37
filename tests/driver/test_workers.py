"""Workers: a death, a hang or a lack of memory costs one task."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gappon.driver.workers import WorkerPool
from gappon.errors import CompileError
from gappon.typesetter import WORKER_MODULE
from gappon.typesetter.worker import compile_packed


def double(number: int) -> int:
    return number * 2


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_once(mark: str) -> str:
    path = Path(mark)
    if not path.exists():
        path.touch()
        die()
    return "alive"


def hang() -> None:
    time.sleep(60)


def fill_memory() -> int:
    return len(bytearray(8 * 2**30))


def fail() -> None:
    raise ValueError("no")


@pytest.fixture
def pool():
    workers = WorkerPool(2, seconds=2, memory_bytes=4 * 2**30)
    yield workers
    workers.shutdown(cancel_futures=True)


def test_a_killed_worker_costs_only_its_task(pool: WorkerPool) -> None:
    good = [pool.submit(double, n) for n in range(6)]
    bad = pool.submit(die)
    later = [pool.submit(double, n) for n in range(6)]
    assert [f.result() for f in good + later] == [0, 2, 4, 6, 8, 10] * 2
    with pytest.raises(CompileError, match="was killed; tried once more: .*was killed"):
        bad.result()


def test_a_task_is_tried_once_more(pool: WorkerPool, tmp_path: Path) -> None:
    assert pool.submit(die_once, str(tmp_path / "mark")).result() == "alive"


def test_a_hanging_task_is_given_up(pool: WorkerPool) -> None:
    hanging, good = pool.submit(hang), pool.submit(double, 1)
    assert good.result() == 2
    with pytest.raises(CompileError, match="more than 2 seconds"):
        hanging.result(timeout=20)


def test_lack_of_memory_is_said(pool: WorkerPool) -> None:
    with pytest.raises(CompileError, match="out of memory"):
        pool.submit(fill_memory).result(timeout=20)


def test_a_tasks_own_error_is_its_own(pool: WorkerPool) -> None:
    with pytest.raises(ValueError, match="no"):
        pool.submit(fail).result()


SCRIPT = """
import sys, time
sys.path.insert(0, {folder!r})
from gappon.driver.workers import WorkerPool
from test_workers import hang
if __name__ == "__main__":
    pool = WorkerPool(2, seconds=100)
    tasks = [pool.submit(hang) for _ in range(2)]
    while len(pool.processes()) < 2:
        time.sleep(0.05)
    print(*pool.processes(), flush=True)
    time.sleep(60)
"""


def test_workers_die_with_their_parent(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT.format(folder=str(Path(__file__).parent)))
    parent = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    workers = [int(pid) for pid in parent.stdout.readline().split()]
    assert len(workers) == 2
    parent.kill()
    parent.wait()
    deadline = time.monotonic() + 10
    while any(_alive(pid) for pid in workers):
        assert time.monotonic() < deadline, "a worker outlived its parent"
        time.sleep(0.1)


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_what_workers_need_is_in_memory_before_they_start() -> None:
    loaded = f"import sys, {WORKER_MODULE}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", loaded], capture_output=True, text=True, check=True
    )
    modules = set(done.stdout.split())
    assert {"weasyprint", compile_packed.__module__} <= modules
    assert "gappon.driver.build" not in modules, "it is the other process's"
