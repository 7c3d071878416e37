"""Finished files: written only when they would differ, whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gappon.driver.cache import Cache
from gappon.paths import file_digest


@dataclass(frozen=True)
class Finished:
    """What the cache remembers of a file that was made from certain inputs.

    Attributes:
        sha256, size: of the file.
        details: what its exporter counted: ``pages``, ``font_bytes``.
    """

    sha256: str
    size: int
    details: dict[str, int]


def remembered(cache: Cache, key: str, path: Path) -> Finished | None:
    """Return what is known of the file that ``key`` gives, when it is there unchanged."""
    entry = cache.load(key)
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


def put_in_place(
    cache: Cache, key: str, path: Path, temporary: Path, details: dict[str, int]
) -> tuple[Finished, str]:
    """Give a file that was written its name; return what it is, and ``written`` or ``unchanged``.

    Args:
        cache: remembers what ``key`` gave.
        key: hash of all that the file is made from.
        path: the name.
        temporary: the file, beside it.
        details: what was counted in it.
    """
    finished = Finished(file_digest(temporary), temporary.stat().st_size, details)
    state = "unchanged"
    if not path.is_file() or file_digest(path) != finished.sha256:
        temporary.replace(path)
        state = "written"
    cache.store(key, (finished.sha256, finished.size, finished.details))
    return finished, state
