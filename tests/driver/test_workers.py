"""Workers: a death, a hang or a lack of memory costs one task; they are the package's own."""

import os
import re
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest

from gappon.driver.launch import ForkServer, Spawner
from gappon.driver.workers import WorkerPool
from gappon.errors import CompileError
from gappon.paths import file_digest
from gappon.typesetter import WORKER_MODULE
from gappon.typesetter.worker import compile_packed

ROOT = Path(__file__).parents[2]
HERE = "tests.driver.test_workers"


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


def hang(mark: str) -> None:
    Path(mark).touch()
    time.sleep(60)


def hang_with_the_lock(mark: str) -> None:
    Path(mark).touch()
    re.match(r"(a*)*b", "a" * 60)


def fill_memory() -> int:
    return len(bytearray(8 * 2**30))


def total_from(numbers: list[int], start: int) -> int:
    return sum(numbers, start)


def same_list(numbers: list[int]) -> tuple[int, int]:
    return os.getpid(), id(numbers)


def fail() -> None:
    raise ValueError("no")


class Unknown(Exception):
    pass


def fail_in_its_own_way() -> None:
    raise Unknown("neither")


def print_something() -> int:
    print("something")
    return sys.stdin.read() == ""


def foreign() -> object:
    return Path("a")


def variable(name: str) -> str:
    return os.environ.get(name, "")


def main_of_this_process() -> str:
    return str(getattr(sys.modules["__main__"], "__file__", ""))


both_ways = pytest.mark.parametrize("launch", [ForkServer, Spawner], ids=["forked", "spawned"])


@pytest.fixture(params=[ForkServer, Spawner], ids=["forked", "spawned"])
def pool(request):
    workers = WorkerPool(2, 30, 4 * 2**30, environment={"OF_WORKERS": "set"}, launch=request.param)
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


@both_ways
def test_hanging_tasks_are_given_up(launch: type[ForkServer] | type[Spawner]) -> None:
    pool = WorkerPool(2, seconds=1.5, launch=launch)
    hanging = [pool.submit(task, os.devnull) for task in (hang, hang_with_the_lock)]
    for task in hanging:
        with pytest.raises(CompileError, match=r"^it took more than 1\.5 seconds$"):
            task.result(timeout=30)
    pool.shutdown(cancel_futures=True)


def test_lack_of_memory_is_said(pool: WorkerPool) -> None:
    with pytest.raises(CompileError, match="out of memory"):
        pool.submit(fill_memory).result(timeout=20)


def test_a_tasks_own_error_is_its_own(pool: WorkerPool) -> None:
    with pytest.raises(CompileError, match="^ValueError: no$"):
        pool.submit(fail).result()
    with pytest.raises(CompileError, match="^Unknown: neither$"):
        pool.submit(fail_in_its_own_way).result()


def test_of_an_error_within_gappon_the_place_is_told(pool: WorkerPool) -> None:
    with pytest.raises(CompileError, match=r"^FileNotFoundError: .* \(paths\.py:\d+\)$"):
        pool.submit(file_digest, Path("nowhere")).result()


def test_a_value_that_tasks_share_is_sent_to_each_worker_once(pool: WorkerPool) -> None:
    shared = pool.share(list(range(200_000)))
    sums = [pool.submit(total_from, shared, n) for n in range(20)]
    assert [each.result() for each in sums] == [sum(range(200_000)) + n for n in range(20)]
    both = {id_ for each in range(20) for id_ in [pool.submit(same_list, shared).result()]}
    assert len(both) <= 2, "a worker makes it once"


def test_a_limit_of_its_own(pool: WorkerPool) -> None:
    with pytest.raises(CompileError, match=r"^it took more than 0\.7 seconds$"):
        pool.submit_within(0.7, hang, os.devnull).result()


def test_what_a_task_prints_or_reads_does_not_disturb_the_channel(pool: WorkerPool) -> None:
    assert pool.submit(print_something).result() == 1
    assert pool.submit(double, 4).result() == 8


def test_workers_answer_with_values_alone(pool: WorkerPool) -> None:
    with pytest.raises(CompileError, match="something else than values"):
        pool.submit(foreign).result()


def test_variables_of_workers_are_not_this_process(pool: WorkerPool) -> None:
    assert pool.submit(variable, "OF_WORKERS").result() == "set"
    assert "OF_WORKERS" not in os.environ


