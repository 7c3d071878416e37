"""OPDS 2.0: a catalogue as JSON feeds (drafts.opds.io/opds-2.0)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from gappon.shelf.arrangement import Shelf, Shelved
from gappon.shelf.covers import SMALL_TYPE
from gappon.shelf.feeds.plan import (
    NEW,
    PER_FEED,
    ROOT,
    Facet,
    Listing,
    Menu,
    MenuEntry,
    feeds,
    neighbours,
    series_of,
)
from gappon.shelf.options import relative
from gappon.shelf.words import Words

TYPE = "application/opds+json"
PUBLICATION = "application/opds-publication+json"
AUTHENTICATION = "application/opds-authentication+json"
DOCUMENT = "http://opds-spec.org/auth/document"
IN_ROOT = 10


def catalogue(
    shelf: Shelf, words: Words, acquisition: str, login: str
) -> Iterator[tuple[str, bytes]]:
    """Yield the feeds' and publications' paths and bytes.

    Args:
        shelf: the volumes.
        words: in the publication's language.
        acquisition: relation of the volumes' files (OPDS 2.0 §5.3).
        login: path of the authentication document, or empty.
    """
    for planned in feeds(shelf, words):
        path = f"{planned.stem}.json"
        data = _feed(planned, shelf, path, login)
        if isinstance(planned, Menu):
            data["navigation"] = [_line(line, path) for line in planned.entries]
            if planned.stem == ROOT and shelf.volumes:
                data["groups"] = [_newest(shelf, words, path, acquisition)]
        else:
            data["metadata"] |= _counts(planned)
            data["links"] += _neighbours(planned, path)
            data |= _listing(planned, path, acquisition)
        yield path, _bytes(data)
    for volume in shelf.volumes:
        path = _own(volume)
        yield path, _bytes(_publication(volume, path, acquisition))


def _feed(planned: Menu | Listing, shelf: Shelf, path: str, login: str) -> dict[str, Any]:
    links = [_link("self", path, path, TYPE), _link("start", path, f"{ROOT}.json", TYPE)]
    if planned.up:
        links.append(_link("up", path, f"{planned.up}.json", TYPE))
    if login:
        links.append(_link(DOCUMENT, path, login, AUTHENTICATION))
    return {"metadata": {"title": planned.title, "modified": shelf.updated}, "links": links}


def _line(line: MenuEntry, path: str) -> dict[str, Any]:
    return _link(line.relation, path, f"{line.stem}.json", TYPE) | {
        "title": line.title,
        "properties": {"numberOfItems": line.count},
    }


def _newest(shelf: Shelf, words: Words, path: str, acquisition: str) -> dict[str, Any]:
    """Return the first of the new volumes, for a client's front page (OPDS 2.0 §2.5)."""
    return {
        "metadata": {"title": words("new"), "numberOfItems": len(shelf.volumes)},
        "links": [_link("self", path, f"{NEW}.json", TYPE)],
        "publications": [_publication(v, path, acquisition) for v in shelf.volumes[:IN_ROOT]],
    }


def _counts(listing: Listing) -> dict[str, int]:
    """Return where in a list a page of it is (OPDS 2.0 §4)."""
    if len(listing.pages) < 2:
        return {"numberOfItems": listing.total}
    return {
        "numberOfItems": listing.total,
        "itemsPerPage": PER_FEED,
        "currentPage": listing.number,
    }


def _neighbours(listing: Listing, path: str) -> list[dict[str, Any]]:
    return [_link(name, path, f"{stem}.json", TYPE) for name, stem in neighbours(listing)]


def _listing(listing: Listing, path: str, acquisition: str) -> dict[str, Any]:
    data: dict[str, Any] = {}
    if listing.facets:
        data["facets"] = [
            {"metadata": {"title": title}, "links": [_facet(facet, path) for facet in facets]}
            for title, facets in groupby(listing.facets, key=lambda facet: facet.group)
        ]
    if listing.volumes:
        data["publications"] = [_publication(v, path, acquisition) for v in listing.volumes]
    else:  # a feed must hold something (OPDS 2.0 §1.1)
        start = _link("start", path, f"{ROOT}.json", TYPE)
        data["navigation"] = [start | {"title": listing.title}]
    return data


def _facet(facet: Facet, path: str) -> dict[str, Any]:
    link = {
        "href": relative(path, f"{facet.stem}.json"),
        "type": TYPE,
        "title": facet.title,
        "properties": {"numberOfItems": facet.count},
    }
    return {"rel": "self"} | link if facet.active else link


def _publication(volume: Shelved, path: str, acquisition: str) -> dict[str, Any]:
    record, folder, cover = volume.record, volume.folder, volume.cover
    metadata = {
        "@type": "http://schema.org/Book",
        "identifier": f"urn:uuid:{record.identifier}",
        "title": record.title,
        "subtitle": record.subtitle,
        "sortAs": record.reading,
        "author": [
            {"name": person.name} | ({"sortAs": person.reading} if person.reading else {})
            for person in record.authors
        ],
        "publisher": record.publisher,
        "language": record.language,
        "published": record.issued[:10],
        "modified": record.modified,
        "subject": list(record.subjects),
        "numberOfPages": max((file.pages for file in record.files), default=0),
        "description": "\n".join(article.title for article in record.articles),
        "belongsTo": {"series": [_series(*series) for series in series_of(volume)]},
    }
    links = [
        _link("self", path, _own(volume), PUBLICATION),
        _link("alternate", path, f"{folder}index.html", "text/html"),
    ]
    links += [
        _link(acquisition, path, folder + file.name, file.media_type) | {"size": file.size}
        for file in record.files
    ]
    data: dict[str, Any] = {
        "metadata": {
            key: value
            for key, value in metadata.items()
            if value not in ("", 0, [], {"series": []})
        },
        "links": links,
    }
    if cover:
        data["images"] = [
            {
                "href": relative(path, folder + cover.name),
                "type": cover.media_type,
                "width": cover.width,
                "height": cover.height,
            },
            {
                "href": relative(path, folder + cover.small),
                "type": SMALL_TYPE,
                "width": cover.small_width,
                "height": cover.small_height,
            },
        ]
    return data


def _series(name: str, position: int) -> dict[str, Any]:
    return {"name": name} | ({"position": position} if position else {})


def _own(volume: Shelved) -> str:
    return f"opds/volumes/{volume.slug}.json"


def _link(relation: str, path: str, target: str, media_type: str) -> dict[str, Any]:
    return {"rel": relation, "href": relative(path, target), "type": media_type}


def _bytes(data: dict[str, Any]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
