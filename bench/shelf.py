"""A shelf of many volumes: made, made again, with one volume more; and many readers at once.

The volumes are copies of one that is built from the examples, each with a record and a hash of its
own, so that every cover is drawn and every sample taken. The server is asked by wrk (Debian's),
which downloads a volume of 20 MB over and over on so many connections, on loopback alone.

usage: bench/shelf.py [--volumes N] [--connections N] [--seconds N]
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from dataclasses import dataclass, replace
from pathlib import Path

from common import EXAMPLES, gappon, table

from gappon import catalogue
from gappon.catalogue import VolumeRecord

LARGE = 20 * 2**20


@dataclass(frozen=True)
class Measured:
    """A finished command: wall and CPU seconds, and its own peak memory in MB."""

    seconds: float
    cpu: float
    megabytes: float
    output: str


def measured(*command: object) -> Measured:
    """Run a command to its end."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen([*map(str, command)], stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read().decode()
    if process.returncode:
        raise SystemExit(text)
    cpu = usage.ru_utime + usage.ru_stime
    return Measured(time.perf_counter() - start, cpu, usage.ru_maxrss / 1024, text.strip())


def row(name: str, run: Measured) -> tuple[str, ...]:
    """Return a row of the table."""
    return (
        name,
        f"{run.seconds:.2f} s",
        f"{run.cpu:.2f} s",
        f"{run.megabytes:.0f} MB",
        run.output.splitlines()[-1],
    )


def copies(dist: Path, count: int) -> None:
    """Fill an output folder with copies of its one volume, of many months and categories."""
    known = catalogue.read(dist)
    (one,) = known.volumes
    volumes = [_copy(dist, one, number) for number in range(count)]
    for file in one.files:
        (dist / file.name).unlink()
    catalogue.write(dist, replace(known, volumes=tuple(volumes)))


def _copy(dist: Path, one: VolumeRecord, number: int) -> VolumeRecord:
    month = f"{2025 - number // 60:04d}-{number // 5 % 12 + 1:02d}"
    category = f"カテゴリー{number % 5 + 1}"
    name = f"{category}-{month}-{number:04d}"
    files = []
    for file in one.files:
        path = dist / f"{name}{Path(file.name).suffix}"
        # What stands behind the end of a zip file as its comment, or behind %%EOF, is not read.
        data = (dist / file.name).read_bytes()
        comment = f"{number:08d}".encode()
        if path.suffix == ".epub":
            data = data[:-2] + len(comment).to_bytes(2, "little") + comment
        else:
            data += b"%" + comment + b"\n%%EOF\n"
        path.write_bytes(data)
        digest = hashlib.sha256(data).hexdigest()
        files.append(replace(file, name=path.name, size=len(data), sha256=digest))
    return replace(
        one,
        identifier=str(uuid.uuid5(uuid.NAMESPACE_URL, name)),
        name=name,
        title=f"{category} {month}",
        group={"category": category, "month": month},
        month=month,
        issued=f"{month}-28T09:00:00+09:00",
        modified=f"{month}-28T09:00:00+09:00",
        files=tuple(files),
    )


def shelf(dist: Path, out: Path, cache: Path) -> Measured:
    """Make a shelf."""
    return measured(
        *(sys.executable, "-m", "gappon", "shelf", dist, "--out", out, "--cache", cache),
        *("--url", "https://books.example"),
    )


def downloads(out: Path, connections: int, seconds: int) -> tuple[str, ...]:
    """Download a large volume on many connections at once; return a row of the table."""
    (out / "large.epub").write_bytes(os.urandom(LARGE))
    server = subprocess.Popen(
        [sys.executable, "-m", "gappon", "serve", out, "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        address = server.stdout.readline().strip()
        said = measured(
            *("wrk", "-t", 2, "-c", connections, "-d", f"{seconds}s", "--timeout", f"{seconds}s"),
            f"{address}large.epub",
        ).output
        status = Path(f"/proc/{server.pid}/status").read_text("ascii")
    finally:
        server.terminate()
        server.wait()
    peak = int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024
    done = int(re.search(r"(\d+) requests in", said)[1])
    errors = re.findall(r"(?:Socket errors|Non-2xx)[^\n]*", said)
    rate = done * LARGE / seconds / 2**20
    name = f"{connections} downloads of 20 MB at once"
    return (name, f"{done} whole, {rate:,.0f} MB/s", f"{peak:.0f} MB", "; ".join(errors) or "none")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--volumes", type=int, default=500)
    parser.add_argument("--connections", type=int, default=200)
    parser.add_argument("--seconds", type=int, default=20)
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="bench-shelf-"))
    dist, out, cache = folder / "dist", folder / "shelf", folder / "cache"
    try:
        gappon(EXAMPLES, "--by", "all", "--out", dist, "--cache", folder / "build")
        copies(dist, arguments.volumes)
        rows = [(f"{arguments.volumes} volumes", "time", "CPU", "peak", "")]
        rows += [row(name, shelf(dist, out, cache)) for name in ("made", "nothing changed")]
        last = catalogue.read(dist)
        renamed = replace(last.volumes[0], title="改題")
        catalogue.write(dist, replace(last, volumes=(renamed, *last.volumes[1:])))
        rows.append(row("one title changed", shelf(dist, out, cache)))
        table(rows)
        if shutil.which("wrk"):
            measures = downloads(out, arguments.connections, arguments.seconds)
            table([("gappon serve", "", "peak", "errors"), measures])
        else:
            print("wrk is not installed; apt-get install wrk")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
