"""The real server on loopback, for tests that ask it."""

from __future__ import annotations

import http.client
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit


class Server:
    """A running server."""

    def __init__(self, folder: Path, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        self.folder = folder
        self.process = process
        self.address = urlsplit(process.stdout.readline().strip())

    def ask(
        self, path: str, method: str = "GET", **headers: str
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        """Send a path exactly as it is; header names have ``_`` for ``-``."""
        connection = http.client.HTTPConnection(str(self.address.netloc), timeout=20)
        try:
            connection.putrequest(method, path, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            response = connection.getresponse()
            return response.status, response.headers, response.read()
        finally:
            connection.close()

    @property
    def peak_megabytes(self) -> float:
        """The most memory that the process has had."""
        status = Path(f"/proc/{self.process.pid}/status").read_text("ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """Run ``gappon serve`` on a free port."""
    process = subprocess.Popen(
        [sys.executable, "-m", "gappon", "serve", folder, "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Server(folder, process)
    finally:
        process.terminate()
        process.wait(10)
