"""The cache of compiled pieces: files named by the hash of what they were made from.

Each entry carries a checksum; a damaged, truncated or foreign one counts as missing. Entries are
written under a temporary name and renamed, so builds at the same time do not disturb each other.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gappon.paths import default_cache, write_atomically
from gappon.values import decode, encode

MAGIC = b"gappon-object-1\n"
DIGEST_BYTES = 32
DEFAULT_BYTES = 2 * 1024**3
DEFAULT_DAYS = 90
PRUNE_EVERY_SECONDS = 6 * 3600


@dataclass(frozen=True)
class Usage:
    """What a cache holds."""

    folder: Path
    entries: int
    size: int


class Cache:
    """A folder of entries by key; keys are hexadecimal hashes."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or default_cache()
        self.objects = self.folder / "objects"

    def read(self, key: str) -> bytes | None:
        """Return an entry's bytes; None when it is missing or damaged (it is then removed)."""
        path = self._path(key)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        head = len(MAGIC) + DIGEST_BYTES
        if data.startswith(MAGIC) and (
            hashlib.sha256(data[head:]).digest() == data[len(MAGIC) : head]
        ):
            with contextlib.suppress(OSError):
                os.utime(path)
            return data[head:]
        path.unlink(missing_ok=True)
        return None

    def has(self, key: str) -> bool:
        """Say whether there is a whole entry."""
        return self.read(key) is not None

    def write(self, key: str, data: bytes) -> bool:
        """Store bytes; say whether. A full or read-only disk costs the entry, not the build."""
        try:
            write_atomically(self._path(key), MAGIC + hashlib.sha256(data).digest() + data)
        except OSError:
            return False
        return True

    def load(self, key: str) -> Any:
        """Return an entry's value, None when it is missing, damaged or foreign."""
        data = self.read(key)
        if data is None:
            return None
        value = decode(data)
        if value is None:
            self._path(key).unlink(missing_ok=True)
        return value

    def store(self, key: str, value: Any) -> None:
        """Store a value."""
        self.write(key, encode(value))

    def usage(self) -> Usage:
        """Return how much there is."""
        sizes = [stat.st_size for _, stat in self._entries()]
        return Usage(self.folder, len(sizes), sum(sizes))

    def prune(self, max_bytes: int = DEFAULT_BYTES, max_days: float = DEFAULT_DAYS) -> Usage:
        """Remove entries not used for long, then the longest unused until the rest fits.

        Returns what was removed.
        """
        now = time.time()
        entries = sorted(self._entries(), key=lambda item: item[1].st_mtime, reverse=True)
        kept = removed = count = 0
        for path, stat in entries:
            too_old = now - stat.st_mtime > max_days * 86400
            if too_old or kept + stat.st_size > max_bytes:
                path.unlink(missing_ok=True)
                removed += stat.st_size
                count += 1
            else:
                kept += stat.st_size
        return Usage(self.folder, count, removed)

    def prune_sometimes(self) -> None:
        """Keep the cache within its limits, looking at it once in some hours."""
        stamp = self.folder / "pruned"
        with contextlib.suppress(OSError):
            if stamp.is_file() and time.time() - stamp.stat().st_mtime < PRUNE_EVERY_SECONDS:
                return
            self.prune()
            self.folder.mkdir(parents=True, exist_ok=True)
            stamp.touch()

    def _path(self, key: str) -> Path:
        return self.objects / key[:2] / key

    def _entries(self) -> Iterator[tuple[Path, os.stat_result]]:
        for path in self.objects.glob("??/*"):
            with contextlib.suppress(OSError):
                yield path, path.stat()


def key_of(*parts: object) -> str:
    """Return the key for what the parts say; strings, numbers, bytes and tuples of them."""
    state = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else repr(part).encode()
        state.update(len(data).to_bytes(8, "big") + data)
    return state.hexdigest()
