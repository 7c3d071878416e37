"""Links from a blog's posts to the volumes that hold them, as data for Jekyll, Hugo and others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from gappon.errors import ConfigError
from gappon.shelf.arrangement import Shelf, Shelved
from gappon.shelf.options import Address
from gappon.sources.registry import recognise

DATA_FOLDERS = {"jekyll": "_data", "hugo": "data", "hexo": "source/_data"}
NAME = "books.json"


def target(blog: Path) -> Path:
    """Return the file for a blog: in its data folder, or the ``.json`` file that was named.

    Raises:
        ConfigError: there is no such folder, or it is no blog with data files.
    """
    if blog.suffix == ".json":
        return blog
    if not blog.is_dir():
        raise ConfigError(f"--post-links {blog}: there is no such folder; give your blog's")
    kind = recognise(blog).kind
    if kind not in DATA_FOLDERS:
        raise ConfigError(
            f"--post-links {blog}: this is no site of Jekyll, Hugo or Hexo; give the name of a "
            ".json file instead"
        )
    return blog / DATA_FOLDERS[kind] / NAME


def post_links(shelf: Shelf, address: Address) -> bytes:
    """Return the volumes of each post, the newest first, by the path of its page.

    Hugo's ``.RelPermalink`` is percent-encoded; Jekyll's ``page.url`` is where Jekyll made it, and
    is not where a post gives it. Paths for which that makes a difference are there in both forms.
    """
    links: dict[str, list[dict[str, Any]]] = {}
    for volume in shelf.volumes:
        entry = _entry(volume, address)
        for article in volume.record.articles:
            for path in dict.fromkeys(_forms(article.path) if article.path else ()):
                links.setdefault(path, []).append(entry)
    return (json.dumps(links, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _entry(volume: Shelved, address: Address) -> dict[str, str]:
    record = volume.record
    entry = {"title": record.full_title, "url": _place(address, f"{volume.folder}index.html")}
    for kind in ("epub", "pdf"):
        file = record.file(kind)
        if file:
            entry[kind] = _place(address, volume.folder + file.name)
    if volume.cover:
        entry["cover"] = _place(address, volume.folder + volume.cover.small)
    return entry


def _forms(path: str) -> tuple[str, str]:
    plain = unquote(path)
    return plain, quote(plain, safe="/!$&'()*+,;=:@-._~")


def _place(address: Address, path: str) -> str:
    return address.absolute(path) or address.rooted(path)
