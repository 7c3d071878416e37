"""Where the program's own data and caches are; how files are written; how site paths are."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from urllib.parse import unquote
from uuid import uuid4

from platformdirs import user_cache_path


def data_folder(name: str) -> Path:
    """Return the folder ``themes`` or ``fonts`` that comes with gappon.

    In a wheel it lies inside the package; in a checkout, beside ``src``.
    """
    packaged = Path(str(files("gappon"))) / "data" / name
    if packaged.is_dir():
        return packaged
    return Path(__file__).resolve().parents[2] / name


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file, hexadecimal.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def content_digest(path: Path) -> str:
    """Return the SHA-256 of a file that is asked for often; it is read again when it was changed.

    Raises:
        OSError: it cannot be read.
    """
    state = path.stat()
    return _known_digest(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=1024)
def _known_digest(path: Path, _mtime_ns: int, _size: int) -> str:
    return file_digest(path)


@lru_cache(maxsize=8)
def code_digest(*names: str) -> str:
    """Return the hash of the sources of some of gappon's packages and modules.

    What was compiled by other code is compiled again, also between two versions.
    """
    state = hashlib.sha256()
    base = Path(str(files("gappon")))
    for name in names:
        module = base / f"{name}.py"
        for path in [module] if module.is_file() else sorted((base / name).rglob("*.py")):
            state.update(path.read_bytes())
    return state.hexdigest()


def default_cache() -> Path:
    """Return gappon's cache folder (XDG: ``$XDG_CACHE_HOME/gappon``)."""
    return user_cache_path("gappon", appauthor=False)


@contextmanager
def temporary_beside(target: Path) -> Iterator[Path]:
    """Yield an empty file beside a file that is to be written, for renaming to it.

    A reader sees the old file or the new one, never a part; whatever happens, nothing is left.
    """
    # Not a file of tempfile's, which only its owner may read.
    temporary = target.with_name(f".{target.stem[:40]}.{uuid4().hex[:12]}.tmp")
    try:
        temporary.touch(exist_ok=False)
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary.touch(exist_ok=False)
    try:
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def write_atomically(target: Path, data: bytes) -> None:
    """Write a file under a temporary name beside it, then rename it."""
    with temporary_beside(target) as temporary:
        temporary.write_bytes(data)
        temporary.replace(target)


def normalise(path: str) -> str:
    """Return a site path in the form by which links are compared.

    Percent signs decoded, NFC, no query or fragment, no ``.html``, no slash at the end.
    """
    path = unquote(path.split("#", maxsplit=1)[0].split("?", maxsplit=1)[0])
    path = unicodedata.normalize("NFC", path)
    path = re.sub(r"(?:/index)?\.html?$", "", path)
    return "/" + path.strip("/")
