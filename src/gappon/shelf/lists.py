"""All that the shelf has besides pages: catalogues, feeds and lists for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gappon.shelf.feeds import atom, files, opds1, opds2
from gappon.shelf.ledger import Departure
from gappon.shelf.options import ShelfOptions
from gappon.shelf.page import Site
from gappon.shelf.postlinks import post_links
from gappon.shelf.redirects import PATHS, for_host, redirects
from gappon.shelf.words import Words

OPEN_ACCESS = "http://opds-spec.org/acquisition/open-access"
ACQUISITION = "http://opds-spec.org/acquisition"
POST_LINKS = "_data/books.json"
UNLISTED = ("404.html", "search/index.html", "read/index.html")


def every_list(
    site: Site, departures: Iterable[Departure], written: Iterable[str], options: ShelfOptions
) -> Iterator[tuple[str, bytes]]:
    """Yield paths and bytes of all catalogues, feeds and lists.

    Args:
        site: the shelf.
        departures: volumes that have gone.
        written: paths of the site's files so far, of which its map names the pages.
        options: what is asked for.
    """
    shelf, address = site.shelf, options.address
    words = Words(next(iter(site.prefixes)))
    name = shelf.publication.url or shelf.publication.title
    login = files.AUTHENTICATION if options.login else ""
    acquisition = ACQUISITION if options.login else OPEN_ACCESS
    gone = list(departures)
    yield from opds1.catalogue(shelf, words, name, acquisition, login)
    yield from opds2.catalogue(shelf, words, acquisition, login)
    yield atom.new_volumes(shelf, words, name, address)
    yield files.SEARCH_INDEX, files.search_index(shelf)
    yield "sha256sums.txt", files.checksums(shelf.volumes)
    yield POST_LINKS, post_links(shelf, address)
    if address.base == "/":
        yield "robots.txt", files.robots(options)
    if address.origin:
        pages = _listed(written, site, gone)
        yield "sitemap.xml", files.sitemap(pages, shelf, address)
    if options.login:
        yield files.AUTHENTICATION, files.authentication(shelf, words, address)
    found = list(redirects(gone, shelf, site.prefixes.values(), address))
    for host in options.redirects:
        yield PATHS[host], for_host(host, found)


def _listed(written: Iterable[str], site: Site, gone: Iterable[Departure]) -> list[str]:
    """Return the pages that search engines may show."""
    hidden = {
        prefix + path
        for prefix in site.prefixes.values()
        for path in (*UNLISTED, *(f"volumes/{departure.slug}/index.html" for departure in gone))
    }
    return sorted(p for p in written if p.endswith(".html") and p not in hidden)
