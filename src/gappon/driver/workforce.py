"""The workers of a build: those on this machine, and those of a cluster."""

from __future__ import annotations

from concurrent.futures import Executor
from pathlib import Path

from gappon.driver.cluster import Baggage, ClusterExecutor
from gappon.driver.options import BuildOptions
from gappon.driver.workers import PRELOAD, WorkerPool
from gappon.exporters.base import Edition
from gappon.exporters.registry import exporters_for

WORKER_MEMORY = 4 * 2**30  # address space; a chapter needs a tenth of it


class Workers:
    """The workers of a build, started when they are needed.

    Args:
        options: how many, and where.
        edition: what they work on.
        font_file: fontconfig's configuration, by which they know the edition's fonts and no others.
    """

    def __init__(self, options: BuildOptions, edition: Edition, font_file: Path) -> None:
        self._options = options
        self._edition = edition
        self._font_file = font_file
        self._here: WorkerPool | None = None
        self._elsewhere: ClusterExecutor | None = None

    def here(self) -> WorkerPool:
        """Return those on this machine."""
        if self._here is None:
            self._here = WorkerPool(
                self._options.worker_count(),
                self._edition.settings.pdf.chapter_seconds,
                WORKER_MEMORY,
                PRELOAD,
                {"FONTCONFIG_FILE": str(self._font_file)},
            )
        return self._here

    def for_pages(self) -> Executor:
        """Return those that lay out pages, on a cluster when one is named."""
        if not self._options.cluster:
            return self.here()
        if self._elsewhere is None:
            styles = [s for e in exporters_for(self._edition) for s in e.shared_styles]
            baggage = Baggage(self._edition.fonts, styles)
            self._elsewhere = ClusterExecutor(self._options.cluster, baggage)
        return self._elsewhere

    def close(self, *, at_once: bool = False) -> None:
        """Stop them."""
        for workers in (self._here, self._elsewhere):
            if workers is not None:
                workers.shutdown(wait=True, cancel_futures=at_once)

    @property
    def peak_megabytes(self) -> float:
        """The most memory that one on this machine has had."""
        return self._here.peak_megabytes if self._here is not None else 0.0
