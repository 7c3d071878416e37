"""The posts of a site by the ways in which others refer to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote

from gappon.paths import normalise
from gappon.publication import Post


@dataclass(frozen=True)
class PostIndex:
    """Finds posts.

    Attributes:
        by_path: normalised site path → post.
        by_source: path of the file relative to the site → post.
        by_name: what posts are called in links by name → post.
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
            for name in post.names:
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
        whole = name.strip("/").removesuffix(".md").removesuffix(".markdown")
        return (
            self.by_source.get(name.lstrip("/"))
            or self.by_name.get(whole)
            or self.by_name.get(stem)
            or self.by_name.get(PurePosixPath(stem).name)
            or self.by_path.get(normalise(name))
        )


def _resolve(path: PurePosixPath) -> str:
    parts: list[str] = []
    for part in path.parts:
        if part == "..":
            if parts:
                parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
