"""Compiling on other machines: a Dask cluster behind the same Executor interface.

Fonts and style sheets travel once to each worker, by hash, as a worker plugin; sheets and fragments
travel as bytes. A lost worker's chapters are run again by the scheduler.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future
from dataclasses import replace
from pathlib import Path
from typing import Any

from gappon.driver.cache import make_private
from gappon.errors import ConfigError
from gappon.fonts import Font, use_fonts
from gappon.paths import file_digest, write_atomically

RETRIES = 3  # of a chapter whose workers were lost


class Baggage:
    """What a worker needs before it can compile; Dask hands it to every worker once.

    Args:
        fonts: with the bytes of their files.
        styles: style sheets that many sheets have.
    """

    def __init__(self, fonts: Iterable[Font], styles: Iterable[str]) -> None:
        self.fonts = tuple((font, font.path.read_bytes()) for font in fonts)
        self.styles = {digest(css): css for css in styles}
        state = hashlib.sha256("".join(sorted(self.styles)).encode())
        for font, _ in self.fonts:
            state.update(f"{font.family}{font.weight}{font.style}{font.sha256}".encode())
        self.name = f"gappon-{state.hexdigest()[:16]}"

    def setup(self, worker: Any = None) -> None:
        """Lay the fonts down on the worker's disk and make them the only ones (Dask calls this)."""
        folder = Path(tempfile.gettempdir()) / self.name
        make_private(folder)
        fonts = []
        for font, data in self.fonts:
            path = folder / f"{font.sha256[:16]}{font.path.suffix}"
            if not path.is_file() or file_digest(path) != font.sha256:
                write_atomically(path, data)
            fonts.append(replace(font, path=path))
        use_fonts(tuple(fonts), folder)


class ClusterExecutor(Executor):
    """Runs tasks on a cluster.

    Args:
        address: of the scheduler, ``tcp://host:8786``.
        baggage: what workers need.

    Raises:
        ConfigError: Dask is not installed, or nothing answers at the address.
    """

    def __init__(self, address: str, baggage: Baggage) -> None:
        try:
            from distributed import Client
        except ImportError as error:
            raise ConfigError("--cluster needs Dask: pip install 'gappon[cluster]'") from error
        try:
            self._client = Client(address, timeout="10s", set_as_default=False)
        except (OSError, ValueError) as error:
            raise ConfigError(f"--cluster {address}: no scheduler answers ({error})") from error
        self._baggage = baggage
        self._client.register_plugin(_plugin(baggage), name=baggage.name)
        self._executor = self._client.get_executor(retries=RETRIES, pure=False)

    def submit(  # type: ignore[override]
        self, function: Callable[..., Any], /, *arguments: Any
    ) -> Future[Any]:
        """Run a function on some worker."""
        future: Future[Any] = self._executor.submit(
            _run, self._baggage.name, function, *(self._lighter(a) for a in arguments)
        )
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Close the connection; the cluster stays."""
        self._executor.shutdown(wait=wait and not cancel_futures)
        self._client.close()

    def _lighter(self, argument: Any) -> Any:
        """Leave a style sheet out of a sheet when the workers have it."""
        css = getattr(argument, "css", None)
        if isinstance(css, str) and digest(css) in self._baggage.styles:
            return argument.with_css(f"#{digest(css)}")
        return argument


def digest(css: str) -> str:
    """Return the name by which a style sheet travels."""
    return hashlib.sha256(css.encode()).hexdigest()


def _plugin(baggage: Baggage) -> Any:
    from distributed import WorkerPlugin

    class Plugin(WorkerPlugin):  # type: ignore[misc]
        name = baggage.name
        content = baggage

        def setup(self, worker: Any) -> None:
            self.content.setup(worker)

    return Plugin()


def _run(baggage: str, function: Callable[..., Any], *arguments: Any) -> Any:
    """Run a function on a worker, its style sheet filled in again."""
    from distributed import get_worker

    styles = get_worker().plugins[baggage].content.styles
    filled = [
        argument.with_css(styles[css[1:]])
        if isinstance(css := getattr(argument, "css", None), str) and css[1:] in styles
        else argument
        for argument in arguments
    ]
    return function(*filled)
