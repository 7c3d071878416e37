"""What search engines and social networks are told of a page: schema.org and Open Graph."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from gappon.catalogue import Article
from gappon.shelf.arrangement import Shelf, Shelved
from gappon.shelf.options import Address

SCHEMA = "https://schema.org"
BLANK: tuple[object, ...] = ("", 0, [], {})


def volume_data(volume: Shelved, address: Address) -> dict[str, Any]:
    """Return a volume as schema.org's ``Book``, and ``PublicationIssue`` when it is of a month."""
    record = volume.record
    data: dict[str, Any] = {
        "@context": SCHEMA,
        "@type": ["Book", "PublicationIssue"] if "month" in record.group else "Book",
        "identifier": f"urn:uuid:{record.identifier}",
        "name": record.full_title,
        "alternateName": record.reading,
        "bookFormat": f"{SCHEMA}/EBook",
        "inLanguage": record.language,
        "author": [{"@type": "Person", "name": person.name} for person in record.authors],
        "publisher": _organization(record.publisher),
        "datePublished": record.issued[:10],
        "dateModified": record.modified[:10],
        "description": record.description,
        "copyrightNotice": record.rights,
        "keywords": list(record.subjects),
        "numberOfPages": max((file.pages for file in record.files), default=0),
        "isPartOf": _whole(volume),
        "url": address.absolute(volume.folder),
        "image": address.absolute(volume.folder + volume.cover.name) if volume.cover else "",
        "encoding": [
            {
                "@type": "MediaObject",
                "encodingFormat": file.media_type,
                "contentSize": f"{file.size} B",
                "contentUrl": address.absolute(volume.folder + file.name),
                "sha256": file.sha256,
            }
            for file in record.files
        ],
        "hasPart": [_article(article) for article in record.articles],
    }
    return _filled(data)


def shelf_data(shelf: Shelf, address: Address) -> dict[str, Any]:
    """Return the shelf as schema.org's ``CollectionPage``."""
    publication = shelf.publication
    return _filled(
        {
            "@context": SCHEMA,
            "@type": "CollectionPage",
            "name": publication.title,
            "description": publication.description,
            "inLanguage": publication.language,
            "publisher": _organization(publication.publisher),
            "url": address.absolute("index.html"),
        }
    )


def script(data: dict[str, Any]) -> Markup:
    """Return data for a ``script`` element, in which nothing can end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)


def _whole(volume: Shelved) -> list[dict[str, Any]]:
    record = volume.record
    found: list[dict[str, Any]] = []
    if record.publication:
        kind = "Periodical" if "month" in record.group else "BookSeries"
        found.append({"@type": kind, "name": record.publication})
    if record.position:
        found.append({"@type": "BookSeries", "name": record.title})
    return found


def _article(article: Article) -> dict[str, Any]:
    return {
        "@type": "Article",
        "headline": article.title,
        "author": [{"@type": "Person", "name": person.name} for person in article.authors],
        "datePublished": article.date[:10],
        "url": article.url,
    }


def _organization(name: str) -> dict[str, str]:
    return {"@type": "Organization", "name": name} if name else {}


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    return {key: _without_blanks(value) for key, value in data.items() if value not in BLANK}


def _without_blanks(value: Any) -> Any:
    """Return a value without what is empty."""
    if isinstance(value, dict):
        return _filled(value)
    return [_without_blanks(item) for item in value] if isinstance(value, list) else value
