"""Lists for programs: the site map, robots.txt, checksums, the search index, logging in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from lxml import etree

from gappon.shelf.arrangement import Shelf, Shelved
from gappon.shelf.options import Address, ShelfOptions
from gappon.shelf.words import Words

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
AUTHENTICATION = "opds/authentication.json"
SEARCH_INDEX = "search-index.json"


def sitemap(pages: Iterable[str], shelf: Shelf, address: Address) -> bytes:
    """Return the site map (sitemaps.org) of pages that may be found.

    Args:
        pages: their paths.
        shelf: knows when volumes changed.
        address: where the site stands.
    """
    changed = {volume.folder: volume.record.modified for volume in shelf.volumes}
    namespaces: Any = {None: SITEMAP}
    root = etree.Element(f"{{{SITEMAP}}}urlset", nsmap=namespaces)
    for page in pages:
        url = etree.SubElement(root, f"{{{SITEMAP}}}url")
        etree.SubElement(url, f"{{{SITEMAP}}}loc").text = address.absolute(page)
        folder = page.rpartition("/")[0] + "/"
        when = changed.get(folder[folder.find("volumes/") :] if "volumes/" in folder else "")
        if when:
            etree.SubElement(url, f"{{{SITEMAP}}}lastmod").text = when
    etree.indent(root, " ")
    return etree.tostring(root, xml_declaration=True, encoding="utf-8") + b"\n"


def robots(options: ShelfOptions) -> bytes:
    """Return robots.txt (RFC 9309); behind a login there is nothing to be found."""
    lines = ["User-agent: *", "Disallow: /" if options.login else "Disallow:"]
    if options.address.origin and not options.login:
        lines.append(f"Sitemap: {options.address.absolute('sitemap.xml')}")
    return ("\n".join(lines) + "\n").encode()


def checksums(volumes: Iterable[Shelved]) -> bytes:
    """Return the hashes of all files, as ``sha256sum --check`` reads them."""
    lines = sorted(
        (volume.folder + file.name, file.sha256)
        for volume in volumes
        for file in volume.record.files
    )
    return "".join(f"{digest} *{path}\n" for path, digest in lines).encode()


def search_index(shelf: Shelf) -> bytes:
    """Return what the search looks through: titles, people and their readings.

    A volume is ``[slug, title, readings, people, month, small cover]``; an article is ``[number of
    its volume, key, title, readings, people]``. Readings are in the words as they are typed.
    """
    volumes, articles = [], []
    for number, volume in enumerate(shelf.volumes):
        record = volume.record
        cover = volume.cover.small if volume.cover else ""
        people = "・".join(person.name for person in record.authors)
        volumes.append(
            [volume.slug, record.full_title, _readings(record.reading), people, record.month, cover]
        )
        for article in record.articles:
            readings = _readings(article.reading, *(p.reading for p in article.authors))
            names = "・".join(person.name for person in article.authors)
            articles.append([number, article.key, article.title, readings, names])
    data = {"volumes": volumes, "articles": articles}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def authentication(shelf: Shelf, words: Words, address: Address) -> bytes:
    """Return the document by which clients know how to log in (Authentication for OPDS 1.0)."""
    data: Mapping[str, object] = {
        "id": address.absolute(AUTHENTICATION),
        "title": shelf.publication.title or words("home"),
        "description": words("login_text"),
        "links": [
            {
                "rel": "help",
                "href": address.absolute("help/index.html"),
                "type": "text/html",
            }
        ],
        "authentication": [
            {
                "type": "http://opds-spec.org/auth/basic",
                "labels": {"login": words("login_name"), "password": words("login_password")},
            }
        ],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _readings(*readings: str) -> str:
    return " ".join(reading for reading in readings if reading)
