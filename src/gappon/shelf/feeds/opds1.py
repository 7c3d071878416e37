"""OPDS 1.2: a catalogue as Atom feeds (specs.opds.io/opds-1.2)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from gappon.shelf.arrangement import Shelf, Shelved
from gappon.shelf.covers import SMALL_TYPE
from gappon.shelf.feeds import xml
from gappon.shelf.feeds.plan import ROOT, Facet, Listing, Menu, feeds, neighbours, series_of
from gappon.shelf.options import relative
from gappon.shelf.words import Words

TYPE = "application/atom+xml;profile=opds-catalog;kind="
IMAGE = "http://opds-spec.org/image"
FACET = "http://opds-spec.org/facet"
DOCUMENT = "http://opds-spec.org/auth/document"


def catalogue(
    shelf: Shelf, words: Words, name: str, acquisition: str, login: str
) -> Iterator[tuple[str, bytes]]:
    """Yield the feeds' paths and bytes.

    Args:
        shelf: the volumes.
        words: in the publication's language.
        name: of the catalogue; what its feeds' permanent names are made from.
        acquisition: relation of the volumes' files (OPDS 1.2 §5.4.1).
        login: path of the authentication document, or empty.
    """
    for planned in feeds(shelf, words):
        path = f"{planned.stem}.xml"
        root = _feed(planned, shelf, words, name, path)
        if login:
            kind = "application/opds-authentication+json"
            xml.add(root, "link", rel=DOCUMENT, href=relative(path, login), type=kind)
        if isinstance(planned, Menu):
            _add_menu(root, planned, shelf, name, path)
        else:
            _add_listing(root, planned, path, acquisition)
        yield path, xml.document(root)


def _feed(
    planned: Menu | Listing, shelf: Shelf, words: Words, name: str, path: str
) -> etree._Element:
    publication = shelf.publication
    root = xml.feed(publication.language)
    xml.add(root, "id", xml.urn(name, planned.stem))
    xml.add(root, "title", planned.title)
    xml.add(root, "updated", shelf.updated)
    xml.add_person(root, publication.publisher or publication.title or words("home"))
    kind = "navigation" if isinstance(planned, Menu) else "acquisition"
    own = relative(path, path)
    xml.add(root, "link", rel="self", href=own, type=TYPE + kind)
    start = relative(path, f"{ROOT}.xml")
    xml.add(root, "link", rel="start", href=start, type=TYPE + "navigation")
    if planned.up:
        up = relative(path, f"{planned.up}.xml")
        xml.add(root, "link", rel="up", href=up, type=TYPE + "navigation")
    return root


def _add_menu(root: etree._Element, menu: Menu, shelf: Shelf, name: str, path: str) -> None:
    for line in menu.entries:
        entry = xml.add(root, "entry")
        xml.add(entry, "title", line.title)
        xml.add(entry, "id", xml.urn(name, line.stem))
        xml.add(entry, "updated", shelf.updated)
        xml.add(entry, "content", str(line.count), type="text")
        link = xml.add(
            entry,
            "link",
            rel=line.relation,
            href=relative(path, f"{line.stem}.xml"),
            type=TYPE + line.kind,
        )
        link.set(f"{{{xml.THREAD}}}count", str(line.count))


def _add_listing(root: etree._Element, listing: Listing, path: str, acquisition: str) -> None:
    for relation, stem in neighbours(listing):
        href = relative(path, f"{stem}.xml")
        xml.add(root, "link", rel=relation, href=href, type=TYPE + "acquisition")
    xml.add(root, "totalResults", str(listing.total), xml.OPENSEARCH)
    for facet in listing.facets:
        _add_facet(root, facet, path)
    for volume in listing.volumes:
        _add_volume(root, volume, path, acquisition)


def _add_facet(root: etree._Element, facet: Facet, path: str) -> None:
    href = relative(path, f"{facet.stem}.xml")
    link = xml.add(root, "link", rel=FACET, href=href, title=facet.title, type=TYPE + "acquisition")
    link.set(f"{{{xml.OPDS}}}facetGroup", facet.group)
    link.set(f"{{{xml.THREAD}}}count", str(facet.count))
    if facet.active:
        link.set(f"{{{xml.OPDS}}}activeFacet", "true")


def _add_volume(root: etree._Element, volume: Shelved, path: str, acquisition: str) -> None:
    """Add a complete catalogue entry (OPDS 1.2 §5)."""
    record = volume.record
    entry = xml.add(root, "entry")
    xml.add(entry, "title", record.full_title)
    xml.add(entry, "id", xml.urn(record.identifier))
    xml.add(entry, "updated", record.modified or record.issued or "1970-01-01T00:00:00Z")
    if record.issued:
        xml.add(entry, "published", record.issued)
        xml.add(entry, "issued", record.issued[:10], xml.DCTERMS)
    for person in record.authors:
        xml.add_person(entry, person.name)
    xml.add(entry, "language", record.language, xml.DCTERMS)
    xml.add(entry, "identifier", xml.urn(record.identifier), xml.DCTERMS)
    if record.publisher:
        xml.add(entry, "publisher", record.publisher, xml.DCTERMS)
    pages = max((file.pages for file in record.files), default=0)
    if pages:
        xml.add(entry, "extent", f"{pages} pages", xml.DCTERMS)
    if record.rights:
        xml.add(entry, "rights", record.rights)
    for subject in record.subjects:
        xml.add(entry, "category", term=subject, label=subject)
    for series, position in series_of(volume):
        element = xml.add(entry, "Series", "", xml.SCHEMA)
        element.set(f"{{{xml.SCHEMA}}}name", series.translate(xml.FORBIDDEN))
        if position:
            element.set(f"{{{xml.SCHEMA}}}position", str(position))
    summary = "\n".join(article.title for article in record.articles)
    xml.add(entry, "summary", summary or record.description or record.full_title, type="text")
    _add_links(entry, volume, path, acquisition)


def _add_links(entry: etree._Element, volume: Shelved, path: str, acquisition: str) -> None:
    folder, cover = volume.folder, volume.cover
    page = relative(path, f"{folder}index.html")
    xml.add(entry, "link", rel="alternate", href=page, type="text/html")
    if cover:
        full, small = relative(path, folder + cover.name), relative(path, folder + cover.small)
        xml.add(entry, "link", rel=IMAGE, href=full, type=cover.media_type)
        xml.add(entry, "link", rel=f"{IMAGE}/thumbnail", href=small, type=SMALL_TYPE)
    for file in volume.record.files:
        xml.add(
            entry,
            "link",
            rel=acquisition,
            href=relative(path, folder + file.name),
            type=file.media_type,
            length=str(file.size),
            title=file.media_type.rpartition("/")[2].removesuffix("+zip").upper(),
        )
