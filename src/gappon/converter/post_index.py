"""The posts of a site by the ways in which others refer to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

from gappon.paths import normalise
from gappon.publication import LeftOut, Post

SUFFIXES = (".md", ".mdx", ".markdown")
# Of a path without suffix, what a generator would look for (docusaurus.io: Markdown links).
TRIED = (*SUFFIXES, "/index.md", "/index.mdx", "/README.md")


@dataclass(frozen=True)
class Target:
    """All that other posts depend on when they link to one.

    Attributes:
        key: of the post.
        source: path of its file, relative to the site.
        permalink: path of its page on the web site.
        language: of the post, empty when it says none.
        title: of a post of Hexo's, whose links by name show it; empty for others, so that a new
            title converts no other post again.
    """

    key: str
    source: str
    permalink: str
    language: str = ""
    title: str = ""


@dataclass(frozen=True)
class PostIndex:
    """Finds posts.

    Attributes:
        by_path: normalised site path → post.
        by_source: path of the file relative to the site → post.
        by_name: what posts are called in links by name → those that are.
        by_address: ``//host/path`` at a host that sites share → post; ``*`` stands for any author.
        left_out: path of a file that is in no book → why.
        site_url: address of the site, without a slash at the end.
        baseurl: path of the site below its host, e.g. ``/blog``, or ``""``.
    """

    by_path: Mapping[str, Target] = field(default_factory=dict)
    by_source: Mapping[str, Target] = field(default_factory=dict)
    by_name: Mapping[str, tuple[Target, ...]] = field(default_factory=dict)
    by_address: Mapping[str, Target] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)
    site_url: str = ""
    baseurl: str = ""

    @classmethod
    def of(
        cls,
        posts: Iterable[Post],
        site_url: str = "",
        baseurl: str = "",
        left_out: Iterable[LeftOut] = (),
    ) -> PostIndex:
        """Make the index of all posts of a site."""
        by_path: dict[str, Target] = {}
        by_source: dict[str, Target] = {}
        by_name: dict[str, list[Target]] = defaultdict(list)
        by_address: dict[str, Target] = {}
        for post in posts:
            title = post.title if post.dialect.leftovers == "hexo" else ""
            target = Target(post.key, post.source, post.permalink, post.language, title)
            by_source[post.source] = target
            for path in (post.permalink, *post.aliases):
                if path.startswith("//"):
                    by_address.setdefault(path.rstrip("/"), target)
                else:
                    by_path.setdefault(normalise(path), target)
            for name in post.names:
                by_name[name].append(target)
        return cls(
            by_path,
            by_source,
            {name: tuple(called) for name, called in by_name.items()},
            by_address,
            {item.source: str(item.reason) for item in left_out},
            site_url,
            baseurl,
        )

    def find(self, path: str, base: str) -> Target | None:
        """Return the post at a site path, or at a path relative to the file ``base``."""
        path = path.removeprefix(self.baseurl) if self.baseurl else path
        found = self.by_path.get(normalise(path))
        if found or path.startswith("/"):
            return found or self.by_source.get(path.lstrip("/"))
        file = _of_file(path, base)
        if file.endswith(SUFFIXES):
            return self.by_source.get(file) or self._called(PurePosixPath(file).stem, base)
        origin = self.by_source.get(base)
        if origin is not None and path:
            found = self.by_path.get(normalise(urljoin(origin.permalink, path)))
        tried = (self.by_source.get(file.rstrip("/") + suffix) for suffix in TRIED)
        return found or next((post for post in tried if post), None)

    def named(self, name: str, base: str = "") -> Target | None:
        """Return the post that ``{% post_url NAME %}`` or ``{{< ref "NAME" >}}`` means.

        Args:
            name: as it is written, with or without suffix.
            base: the file in which it stands; of several posts of a name, the one in the same
                language and the nearest folder is meant.
        """
        name = unquote(name).strip()
        whole = _without_suffix(name.strip("/"))
        return (
            self.by_source.get(name.lstrip("/"))
            or self.by_source.get(_of_file(name, base))
            or self._called(whole, base)
            or self._called(whole.casefold(), base)
            or self._called(PurePosixPath(whole).name, base)
            or self.by_path.get(normalise(name))
        )

    def elsewhere(self, address: str) -> Target | None:
        """Return the post at an address of a host that many sites share, as zenn.dev."""
        if not self.by_address:
            return None
        try:
            parts = urlsplit(address)
        except ValueError:
            return None
        path = parts.path.rstrip("/")
        below = path.lstrip("/").partition("/")[2]
        keys = (f"//{parts.netloc}{path}", f"//{parts.netloc}/*/{below}")
        return next((self.by_address[key] for key in keys if key in self.by_address), None)

    def why_left_out(self, path: str, base: str) -> str:
        """Say why the file to which a relative path leads is in no book, empty when it is none."""
        return self.left_out.get(_of_file(path, base), "")

    def _called(self, name: str, base: str) -> Target | None:
        called = self.by_name.get(name, ())
        if len(called) < 2:
            return called[0] if called else None
        origin = self.by_source.get(base)
        language = origin.language if origin else ""
        return max(called, key=lambda post: (post.language == language, _nearness(post, base)))


def _nearness(post: Target, base: str) -> int:
    """Return how many folders two files have in common."""
    pairs = zip(PurePosixPath(post.source).parts, PurePosixPath(base).parts, strict=False)
    return next((n for n, (one, other) in enumerate(pairs) if one != other), 0)


def _without_suffix(name: str) -> str:
    suffix = next((suffix for suffix in SUFFIXES if name.endswith(suffix)), "")
    return name.removesuffix(suffix)


def _of_file(path: str, base: str) -> str:
    """Return the path of a file, relative to the site, for one relative to another file."""
    parts: list[str] = []
    for part in (PurePosixPath(base).parent / unquote(path)).parts:
        if part == "..":
            if parts:
                parts.pop()
        elif part not in (".", "/"):
            parts.append(part)
    return "/".join(parts)
