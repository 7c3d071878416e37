"""Faults, by causing them: each costs what it must and no more, and the next build is whole."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gappon import BuildOptions, Settings, build
from gappon.driver.cache import Cache

pytestmark = pytest.mark.xdist_group("faults")
POST = "---\ntitle: 記事{n}\ncategories: [分類]\n---\n" + "本文です。" * 200 + "\n\n## 節\n\n文。\n"
SLOW = (
    "---\ntitle: 重い記事\ncategories: [分類]\n---\n\n| a | b |\n|---|---|\n"
    + "| 一 | 二 |\n" * 12000
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site" / "_posts"
    folder.mkdir(parents=True)
    for n in range(4):
        (folder / f"2025-01-0{n + 1}-p{n}.md").write_text(POST.format(n=n))
    return folder.parent


def options(site: Path, name: str = "out", **overrides: object) -> BuildOptions:
    return BuildOptions(
        site=site,
        out=site.parent / name,
        cache=site.parent / "cache",
        jobs=2,
        overrides=Settings(**{"formats": ("pdf",), **overrides}),
    )


def pdf(site: Path, name: str = "out") -> bytes:
    return (site.parent / name / "分類.pdf").read_bytes()


def command(site: Path, *extra: str) -> list[str]:
    return [
        sys.executable,
        "-m",
        "gappon",
        "build",
        str(site),
        "--format",
        "pdf",
        "--out",
        str(site.parent / "out"),
        "--cache",
        str(site.parent / "cache"),
        *extra,
    ]


def left_over(site: Path) -> list[Path]:
    return [p for p in site.parent.rglob("*") if p.name.endswith(".tmp")]


def children_of(pid: int) -> list[int]:
    """Return all descendants of a process (they share its session)."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == pid and int(path.parent.name) != pid and fields[0] != "Z":
            found.append(int(path.parent.name))
    return found


def serves(pid: int) -> bool:
    """Say whether a process is the workers' server, or a worker."""
    try:
        return b"gappon.driver.serve" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def test_a_worker_killed_in_mid_chapter_costs_nothing(site: Path) -> None:
    from gappon.driver.workers import WorkerPool

    killed: list[int] = []
    original = WorkerPool.submit

    def submit(self, function, /, *arguments):
        future = original(self, function, *arguments)
        if not killed:
            deadline = time.monotonic() + 20
            while not self.processes() and time.monotonic() < deadline:
                time.sleep(0.01)
            killed.append(self.processes()[0])
            os.kill(killed[0], signal.SIGKILL)
        return future

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WorkerPool, "submit", submit)
        report = build(options(site))
    assert killed and report.exit_code == 0
    build(options(site, "again"))
    assert pdf(site) == pdf(site, "again")


def test_a_chapter_that_takes_too_long_is_reported_and_the_rest_is_built(site: Path) -> None:
    (site / "_posts/2025-01-09-slow.md").write_text(SLOW)
    limits = {"pdf": {"chapter_seconds": 3}}
    report = build(options(site, posts={"failed": "stop"}, **limits))
    assert report.exit_code == 1
    assert "more than 3 seconds" in next(n.message for n in report.notices if n.code == "layout")
    assert "posts.failed: page" in report.volumes[0].errors[0]
    assert not (site.parent / "out" / "分類.pdf").exists()
    report = build(options(site, **limits))
    assert report.exit_code == 1 and not report.volumes[0].errors
    text = subprocess.run(
        ["pdftotext", site.parent / "out" / "分類.pdf", "-"],
        capture_output=True,
        text=True,
        check=True,
    )
    words = "".join(text.stdout.split())
    assert "この記事は組めませんでした" in words and "_posts/2025-01-09" in words


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_build_leaves_nothing_behind(site: Path, sign: int) -> None:
    (site / "_posts/2025-01-09-slow.md").write_text(SLOW)
    process = subprocess.Popen(command(site), stderr=subprocess.PIPE, start_new_session=True)
    deadline = time.monotonic() + 60
    while sum(map(serves, children_of(process.pid))) < 2:  # the server and a worker
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.05)
    process.send_signal(sign)
    process.wait(timeout=20)
    assert process.returncode == 130
    deadline = time.monotonic() + 5
    while children_of(process.pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not children_of(process.pid)
    assert not left_over(site) and not (site.parent / "out").exists()


SLOW_LINK = """
import sys, time
import gappon.exporters.pdf.link as module
original = module.link
def link(*arguments):
    print("linking", flush=True)
    time.sleep(30)
module.link = link
from gappon.__main__ import main
if __name__ == "__main__":
    main()
"""


def test_a_build_killed_while_linking_leaves_nothing_behind(site: Path, tmp_path: Path) -> None:
    script = tmp_path / "slow_link.py"
    script.write_text(SLOW_LINK)
    process = subprocess.Popen(
        [sys.executable, script, *command(site)[3:]],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout and process.stdout.readline().strip() == "linking"
    process.kill()
    process.wait()
    deadline = time.monotonic() + 10
    while children_of(process.pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not children_of(process.pid)
    assert not (site.parent / "out" / "分類.pdf").exists()
    report = build(options(site))
    assert report.exit_code == 0
    assert report.fragments["compiled"] <= 3, "the chapters were in the cache already"


def test_a_full_disk_is_said_and_leaves_no_half_file(site: Path) -> None:
    def small_files() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    build(options(site))
    whole = pdf(site)
    (site / "_posts/2025-01-01-p0.md").write_text(POST.format(n="変更"))
    done = subprocess.run(
        command(site), capture_output=True, text=True, check=False, preexec_fn=small_files
    )
    assert done.returncode == 1
    assert "could not be written" in done.stderr
    assert pdf(site) == whole, "the old file must stay whole"
    assert not left_over(site)


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a file system needs root")
def test_a_full_file_system_is_said(site: Path) -> None:
    out = site.parent / "out"
    out.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", out], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no right to mount; the limit on the size of files above shows the same")
    try:
        done = subprocess.run(command(site), capture_output=True, text=True, check=False)
        assert done.returncode == 1 and "No space left" in done.stderr
        assert list(out.iterdir()) == []
    finally:
        subprocess.run(["umount", out], check=True)


def test_damaged_cache_entries_are_compiled_again(site: Path) -> None:
    build(options(site))
    whole = pdf(site)
    for number, path in enumerate(sorted(Cache(site.parent / "cache").objects.glob("??/*"))):
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 0xFF
        path.write_bytes(bytes(data) if number % 2 else bytes(data[: len(data) // 2]))
    (site.parent / "out" / "分類.pdf").unlink()
    report = build(options(site))
    assert report.fragments["compiled"] >= 4
    assert pdf(site) == whole


def test_two_builds_at_once_on_one_cache_do_not_disturb_each_other(site: Path) -> None:
    first, second = (
        subprocess.Popen(
            [
                *command(site)[:-4],
                "--out",
                str(site.parent / name),
                "--cache",
                str(site.parent / "cache"),
            ],
            stderr=subprocess.PIPE,
        )
        for name in ("one", "two")
    )
    assert first.wait(timeout=120) == 0 and second.wait(timeout=120) == 0
    assert pdf(site, "one") == pdf(site, "two")
    assert not left_over(site)
