"""Runs the server until it is interrupted."""

from __future__ import annotations

import ipaddress
import socket
from pathlib import Path

from gappon.errors import ConfigError
from gappon.shelf import ledger

EXTRA = "gappon serve needs starlette and uvicorn; install them with: pip install 'gappon[serve]'"
SECONDS_TO_FINISH = 3


def serve(folder: Path, host: str, port: int) -> None:
    """Serve a shelf until the process is interrupted.

    Args:
        folder: the shelf.
        host: address to listen at.
        port: 0: any that is free.

    Raises:
        ConfigError: the folder is no shelf, the port is taken, or a library is missing.
    """
    if not (folder / ledger.FILE_NAME).is_file():
        raise ConfigError(f"{folder} is no shelf; make one with: gappon shelf DIST --out {folder}")
    try:
        import uvicorn

        from gappon.serve.app import application
    except ImportError as error:
        raise ConfigError(EXTRA) from error
    try:
        listening = socket.create_server((host, port), backlog=512)
    except OSError as error:
        raise ConfigError(
            f"--host {host} --port {port}: {error.strerror or error}; choose another port"
        ) from error
    with listening:
        print(f"http://{_shown(listening)}/", flush=True)
        config = uvicorn.Config(
            application(folder),
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=SECONDS_TO_FINISH,
        )
        uvicorn.Server(config).run(sockets=[listening])


def is_for_this_machine(host: str) -> bool:
    """Say whether nobody else reaches a server at an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _shown(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
