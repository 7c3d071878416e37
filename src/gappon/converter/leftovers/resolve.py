"""A post's Markdown without what its site's generator would have resolved, by kind of site."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from gappon.converter.findings import Findings, PassContext
from gappon.converter.images.finder import ImageError, LookedUp
from gappon.converter.leftovers import hexo, mdx, shortcodes
from gappon.converter.source import SourceText
from gappon.diagnostics import Notices
from gappon.publication import Post

MAX_INCLUDE = 1_000_000  # bytes of a file in _includes
Warn = Callable[[str, str, int], None]


def resolve_leftovers(context: PassContext) -> tuple[SourceText, Findings]:
    """Return the Markdown of a post, and what it takes from other files."""
    post, notices = context.post, Notices(context.post.source)
    source = SourceText.of(post.body, post.body_line)
    looked_up: list[LookedUp] = []

    def post_path(name: str) -> str | None:
        found = context.site.index.named(name, post.source)
        return found.permalink if found else None

    def read_include(name: str) -> str | None:
        if ".." in PurePosixPath(name).parts:
            return None
        address = f"/_includes/{name}"
        looked_up.append(context.site.images.look_up(address, post.source))
        try:
            path = context.site.images.locate(address, post.source)
            return path.read_bytes()[:MAX_INCLUDE].decode("utf-8", "replace")
        except (ImageError, OSError):
            return None

    if post.dialect.leftovers == "liquid" and ("{%" in source.text or "{{" in source.text):
        from gappon.converter.leftovers import liquid  # half a second, for few posts

        site = liquid.Site(
            _variables(post, context.site.variables),
            context.site.variables.get("site.address", ""),
            context.site.variables.get("site.baseurl", ""),
            post_path,
            read_include,
        )
        source = liquid.resolve(source, site, notices.warning)
    elif post.dialect.leftovers == "hugo":
        source = shortcodes.resolve(source, post_path, notices.warning)
    elif post.dialect.leftovers == "hexo":
        source = hexo.resolve(
            source, lambda name: context.site.index.named(name, post.source), notices.warning
        )
    elif post.dialect.leftovers == "mdx":
        source = mdx.resolve(source, notices.warning)
    return source, Findings(tuple(notices), looked_up=tuple(looked_up))


def _variables(post: Post, known: Mapping[str, str]) -> dict[str, object]:
    """Return what ``page`` and ``site`` hold in Jekyll."""
    page: dict[str, object] = {
        **post.extra,
        "title": post.title,
        "author": "、".join(post.authors),
        "url": post.permalink,
        "excerpt": post.excerpt,
        "description": post.excerpt,
        "slug": post.slug,
        "image": post.image,
        "categories": list(post.categories),
        "tags": list(post.tags),
    }
    if post.date:
        page["date"] = f"{post.date:%Y-%m-%d %H:%M:%S %z}"
    site: dict[str, object] = {}
    for name, value in known.items():
        site[name.removeprefix("site.")] = value
    return {"page": page, "site": site}
