"""An Atom feed of new volumes (RFC 4287), for feed readers and mail services."""

from __future__ import annotations

from lxml import etree
from markupsafe import escape

from gappon.shelf.arrangement import Shelf, Shelved
from gappon.shelf.feeds import xml
from gappon.shelf.options import Address, relative
from gappon.shelf.words import Words

PATH = "feed.xml"
NEWEST = 30


def new_volumes(shelf: Shelf, words: Words, name: str, address: Address) -> tuple[str, bytes]:
    """Return the feed's path and bytes."""
    publication = shelf.publication
    root = xml.feed(publication.language)
    xml.add(root, "id", xml.urn(name, PATH))
    xml.add(root, "title", publication.title or words("home"))
    if publication.description:
        xml.add(root, "subtitle", publication.description)
    xml.add(root, "updated", shelf.updated)
    xml.add_person(root, publication.publisher or publication.title or words("home"))
    if publication.rights:
        xml.add(root, "rights", publication.rights)
    own, home = _link(address, PATH), _link(address, "index.html")
    xml.add(root, "link", rel="self", href=own, type="application/atom+xml")
    xml.add(root, "link", rel="alternate", href=home, type="text/html")
    for volume in shelf.volumes[:NEWEST]:
        _add_entry(root, volume, address)
    etree.cleanup_namespaces(root)
    return PATH, xml.document(root)


def _add_entry(root: etree._Element, volume: Shelved, address: Address) -> None:
    record = volume.record
    entry = xml.add(root, "entry")
    xml.add(entry, "id", xml.urn(record.identifier))
    xml.add(entry, "title", record.full_title)
    xml.add(entry, "updated", record.modified or record.issued or "1970-01-01T00:00:00Z")
    if record.issued:
        xml.add(entry, "published", record.issued)
    for person in record.authors:
        xml.add_person(entry, person.name)
    for subject in record.subjects:
        xml.add(entry, "category", term=subject)
    page = _link(address, f"{volume.folder}index.html")
    xml.add(entry, "link", rel="alternate", href=page, type="text/html")
    for file in record.files:
        xml.add(
            entry,
            "link",
            rel="enclosure",
            href=_link(address, volume.folder + file.name),
            type=file.media_type,
            length=str(file.size),
        )
    xml.add(entry, "content", _content(volume), type="html")


def _content(volume: Shelved) -> str:
    lines = []
    for article in volume.record.articles:
        people = "・".join(person.name for person in article.authors)
        by = f" ({escape(people)})" if people else ""
        lines.append(f"<li>{escape(article.title)}{by}</li>")
    return f"<ol>{''.join(lines)}</ol>"


def _link(address: Address, path: str) -> str:
    return address.absolute(path) or relative(PATH, path)
