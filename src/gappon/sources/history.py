"""When files came into a git repository, for posts that have no other date.

A repository is somebody else's: nothing that its configuration names is started.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from gappon.diagnostics import Notices

SECONDS = 60
# What git would start, or ask, for what a repository's configuration says.
SAFE = (
    "--no-pager",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "log.showSignature=false",
    "-c",
    "protocol.allow=never",
)
ENVIRONMENT = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}
RECORD, FIELD = "\x1e", "\x00"
LOG = (
    "log",
    "--reverse",
    "--no-renames",
    "--diff-filter=A",
    "--name-only",
    "--no-ext-diff",
    "--no-textconv",
    "--relative",
    f"--format={RECORD}%aI",
    "-z",
)


def first_commits(folder: Path, zone: ZoneInfo, notices: Notices) -> dict[str, datetime]:
    """Return when each file of a folder was committed first, by its path in the folder.

    Args:
        folder: a work tree of git, or a folder in one.
        zone: of the dates.
        notices: is told when there is no history to be read.
    """
    git = shutil.which("git")
    if git is None:
        notices.warning("git", "dates from git are asked for, but git is not installed")
        return {}
    try:
        done = subprocess.run(
            [git, *SAFE, *LOG],
            cwd=folder,
            env=_environment(os.environ),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        said = getattr(error, "stderr", b"") or b""
        why = said.decode(errors="replace").strip().partition("\n")[0] or str(error)
        notices.warning("git", f"dates from git are asked for, but there are none ({why})")
        return {}
    return _first_dates(os.fsdecode(done.stdout), zone)


def _first_dates(log: str, zone: ZoneInfo) -> dict[str, datetime]:
    found: dict[str, datetime] = {}
    for commit in log.split(RECORD)[1:]:
        date, *names = (part.strip("\n") for part in commit.split(FIELD))
        moment = datetime.fromisoformat(date).astimezone(zone)
        for name in filter(None, names):
            found.setdefault(name, moment)
    return found


def _environment(own: Mapping[str, str]) -> dict[str, str]:
    """Return the environment without what others put there for git."""
    return {key: value for key, value in own.items() if not key.startswith("GIT_")} | ENVIRONMENT
