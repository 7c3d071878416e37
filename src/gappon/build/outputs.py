"""Finished files: written only when they would differ, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gappon.cache import Cache, key_of
from gappon.paths import file_digest, temporary_beside

Maker = Callable[[Path], int]


@dataclass(frozen=True)
class Finished:
    """What the cache remembers of a file that was made from certain inputs."""

    sha256: str
    size: int
    pages: int


def remembered(cache: Cache, key: str, path: Path) -> Finished | None:
    """Return what is known of the file that ``key`` gives, when it is there unchanged."""
    entry = cache.load(key_of("output", key))
    if not (isinstance(entry, tuple) and len(entry) == 3):
        return None
    finished = Finished(*entry)
    try:
        if path.stat().st_size != finished.size:
            return None
        if file_digest(path) != finished.sha256:
            return None
    except OSError:
        return None
    return finished


def make(cache: Cache, key: str, path: Path, maker: Maker) -> tuple[Finished, str]:
    """Bring a file about; return what it is, and ``written`` or ``unchanged``.

    Args:
        cache: remembers what ``key`` gave.
        key: hash of all that the file is made from.
        path: the file.
        maker: writes it and returns its number of pages; called only when needed.
    """
    finished = remembered(cache, key, path)
    if finished:
        return finished, "unchanged"
    path.parent.mkdir(parents=True, exist_ok=True)
    with temporary_beside(path) as temporary:
        pages = maker(temporary)
        finished = Finished(file_digest(temporary), temporary.stat().st_size, pages)
        state = "unchanged"
        if not path.is_file() or file_digest(path) != finished.sha256:
            temporary.replace(path)
            state = "written"
    cache.store(key_of("output", key), (finished.sha256, finished.size, finished.pages))
    return finished, state
