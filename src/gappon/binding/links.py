"""Links between posts, settled when it is known what is in the volume.

Chapters say ``post:KEY#fragment``. In an EPUB that becomes the address of a document, in print a
place that the linker resolves; where the post is not in the volume, its address on the web.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from gappon.addresses import escape_address
from gappon.markup import BOOK, POST, id_in_book
from gappon.trees import Element, Query

Address = Callable[[str, str], str | None]
POST_LINKS = Query("descendant::*[starts-with(@href, $scheme)]")
OWN_LINKS = Query("descendant::*[starts-with(@href, '#') and string-length(@href) > 1]")
WITH_ID = Query("descendant::*[@id]")


def settle_links(root: Element, address_in_book: Address, web: Mapping[str, str]) -> None:
    """Turn links to posts into addresses in the book, or on the web, or into no links at all.

    Args:
        root: an item's content.
        address_in_book: from a post's key and a fragment to an address; None: not in the book.
        web: addresses of posts on the web, by key.
    """
    for link in POST_LINKS(root, scheme=POST):
        key, fragment = _target(link)
        address = address_in_book(key, fragment)
        if address is None:
            outside = web.get(key, "")
            address = outside + escape_address(fragment) if outside else ""
        if address:
            link.set("href", address)
        else:
            del link.attrib["href"]


def addresses_in(anchors: Mapping[str, frozenset[str]], form: Callable[[str, str], str]) -> Address:
    """Return what says where in the book a post and a fragment of it are.

    A fragment that the post does not have leads to the post's beginning.

    Args:
        anchors: ids in the posts of the book, by key.
        form: from a key and an anchor (or ``""``) to an address.
    """

    def address(key: str, fragment: str) -> str | None:
        if key not in anchors:
            return None
        anchor = fragment.removeprefix("#")
        return form(key, anchor if anchor in anchors[key] else "")

    return address


def anchors_of(root: Element) -> frozenset[str]:
    """Return the ids in an item's content."""
    return frozenset(element.get("id", "") for element in WITH_ID(root))


def make_ids_of_book(root: Element, key: str) -> None:
    """Make the ids of an item, and its links to them, unique in a book that is one document."""
    for element in WITH_ID(root):
        element.set("id", id_in_book(key, element.get("id", "")))
    for link in OWN_LINKS(root):
        link.set("href", f"#{id_in_book(key, link.get('href', '')[1:])}")


def leave_to_linker(root: Element) -> None:
    """Give links to posts the form that the linker of a PDF resolves.

    WeasyPrint keeps only addresses that have a scheme and no spaces.
    """
    for link in POST_LINKS(root, scheme=POST):
        key, fragment = _target(link)
        link.set("href", BOOK + id_in_book(key, fragment.removeprefix("#")))


def leave_own_links_to_linker(root: Element) -> None:
    """Do so with links to ids, which are those of items of the book."""
    for link in OWN_LINKS(root):
        link.set("href", BOOK + link.get("href", "")[1:])


def _target(link: Element) -> tuple[str, str]:
    """Return the key of the post to which a link leads, and the fragment with its ``#``."""
    key, hash_sign, fragment = link.get("href", "").removeprefix(POST).partition("#")
    return key, hash_sign + fragment
