"""The kinds of site that are known; a new one is a module and a line here."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from gappon.config import Recognised
from gappon.errors import ConfigError
from gappon.sources.astro import Astro
from gappon.sources.base import Source
from gappon.sources.docusaurus import Docusaurus
from gappon.sources.files import own_folder
from gappon.sources.hexo import Hexo
from gappon.sources.hugo import Hugo
from gappon.sources.jekyll import Jekyll
from gappon.sources.obsidian import Obsidian
from gappon.sources.plain import Plain
from gappon.sources.qiita import Qiita
from gappon.sources.text import TextFiles
from gappon.sources.zenn import Zenn

# In the order in which they are asked whether a folder is theirs.
SOURCES: tuple[type[Source], ...] = (
    Zenn,
    Qiita,
    Docusaurus,
    Astro,
    Hexo,
    Obsidian,
    Jekyll,
    Hugo,
    TextFiles,
    Plain,
)
# A site of a generator one level down comes before a folder of mere files.
GENERATORS = tuple(source for source in SOURCES if source.has_generator)
FOLDERS = tuple(source for source in SOURCES if not source.has_generator)


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
        source = next(source for source in SOURCES if source.name == kind)
        if source.recognise(root):
            return Recognised(kind)
        below = _below(root, (source,)) if source.has_generator else None
        return Recognised(kind, below.folder if below else "")
    return (
        _recognised(root, GENERATORS)
        or _below(root, GENERATORS)
        or _recognised(root, FOLDERS)
        or Recognised(Plain.name)
    )


def _below(root: Path, sources: Sequence[type[Source]]) -> Recognised | None:
    """Return the only site that begins one level down."""
    found = [
        Recognised(site.kind, folder.name, f"{folder.name}/{site.reason}")
        for folder in _folders_in(root)
        if (site := _recognised(folder, sources))
    ]
    return found[0] if len(found) == 1 else None


def _recognised(folder: Path, sources: Sequence[type[Source]]) -> Recognised | None:
    reasons = ((source.name, source.recognise(folder)) for source in sources)
    return next((Recognised(name, reason=reason) for name, reason in reasons if reason), None)


def _folders_in(root: Path) -> list[Path]:
    """Return the folders in which a site may begin one level down."""
    folders = (path for path in sorted(root.iterdir()) if path.is_dir() and not path.is_symlink())
    return [
        path
        for path in folders
        if own_folder(path.name)
        and not path.name.startswith(".")
        and os.access(path, os.R_OK | os.X_OK)
    ]


def open_source(root: Path, recognised: Recognised) -> Source:
    """Return the site that a folder holds, its own configuration read.

    Raises:
        ConfigError: that cannot be read.
    """
    source = next(source for source in SOURCES if source.name == recognised.kind)
    return source.open(root / recognised.folder)
