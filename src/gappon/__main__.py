"""The program's entry: ``gappon`` and ``python -m gappon``.

A build of a site that has changed will need workers, and they take half a second to come up; they
are sent for before the rest of the program is imported.
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from gappon.driver.stamp import Stamp
from gappon.driver.workers import PRELOAD, send_ahead

INTERRUPTED = 130
TAKE_A_VALUE = frozenset(
    {"--config", "--month", "--since", "--until", "--category", "--tag", "--by", "--format"}
    | {"--theme", "--customer", "--out", "--jobs", "--cache", "--allow"}
)


def main() -> None:
    """Run the command line."""
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        _send_for_workers(sys.argv[1:])
        from gappon.cli.commands import main as run

        run()
    except KeyboardInterrupt:  # where there is nothing yet, or no more, to say it with
        sys.exit(INTERRUPTED)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _send_for_workers(arguments: list[str]) -> None:
    """Start the workers' server early when a build is asked for and the site has changed."""
    if arguments[:1] != ["build"] or "--cluster" in arguments or "--help" in arguments:
        return
    site, cache = Path(), None
    rest = iter(arguments[1:])
    for argument in rest:
        if argument in TAKE_A_VALUE:
            value = next(rest, "")
            cache = Path(value) if argument == "--cache" else cache
        elif not argument.startswith("-"):
            site = Path(argument)
    if site.is_dir() and Stamp(site, cache).is_older_than_site():
        send_ahead(PRELOAD)


if __name__ == "__main__":
    main()