def test_a_worker_has_the_packages_main_and_not_the_callers(pool: WorkerPool) -> None:
    main = pool.submit(main_of_this_process).result()
    assert main.endswith("gappon/driver/serve.py")


def test_a_closed_pool_leaves_no_process(pool: WorkerPool) -> None:
    pool.submit(double, 1).result()
    hanging = pool.submit(hang, os.devnull)
    while not hanging.running():
        time.sleep(0.01)
    pids = pool.processes()
    pool.shutdown(cancel_futures=True)
    with pytest.raises(CompileError, match="stopped"):
        hanging.result()
    assert pids
    _wait_for_the_end_of(pids, 2)


def test_no_process_can_be_started(monkeypatch) -> None:
    def refuse(self: object) -> None:
        raise BlockingIOError("Resource temporarily unavailable")

    monkeypatch.setattr(ForkServer, "start_worker", refuse)
    pool = WorkerPool(1, 2, launch=ForkServer)
    with pytest.raises(CompileError, match="no worker could be started: Resource"):
        pool.submit(double, 1).result(timeout=10)
    pool.shutdown(cancel_futures=True)


def test_values_with_time_zones_come_back(pool: WorkerPool) -> None:
    when = datetime(2025, 1, 1).astimezone()
    assert pool.submit(same, (when, ("字", b"\0"))).result() == (when, ("字", b"\0"))


def same(value: object) -> object:
    return value


SCRIPT = f"""
import sys, time
from pathlib import Path
from gappon.driver.launch import ForkServer, Spawner
from gappon.driver.workers import WorkerPool
from {HERE} import hang, hang_with_the_lock
pool = WorkerPool(2, seconds={{seconds}}, launch={{launch}})
marks = [Path(sys.argv[1], name) for name in "ab"]
tasks = [pool.submit({{task}}, str(mark)) for mark in marks]
while not all(mark.exists() for mark in marks):
    assert not any(task.done() for task in tasks), tasks[0].exception()
    time.sleep(0.05)
print(*pool.processes(), flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize(
    ("launch", "task", "seconds"),
    [
        ("ForkServer", "hang", 100),
        ("ForkServer", "hang_with_the_lock", 100),
        ("Spawner", "hang", 100),
        ("Spawner", "hang_with_the_lock", 2),  # ends by itself a little after its time
    ],
)
def test_workers_die_with_their_parent(
    launch: str, task: str, seconds: int, tmp_path: Path
) -> None:
    code = SCRIPT.format(launch=launch, task=task, seconds=seconds)
    parent = subprocess.Popen(
        [sys.executable, "-c", code, tmp_path],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "src")))},
    )
    assert parent.stdout
    workers = [int(pid) for pid in parent.stdout.readline().split()]
    assert len(workers) == 2
    parent.kill()
    parent.wait()
    _wait_for_the_end_of(workers, 20)


def _wait_for_the_end_of(pids: list[int], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while alive := [pid for pid in pids if _alive(pid)]:
        assert time.monotonic() < deadline, f"{alive} outlived their parent"
        time.sleep(0.1)


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_modules_of_the_folder_in_which_a_build_runs_are_not_imported(tmp_path: Path) -> None:
    """A site folder is somebody else's; its Python files are not this program's."""
    for name in ("weasyprint", "json", "gappon"):
        (tmp_path / f"{name}.py").write_text("open('imported', 'w')\n")
    code = f"""if True:
        import sys
        sys.path.remove("")
        from gappon.driver.launch import {{}}
        from gappon.driver.workers import WorkerPool
        pool = WorkerPool(1, 60, preload=({WORKER_MODULE!r},), launch={{}})
        print(pool.submit(abs, -1).result())
        pool.shutdown()
    """
    for name in ("ForkServer", "Spawner"):
        done = subprocess.run(
            [sys.executable, "-c", code.format(name, name)],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
            capture_output=True,
            text=True,
            check=True,
        )
        assert (done.stdout, (tmp_path / "imported").exists()) == ("1\n", False), done.stderr


def test_what_workers_need_is_in_memory_before_they_start() -> None:
    loaded = f"import sys, {WORKER_MODULE}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", loaded], capture_output=True, text=True, check=True
    )
    modules = set(done.stdout.split())
    assert {"weasyprint", compile_packed.__module__} <= modules
    assert "gappon.driver.build" not in modules, "it is the other process's"
