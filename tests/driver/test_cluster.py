"""Compiling on a Dask cluster: a real scheduler with two worker processes on this machine."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gappon import BuildOptions, Settings, build
from gappon.driver.options import Silent
from gappon.errors import ConfigError
from tests.conftest import EXAMPLES

pytestmark = pytest.mark.xdist_group("cluster")


@pytest.fixture
def cluster(tmp_path: Path):
    """A scheduler and two workers, as separate processes; yields its address and the workers."""
    file = tmp_path / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    dask = [sys.executable, "-m", "distributed.cli"]
    processes = [
        subprocess.Popen(
            [
                *dask[:2],
                "distributed.cli.dask_scheduler",
                "--host",
                "127.0.0.1",
                "--port",
                "0",
                "--no-dashboard",
                "--scheduler-file",
                file,
            ],
            **quiet,
        )
    ]
    processes += [
        subprocess.Popen(
            [
                *dask[:2],
                "distributed.cli.dask_worker",
                "--scheduler-file",
                file,
                "--nthreads",
                "1",
                "--no-dashboard",
                "--no-nanny",
                "--local-directory",
                tmp_path / f"worker-{n}",
            ],
            **quiet,
        )
        for n in range(2)
    ]
    from distributed import Client

    deadline = time.monotonic() + 40
    while not file.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    with Client(scheduler_file=str(file), set_as_default=False) as client:
        client.wait_for_workers(2, timeout=40)
        address = client.scheduler.address
    yield address, processes[1:]
    for process in processes:
        process.kill()
        process.wait()


class KillOne(Silent):
    """Kills a worker when the first chapter is done."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.killed = False

    def advance(self, step: str, name: str, *, reused: bool, pages: int = 0) -> None:
        if step == "compile" and not self.killed:
            os.kill(self.process.pid, signal.SIGKILL)
            self.killed = True


def test_a_cluster_gives_the_same_bytes_even_when_a_worker_is_lost(cluster, tmp_path: Path) -> None:
    address, workers = cluster
    overrides = Settings(formats=("pdf",), volumes={"by": ("all",)})
    killer = KillOne(workers[0])
    report = build(
        BuildOptions(
            site=EXAMPLES,
            out=tmp_path / "far",
            cache=tmp_path / "far-cache",
            cluster=address,
            overrides=overrides,
        ),
        killer,
    )
    assert killer.killed and report.exit_code == 0
    build(
        BuildOptions(
            site=EXAMPLES,
            out=tmp_path / "near",
            cache=tmp_path / "near-cache",
            jobs=2,
            overrides=overrides,
        )
    )
    far, near = (next((tmp_path / name).glob("*.pdf")).read_bytes() for name in ("far", "near"))
    assert far == near


def test_no_scheduler_is_an_error_of_usage(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no scheduler answers"):
        build(
            BuildOptions(
                site=EXAMPLES,
                out=tmp_path / "out",
                cache=tmp_path / "cache",
                cluster="tcp://127.0.0.1:9",
                overrides=Settings(formats=("pdf",)),
            )
        )
