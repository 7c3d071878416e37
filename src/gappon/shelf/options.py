"""What a shelf is asked for, and the address at which it will stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args
from urllib.parse import quote, urlsplit

from gappon.errors import ConfigError

Host = Literal["nginx", "apache", "netlify"]
HOSTS: tuple[Host, ...] = get_args(Host)


@dataclass(frozen=True)
class ShelfOptions:
    """A shelf as the command line asks for it.

    Attributes:
        dist: folder with finished volumes and their ``books.json``.
        out: folder for the site.
        address: where the site will stand.
        redirects: hosts for which redirects of renamed volumes are written.
        post_links: a blog's folder, or a ``.json`` file, for the links from posts to volumes.
        login: readers log in, by HTTP Basic authentication at the web server.
        cache: folder for what is remembered of files; None: gappon's own.
    """

    dist: Path
    out: Path
    address: Address
    redirects: tuple[Host, ...] = ()
    post_links: Path | None = None
    login: bool = False
    cache: Path | None = None

    def require_whole(self) -> None:
        """Refuse options of which one needs another.

        Raises:
            ConfigError: it is not there.
        """
        if self.login and not self.address.origin:
            raise ConfigError(
                "--login needs --url: the document for logging in has whole addresses"
            )


@dataclass(frozen=True)
class Address:
    """Where a site stands.

    Attributes:
        origin: ``https://books.example``, or empty when it is not known.
        base: path of the site on its host, with slashes at both ends.
    """

    origin: str = ""
    base: str = "/"

    def absolute(self, path: str) -> str:
        """Return the address of a path of the site, empty when the origin is not known."""
        return f"{self.origin}{self.rooted(path)}" if self.origin else ""

    def rooted(self, path: str) -> str:
        """Return a path of the site from the root of its host."""
        return self.base + quote(shown(path))


def address(url: str, base_path: str) -> Address:
    """Return the address that ``--url`` and ``--base-path``, one behind the other, say.

    Raises:
        ConfigError: it is no address of a web site, or the path is none.
    """
    parts = urlsplit(url)
    if url and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise ConfigError(f"--url {url}: no address of a web site; write https://books.example")
    if parts.query or parts.fragment:
        raise ConfigError(f"--url {url}: leave out what follows ? or #")
    pieces = [piece for piece in f"{parts.path}/{base_path}".split("/") if piece]
    if any(piece in (".", "..") for piece in pieces):
        raise ConfigError(f"--base-path {base_path}: write the path without dots: /books/")
    base = "/" + "".join(f"{piece}/" for piece in pieces)
    return Address(f"{parts.scheme}://{parts.netloc}" if url else "", quote(base, safe="/%"))


def hosts(names: Iterable[str]) -> tuple[Host, ...]:
    """Return hosts by name; several may be given in one, with commas.

    Raises:
        ConfigError: there is no such host.
    """
    asked = [name.strip() for names_ in names for name in names_.split(",") if name.strip()]
    unknown = [name for name in asked if name not in HOSTS]
    if unknown:
        raise ConfigError(f"--redirects {unknown[0]}: choose from {', '.join(HOSTS)}")
    return tuple(host for host in HOSTS if host in asked)


def shown(path: str) -> str:
    """Return a path as it is linked to: without ``index.html``."""
    head, slash, last = path.rpartition("/")
    return head + slash if last == "index.html" else path


_quoted = lru_cache(maxsize=2**12)(quote)


def relative(source: str, target: str) -> str:
    """Return the link from one page of the site to another file, both given by path."""
    to, _, fragment = target.partition("#")
    here, there = source.split("/")[:-1], shown(to).split("/")
    while here and len(there) > 1 and here[0] == there[0]:
        here.pop(0)
        there.pop(0)
    link = "../" * len(here) + _quoted("/".join(there))
    if not link:
        link = "./"
    elif not here and ":" in link.split("/")[0]:
        link = f"./{link}"
    return f"{link}#{quote(fragment)}" if fragment else link
