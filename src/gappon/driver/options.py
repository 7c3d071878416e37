"""What a build is asked for, and whom it tells how far it is."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from gappon.config import Config, Settings
from gappon.errors import ConfigError
from gappon.sources.dates import start_of
from gappon.volumes.select import Selection, next_month


@dataclass(frozen=True)
class BuildOptions:
    """A build as the command line asks for it; None and empty fields leave it to the configuration.

    Attributes:
        site: the site folder.
        config_file: ``gappon.yaml``; None: the one in the site folder, when there.
        month: ``YYYY-MM``.
        since, until: ``YYYY-MM-DD``, both days included.
        categories, tags: posts that have one of them; empty: all.
        jobs: worker processes; 0: as many as there are processors.
        cache: the folder of what was made before; None: the user's (XDG).
        cluster: address of a Dask scheduler, for compiling elsewhere.
        out: the folder for finished books; None: as configured.
        allow: tuple[Path, ...] = ()
    allow: folders out of the site that its own ``gappon.yaml`` may name.
        overrides: settings in the place of the configuration's; only fields that are given count:
            ``Settings(pdf=PdfSettings(tags=True))`` changes nothing but the tags.
        now: the moment after which posts are in the future; None: this one.
    """

    site: Path
    config_file: Path | None = None
    month: str = ""
    since: str = ""
    until: str = ""
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    jobs: int = 0
    cache: Path | None = None
    cluster: str = ""
    out: Path | None = None
    allow: tuple[Path, ...] = ()
    overrides: Settings = field(default_factory=Settings)
    now: datetime | None = None

    def selection(self, config: Config) -> Selection:
        """Return which posts are asked for.

        Raises:
            ConfigError: a date cannot be read.
        """
        zone = config.zone
        since = start_of(_day(self.since, "--since"), zone) if self.since else None
        until = start_of(_day(self.until, "--until"), zone) if self.until else None
        if until:
            until = start_of(date.fromordinal(until.date().toordinal() + 1), zone)
        if self.month:
            if since or until:
                raise ConfigError("--month does not go together with --since and --until")
            since = start_of(_day(f"{self.month}-01", "--month"), zone)
            until = next_month(since)
        return Selection(since, until, self.categories, self.tags)

    def worker_count(self) -> int:
        """Return how many worker processes to use."""
        if self.jobs:
            return self.jobs
        if hasattr(os, "sched_getaffinity"):  # the processors that this process may use
            return len(os.sched_getaffinity(0))
        return os.cpu_count() or 1


class Progress(Protocol):
    """Is told how far a build is."""

    def begin(self, step: str, total: int) -> None:
        """A step with so many pieces begins."""

    def advance(self, step: str, name: str, *, reused: bool, pages: int = 0) -> None:
        """A piece is done."""

    def volume(self, title: str, path: str, state: str) -> None:
        """A file of a volume is there: ``written`` or ``unchanged``."""


class Silent:
    """Tells nobody."""

    def begin(self, step: str, total: int) -> None:
        """Do nothing."""

    def advance(self, step: str, name: str, *, reused: bool, pages: int = 0) -> None:
        """Do nothing."""

    def volume(self, title: str, path: str, state: str) -> None:
        """Do nothing."""


def _day(text: str, option: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        form = "YYYY-MM" if option == "--month" else "YYYY-MM-DD"
        shown = text[:-3] if option == "--month" else text
        raise ConfigError(f"{option} {shown}: no such date; write {form}") from error
