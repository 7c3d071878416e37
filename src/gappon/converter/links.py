"""Links of a post: to another post, into the web site, out into the web, or within the post.

A link to a post is written ``post:KEY#fragment``: whether it leads inside the volume or to the web
is for the exporter to say, who knows the volume.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin

from lxml import etree

from gappon.addresses import clean_address
from gappon.converter import tree
from gappon.diagnostics import Notices
from gappon.paths import normalise
from gappon.publication import Post

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


@dataclass(frozen=True)
class PostIndex:
    """Finds posts by the ways in which others refer to them.

    Attributes:
        by_path: normalised site path → post.
        by_source: path of the file relative to the site → post.
        by_name: file name without date, with date, and slug → post.
        site_url: address of the site, without a slash at the end.
        baseurl: path of the site below its host, e.g. ``/blog``, or ``""``.
    """

    by_path: dict[str, Post]
    by_source: dict[str, Post]
    by_name: dict[str, Post]
    site_url: str = ""
    baseurl: str = ""

    @classmethod
    def of(cls, posts: Iterable[Post], site_url: str = "", baseurl: str = "") -> PostIndex:
        """Make the index of all posts of a site."""
        by_path: dict[str, Post] = {}
        by_source: dict[str, Post] = {}
        by_name: dict[str, Post] = {}
        for post in posts:
            by_source[post.source] = post
            for path in (post.permalink, *post.aliases):
                by_path.setdefault(normalise(path), post)
            source = PurePosixPath(post.source)
            for name in (source.stem, post.slug, source.parent.name):
                if name not in ("index", "_posts", "posts", "content", ""):
                    by_name.setdefault(name, post)
        return cls(by_path, by_source, by_name, site_url, baseurl)

    def find(self, path: str, base: str) -> Post | None:
        """Return the post at a site path, or at a path relative to the file ``base``."""
        path = path.removeprefix(self.baseurl) if self.baseurl else path
        found = self.by_path.get(normalise(path))
        if found or path.startswith("/"):
            return found or self.by_source.get(path.lstrip("/"))
        relative = unquote(path)
        folder = PurePosixPath(base).parent
        if relative.endswith((".md", ".markdown")):
            joined = _resolve(folder / relative)
            return self.by_source.get(joined) or self.by_name.get(PurePosixPath(relative).stem)
        return None

    def named(self, name: str) -> Post | None:
        """Return the post that ``{% post_url NAME %}`` or ``{{< ref "NAME" >}}`` means."""
        name = unquote(name).strip()
        stem = PurePosixPath(name).stem if name.endswith((".md", ".markdown")) else name.strip("/")
        for source in (name.lstrip("/"), f"content/{name.lstrip('/')}"):
            if source in self.by_source:
                return self.by_source[source]
        return (
            self.by_name.get(stem)
            or self.by_name.get(PurePosixPath(stem).name)
            or self.by_path.get(normalise(name))
        )


def resolve_links(
    root: etree._Element,
    post: Post,
    index: PostIndex,
    notices: Notices,
    line_of: Callable[[str], int],
) -> tuple[str, ...]:
    """Make every link one that a book can hold; return the keys of the posts linked to."""
    linked: dict[str, None] = {}
    for anchor in list(root.iter("a")):
        href = (anchor.get("href") or "").strip()
        if not href:
            if anchor.get("id"):
                anchor.attrib.pop("href", "")
            else:
                tree.unwrap(anchor)
            continue
        resolved = _resolve_one(href, post, index)
        if resolved is None:
            notices.warning(
                "link", f"the link to {href[:80]!r} leads nowhere; its text was kept", line_of(href)
            )
            tree.unwrap(anchor)
            continue
        anchor.set("href", resolved)
        if resolved.startswith("post:"):
            linked.setdefault(resolved[5:].partition("#")[0])
    for element in root.iter("q", "blockquote", "del", "ins"):
        address = clean_address(str(element.attrib.pop("cite", "")).strip())
        if address is not None:
            element.set("cite", address)
    return tuple(linked)


def _resolve_one(href: str, post: Post, index: PostIndex) -> str | None:
    if href.startswith("#"):
        return href if len(href) > 1 else None
    if href.startswith("//"):
        href = "https:" + href
    own_host = index.site_url and (href.startswith(index.site_url + "/") or href == index.site_url)
    if SCHEME.match(href) and not own_host:
        return clean_address(href)
    path = href[len(index.site_url) :] or "/" if own_host else href
    path, _, fragment = path.partition("#")
    target = index.find(path, post.source)
    if target is not None:
        suffix = f"#{unquote(fragment)}" if fragment else ""
        if target.key == post.key and fragment:
            return suffix
        return f"post:{target.key}{suffix}"
    if not index.site_url:
        return None
    if path.startswith("/"):
        prefix = "" if not index.baseurl or path.startswith(index.baseurl + "/") else index.baseurl
        host = index.site_url.removesuffix(index.baseurl) if index.baseurl else index.site_url
        absolute_path = host + prefix + path
    else:
        absolute_path = urljoin(index.site_url + post.permalink, path)
    return clean_address(absolute_path + (f"#{fragment}" if fragment else ""))


def _resolve(path: PurePosixPath) -> str:
    parts: list[str] = []
    for part in path.parts:
        if part == "..":
            if parts:
                parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
