"""Links of a post: to another post, into the web site, out into the web, or within the post.

A link to a post is written ``post:KEY#fragment``: whether it leads inside the volume or to the web
is for the exporter to say, who knows the volume.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urljoin

from lxml import etree

from gappon.addresses import clean_address
from gappon.converter import tree
from gappon.converter.findings import Findings, PassContext
from gappon.converter.post_index import PostIndex, Target
from gappon.markup import POST, post_link
from gappon.publication import Post

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def resolve_links(root: etree._Element, context: PassContext) -> Findings:
    """Make every link one that a book can hold."""
    notices, dead = [], []
    linked: dict[str, None] = {}
    for anchor in list(root.iter("a")):
        href = (anchor.get("href") or "").strip()
        if not href:
            if anchor.get("id"):
                anchor.attrib.pop("href", "")
            else:
                message = "a link has no address that can be used; its text was kept"
                notices.append(context.warning("link", message, tree.line_of(anchor)))
                dead.append(anchor)
            continue
        resolved = _resolve_one(href, context.post, context.site.index)
        if resolved is None:
            why = context.site.index.why_left_out(href.partition("#")[0], context.post.source)
            where = f"to a file that is in no book ({why})" if why else "nowhere"
            message = f"the link to {href[:80]!r} leads {where}; its text was kept"
            notices.append(context.warning("link", message, tree.line_of(anchor)))
            dead.append(anchor)
            continue
        anchor.set("href", resolved)
        if resolved.startswith(POST):
            linked.setdefault(resolved.removeprefix(POST).partition("#")[0])
    tree.unwrap_all(dead)
    for element in root.iter("q", "blockquote", "del", "ins"):
        address = clean_address(str(element.attrib.pop("cite", "")).strip())
        if address is not None:
            element.set("cite", address)
    return Findings(tuple(notices), links=tuple(linked))


def _resolve_one(href: str, post: Post, index: PostIndex) -> str | None:
    if href.startswith("#"):
        return href if len(href) > 1 else None
    if href.startswith("//"):
        href = "https:" + href
    own_host = index.site_url and (href.startswith(index.site_url + "/") or href == index.site_url)
    if SCHEME.match(href) and not own_host:
        meant = index.elsewhere(href)
        return _to_post(meant, href.partition("#")[2], post) if meant else clean_address(href)
    path = href[len(index.site_url) :] or "/" if own_host else href
    path, _, fragment = path.partition("#")
    target = index.find(path, post.source)
    if target is not None:
        return _to_post(target, fragment, post)
    if not index.site_url:
        return None
    if path.startswith("/"):
        prefix = "" if not index.baseurl or path.startswith(index.baseurl + "/") else index.baseurl
        host = index.site_url.removesuffix(index.baseurl) if index.baseurl else index.site_url
        absolute_path = host + prefix + path
    else:
        absolute_path = urljoin(index.site_url + post.permalink, path)
    return clean_address(absolute_path + (f"#{fragment}" if fragment else ""))


def _to_post(target: Target, fragment: str, post: Post) -> str:
    """Return the address of a post, or of a place in the post itself."""
    suffix = f"#{unquote(fragment)}" if fragment else ""
    return suffix if target.key == post.key and fragment else post_link(target.key, suffix)
