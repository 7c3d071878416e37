"""Redirects of volumes that have gone, as common web hosts want them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote

from gappon.shelf.arrangement import Shelf
from gappon.shelf.ledger import Departure
from gappon.shelf.options import Address, Host

PATHS: dict[Host, str] = {
    "nginx": ".redirects/nginx.conf",
    "apache": ".htaccess",
    "netlify": "_redirects",
}


@dataclass(frozen=True)
class Redirect:
    """From one path to another, both from the host's root and not encoded.

    Attributes:
        status: 301 when a volume has moved; 302 to the page that says that it has gone.
    """

    source: str
    target: str
    status: int


def redirects(
    departures: Iterable[Departure], shelf: Shelf, prefixes: Iterable[str], address: Address
) -> Iterator[Redirect]:
    """Yield the redirects of all pages and files of volumes that have gone.

    Args:
        departures: the volumes.
        shelf: knows the files of their new places.
        prefixes: folders of the pages' languages.
        address: where the site stands.
    """
    files = {volume.slug: volume.record.files for volume in shelf.volumes}
    folders = list(prefixes)
    for departure in departures:
        old = f"volumes/{departure.slug}/"
        new = f"volumes/{departure.to or departure.slug}/"
        status = 301 if departure.to else 302
        pages = [("sample/", "")] if not departure.to else [("", ""), ("sample/", "")]
        for prefix in folders:
            for page, other in pages:
                yield Redirect(
                    f"{address.base}{prefix}{old}{page}",
                    f"{address.base}{prefix}{new}{other}",
                    status,
                )
        for name in departure.files:
            suffix = PurePosixPath(name).suffix
            same = (f.name for f in files.get(departure.to, ()) if f.name.endswith(suffix))
            yield Redirect(
                f"{address.base}{old}{name}", f"{address.base}{new}{next(same, '')}", status
            )


def for_host(host: Host, found: Iterable[Redirect]) -> bytes:
    """Return a host's file."""
    writers = {"nginx": _nginx, "apache": _apache, "netlify": _netlify}
    return "".join(f"{writers[host](redirect)}\n" for redirect in found).encode()


def _nginx(redirect: Redirect) -> str:
    """Exact locations go before all others; nginx compares decoded paths."""
    source = redirect.source.replace("\\", "\\\\").replace('"', '\\"')
    return f'location = "{source}" {{ return {redirect.status} {quote(redirect.target)}; }}'


def _apache(redirect: Redirect) -> str:
    source = re.escape(redirect.source).replace('"', '\\"')
    tail = "(?:index\\.html)?" if redirect.source.endswith("/") else ""
    return f'RedirectMatch {redirect.status} "^{source}{tail}$" "{quote(redirect.target)}"'


def _netlify(redirect: Redirect) -> str:
    return f"{quote(redirect.source)} {quote(redirect.target)} {redirect.status}!"
