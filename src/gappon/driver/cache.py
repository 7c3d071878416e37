"""The cache of compiled pieces: files named by the hash of what they were made from.

Each entry carries a checksum; a damaged, truncated or foreign one counts as missing. Entries are
written under a temporary name and renamed, so builds at the same time do not disturb each other.
What is in the cache goes into books, so it is its owner's alone (:func:`open_cache`).
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gappon.diagnostics import Notice, Severity
from gappon.errors import ConfigError
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
            data = _content(path)
        except OSError:
            return None
        head = len(MAGIC) + DIGEST_BYTES
        if data.startswith(MAGIC) and (
            hashlib.sha256(data[head:]).digest() == data[len(MAGIC) : head]
        ):
            with contextlib.suppress(OSError):
                os.utime(path)
            return data[head:]
        _remove(path)
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
            _remove(self._path(key))
        return value

    def store(self, key: str, value: Any) -> None:
        """Store a value."""
        self.write(key, encode(value))

    def usage(self) -> Usage:
        """Return how much there is."""
        sizes = [state.st_size for _, state in self._entries()]
        return Usage(self.folder, len(sizes), sum(sizes))

    def prune(self, max_bytes: int = DEFAULT_BYTES, max_days: float = DEFAULT_DAYS) -> Usage:
        """Remove entries not used for long, then the longest unused until the rest fits.

        Returns what was removed.
        """
        now = time.time()
        entries = sorted(self._entries(), key=lambda item: item[1].st_mtime, reverse=True)
        kept = removed = count = 0
        for path, state in entries:
            too_old = now - state.st_mtime > max_days * 86400
            if (too_old or kept + state.st_size > max_bytes) and _remove(path):
                removed += state.st_size
                count += 1
            else:
                kept += state.st_size
        return Usage(self.folder, count, removed)

    def prune_sometimes(self) -> None:
        """Keep the cache within its limits, looking at it once in some hours."""
        stamp = self.folder / "pruned"
        with contextlib.suppress(OSError):
            if stamp.is_file() and time.time() - stamp.stat().st_mtime < PRUNE_EVERY_SECONDS:
                return
            self.prune()
            stamp.touch()

    def _path(self, key: str) -> Path:
        return self.objects / key[:2] / key

    def _entries(self) -> Iterator[tuple[Path, os.stat_result]]:
        for path in self.objects.glob("??/*"):
            with contextlib.suppress(OSError):
                yield path, path.lstat()


@contextlib.contextmanager
def open_cache(folder: Path | None, notices: list[Notice]) -> Iterator[Cache]:
    """Yield the cache in a folder, the user's own for None; make it when it is not there.

    When nothing can be written there, that is told, and the cache is a folder that goes away.

    Raises:
        ConfigError: it is no folder, or others may write to it.
    """
    folder = folder or default_cache()
    try:
        make_private(folder)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        message = (
            f"nothing can be written to the cache {folder} ({error.strerror}); nothing is kept "
            "for the next build; --cache names another folder"
        )
        notices.append(Notice("", 0, Severity.WARNING, "cache", message))
        with _passing_folder() as passing:
            yield Cache(passing)
    else:
        yield Cache(folder)


@contextlib.contextmanager
def _passing_folder() -> Iterator[Path]:
    """Yield a folder for the time of a build.

    Raises:
        ConfigError: it cannot be made.
    """
    try:
        made = tempfile.TemporaryDirectory(prefix="gappon-")
    except OSError as error:
        raise ConfigError(
            f"nothing can be written to {tempfile.gettempdir()} either ({error.strerror}); "
            "--cache names a folder for what a build keeps"
        ) from error
    with made as name:
        yield Path(name)


def make_private(folder: Path) -> None:
    """Make a folder that only its owner may read or write, with those above it.

    Raises:
        ConfigError: it is there already, and others may write to it, or it is no folder.
        OSError: it cannot be made.
    """
    if folder.parts[:1] == ("~",):  # what is left of a name when there is no home
        raise FileNotFoundError(errno.ENOENT, "there is no home folder", str(folder))
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError as error:
        raise ConfigError(f"{folder}: the cache must be a folder; this is none") from error
    if os.name != "posix":
        return  # folders of a Windows user are not written to by others
    state = folder.stat()
    if state.st_uid not in (os.geteuid(), 0):
        raise ConfigError(f"{folder}: the cache is another user's; --cache names a folder of yours")
    if state.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise ConfigError(
            f"{folder}: others may write to this cache, and so to your books; "
            f"remove it, or say `chmod go-w` when you trust what is in it"
        )


def _content(path: Path) -> bytes:
    """Return the bytes of a regular file; whatever else has the name of an entry is not opened.

    Raises:
        OSError: it is none, or cannot be read.
    """
    if not stat.S_ISREG(path.lstat().st_mode):
        raise FileNotFoundError(path)
    return path.read_bytes()


def _remove(path: Path) -> bool:
    """Remove an entry; say whether it could be."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return False
    return True
