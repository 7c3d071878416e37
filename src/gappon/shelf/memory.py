"""What is known of files that have not changed since they were looked at last.

As in git's index, a file whose size and time are the same is not read again, unless it was changed
so shortly before it was looked at that its time could not tell. What is remembered is lost without
harm: everything is looked at again then.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Iterable
from errno import ENOENT
from pathlib import Path
from typing import Any

from gappon.paths import default_cache, file_digest, write_atomically

VERSION = 1
ABSENT: list[Any] = [-1, 0, ""]
RACY = 50_000_000  # nanoseconds; coarser than the clock of any file system in use


class Memory:
    """Sizes, times and hashes of files, and the state in which a shelf was left."""

    def __init__(self, out: Path, cache: Path | None = None) -> None:
        name = hashlib.sha256(str(out.resolve()).encode()).hexdigest()[:32]
        self._path = (cache or default_cache()) / "shelves" / f"{name}.json"
        values = _load(self._path)
        self._known: dict[str, list[Any]] = values.get("files", {})
        self._left: dict[str, Any] = values.get("left", {})
        self._seen: dict[str, list[Any]] = {}

    def look(self, path: Path) -> tuple[int, str]:
        """Return size and SHA-256 of a file.

        Raises:
            OSError: it cannot be read.
        """
        key = str(path.absolute())
        if key not in self._seen:
            try:
                status = path.stat()
            except OSError:
                self._seen[key] = ABSENT
                raise
            known = self._known.get(key)
            same = known and known[:2] == [status.st_size, status.st_mtime_ns]
            digest = known[2] if known and same else file_digest(path)
            racy = status.st_mtime_ns > time.time_ns() - RACY
            self._seen[key] = [status.st_size, 0 if racy else status.st_mtime_ns, digest]
        size, _, digest = self._seen[key]
        if size < 0:
            raise FileNotFoundError(ENOENT, os.strerror(ENOENT), str(path))
        return size, digest

    def note(self, path: Path, digest: str) -> None:
        """Remember the hash of a file that was written just now."""
        status = path.stat()
        self._seen[str(path.absolute())] = [status.st_size, status.st_mtime_ns, digest]

    def is_as_left(self, fingerprint: str) -> bool:
        """Say whether nothing has changed: neither what is asked for nor any file."""
        return (
            bool(self._left)
            and self._left.get("fingerprint") == fingerprint
            and all(_same(Path(path), known) for path, known in self._known.items())
        )

    def leave(self, fingerprint: str, summary: Iterable[Any]) -> None:
        """Keep what was seen, and the state in which everything is left."""
        values = {
            "version": VERSION,
            "files": self._seen,
            "left": {"fingerprint": fingerprint, "summary": list(summary)},
        }
        with contextlib.suppress(OSError):  # a memory that cannot be kept costs time, no more
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(self._path, json.dumps(values).encode())

    @property
    def summary(self) -> list[Any]:
        """What was said of the state when it was left."""
        found = self._left.get("summary", [])
        return found if isinstance(found, list) else []


def _same(path: Path, known: list[Any]) -> bool:
    try:
        status = os.stat(path)  # noqa: PTH116 (faster, for thousands of files)
    except OSError:
        return known == ABSENT
    return known[:2] == [status.st_size, status.st_mtime_ns]


def _load(path: Path) -> dict[str, Any]:
    try:
        values = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    if not isinstance(values, dict) or values.get("version") != VERSION:
        return {}
    return values
