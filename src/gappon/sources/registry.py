"""The kinds of site that are known; a new one is a module and a line here."""

from __future__ import annotations

from pathlib import Path

from gappon.config import Recognised
from gappon.errors import ConfigError
from gappon.sources.base import Source
from gappon.sources.hugo import Hugo
from gappon.sources.jekyll import Jekyll
from gappon.sources.plain import Plain

# In the order in which they are asked whether a folder is theirs.
SOURCES: tuple[type[Source], ...] = (Jekyll, Hugo, Plain)


def kind_names() -> tuple[str, ...]:
    """Return the names of all kinds."""
    return tuple(source.name for source in SOURCES)


def recognise(root: Path, kind: str = "auto") -> Recognised:
    """Say what kind of site a folder holds.

    Args:
        root: the folder.
        kind: ``auto``, or the name of a kind that is to be taken.

    Raises:
        ConfigError: there is no kind of this name.
    """
    if kind != "auto":
        if kind not in kind_names():
            raise ConfigError(f"there is no kind of site '{kind}'; {', '.join(kind_names())} are")
        return Recognised(kind)
    reasons = ((source.name, source.recognise(root)) for source in SOURCES)
    return next(Recognised(name, reason=reason) for name, reason in reasons if reason)


def open_source(root: Path, recognised: Recognised) -> Source:
    """Return the site that a folder holds, its own configuration read.

    Raises:
        ConfigError: that cannot be read.
    """
    source = next(source for source in SOURCES if source.name == recognised.kind)
    return source.open(root / recognised.folder)
