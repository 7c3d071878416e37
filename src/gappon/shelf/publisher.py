"""Puts files into the shelf's folder: only those that differ, whole or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from gappon.paths import temporary_beside
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
    """A folder that is being filled.

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

    def write(self, path: str, data: bytes) -> None:
        """Put bytes at a path.

        Raises:
            OSError: they cannot be written.
        """
        digest = hashlib.sha256(data).hexdigest()
        if self._is_there(path, digest):
            return
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with temporary_beside(target) as temporary:
            temporary.write_bytes(data)
            temporary.replace(target)
        self._written(path, digest)

    def copy(self, path: str, source: Path, digest: str) -> None:
        """Put a copy of a file with a known hash at a path.

        Raises:
            SourceChanged: the file has another hash by now.
            OSError: it cannot be read or written.
        """
        if self._is_there(path, digest):
            return
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with temporary_beside(target) as temporary:
            state = hashlib.sha256()
            with source.open("rb") as original, temporary.open("wb") as copied:
                while chunk := original.read(CHUNK):
                    state.update(chunk)
                    copied.write(chunk)
            if state.hexdigest() != digest:
                raise SourceChanged(f"{source.name} was changed while it was copied")
            shutil.copymode(source, temporary)
            temporary.replace(target)
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

    def _is_there(self, path: str, digest: str) -> bool:
        if not self._has(path, digest):
            return False
        self.files[path] = digest
        self.counts.unchanged += 1
        return True

    def _has(self, path: str, digest: str) -> bool:
        try:
            return self.memory.look(self.folder / path)[1] == digest
        except OSError:
            return False

    def _written(self, path: str, digest: str) -> None:
        self.files[path] = digest
        self.counts.written += 1
        self.memory.note(self.folder / path, digest)


def _remove_empty(folder: Path) -> bool:
    try:
        os.rmdir(folder)  # noqa: PTH106 (fails when it is not empty)
    except OSError:
        return False
    return True
