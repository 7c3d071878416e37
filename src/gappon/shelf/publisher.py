"""Puts files into the shelf's folder: only those that differ, whole or not at all."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from uuid import uuid4

from gappon.shelf.memory import Memory

CHUNK = 2**20


class SourceChanged(OSError):
    """A file was exchanged while it was copied."""


@dataclass
class Counts:
    """How many files were written, were there already, and were removed."""

    written: int = 0
    unchanged: int = 0
    removed: int = 0


@dataclass
class Publisher:
    """A folder that is being filled, from several threads if need be.

    Attributes:
        folder: the shelf.
        known: hashes of its files by path, as they were left.
        memory: of files that have not changed.
        files: hashes of what is there now.
    """

    folder: Path
    known: dict[str, str]
    memory: Memory
    files: dict[str, str] = field(default_factory=dict)
    counts: Counts = field(default_factory=Counts)

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._folders: set[Path] = set()
        self._numbers = count(1)
        self._run = uuid4().hex[:12]

    def write(self, path: str, data: bytes) -> None:
        """Put bytes at a path.

        Raises:
            OSError: they cannot be written.
        """
        digest = hashlib.sha256(data).hexdigest()
        if self._is_there(path, digest):
            return
        with self._replacing(path) as temporary:
            temporary.write_bytes(data)
        self._written(path, digest)

    def copy(self, path: str, source: Path, digest: str) -> None:
        """Put a copy of a file with a known hash at a path.

        Raises:
            SourceChanged: the file has another hash by now.
            OSError: it cannot be read or written.
        """
        if self._is_there(path, digest):
            return
        with self._replacing(path) as temporary:
            state = hashlib.sha256()
            with source.open("rb") as original, temporary.open("wb") as copied:
                while chunk := original.read(CHUNK):
                    state.update(chunk)
                    copied.write(chunk)
            if state.hexdigest() != digest:
                raise SourceChanged(f"{source.name} was changed while it was copied")
        self._written(path, digest)

    def keep(self, paths: Iterable[str]) -> bool:
        """Leave files as they were left before; say whether all of them are there."""
        wanted = list(paths)
        if not all(p in self.known and self._has(p, self.known[p]) for p in wanted):
            return False
        for path in wanted:
            self.files[path] = self.known[path]
        self.counts.unchanged += len(wanted)
        return True

    def clear(self) -> None:
        """Remove what was there before and was not put there again, and folders left empty."""
        for path in sorted(set(self.known) - set(self.files)):
            target = self.folder / path
            if target.is_file() and not target.is_symlink():
                target.unlink()
                self.counts.removed += 1
            for parent in target.parents:
                if parent == self.folder or not _remove_empty(parent):
                    break

    @contextmanager
    def _replacing(self, path: str) -> Iterator[Path]:
        """Yield a name beside a file for its new content, which takes its place at the end.

        One for thousands of files: it makes each folder once, and asks for nothing twice.
        """
        target = self.folder / path
        if target.parent not in self._folders:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(target.parent)
        temporary = target.with_name(f".{next(self._numbers)}.{self._run}.tmp")
        try:
            yield temporary
            os.replace(temporary, target)  # noqa: PTH105 (faster)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise

    def _is_there(self, path: str, digest: str) -> bool:
        if not self._has(path, digest):
            return False
        with self._lock:
            self.files[path] = digest
            self.counts.unchanged += 1
        return True

    def _has(self, path: str, digest: str) -> bool:
        try:
            return self.memory.look(self.folder / path)[1] == digest
        except OSError:
            return False

    def _written(self, path: str, digest: str) -> None:
        with self._lock:
            self.files[path] = digest
            self.counts.written += 1
            self.memory.note(self.folder / path, digest)


def _remove_empty(folder: Path) -> bool:
    try:
        os.rmdir(folder)  # noqa: PTH106 (fails when it is not empty)
    except OSError:
        return False
    return True
