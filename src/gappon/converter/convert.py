"""One post → one chapter.

``Markdown → leftovers resolved → HTML (Mistune) → sanitised (nh3) → tree → passes → XHTML``. A
chapter does not depend on the volume that it will be bound in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from gappon.converter import kramdown, liquid, tree
from gappon.converter.findings import PassContext, SiteContext
from gappon.converter.images.finder import LookedUp
from gappon.converter.images.place import load_hero
from gappon.converter.markdown import to_html, without_own_marks
from gappon.converter.passes import run_passes
from gappon.converter.plugins.ruby import mark_kanji, protect
from gappon.converter.sanitize import dangerous, sanitize
from gappon.converter.segments import in_text, pieces
from gappon.converter.structure.headings import headings_of
from gappon.diagnostics import Notices
from gappon.publication import Chapter, Post


@dataclass(frozen=True)
class Conversion:
    """A converted post, and what it depends on besides the post and its site's addresses.

    Attributes:
        chapter: the post as XHTML; the posts that it links to are its ``links``.
        looked_up: the image files that were looked for, and how they were.
    """

    chapter: Chapter
    looked_up: tuple[LookedUp, ...] = ()


def convert(post: Post, site: SiteContext) -> Conversion:
    """Convert a post. It never raises for what is in the post."""
    notices = Notices(post.source)
    context = PassContext(post, site)
    html = to_html(_prepare(post, site, notices))
    _report_dangerous(post, notices)
    root = tree.parse(sanitize(html), notices)
    found = run_passes(root, context)
    hero, about_hero = load_hero(context)
    found += about_hero
    notices.extend(found.notices)
    chapter = Chapter(
        post=post,
        body=tree.serialise(root).strip(),
        hero=hero,
        headings=headings_of(root),
        assets=tuple(dict.fromkeys((*((hero,) if hero else ()), *found.assets))),
        links=found.links,
        has_mathml=next(root.iter("math"), None) is not None,
        has_ruby=next(root.iter("ruby"), None) is not None,
        images_without_alt=sum(not image.get("alt") for image in root.iter("img")),
        notices=tuple(notices),
    )
    return Conversion(chapter, tuple(dict.fromkeys(found.looked_up)))


def _prepare(post: Post, site: SiteContext, notices: Notices) -> str:
    variables = {
        "page.title": post.title,
        "page.date": f"{post.date:%Y-%m-%d}" if post.date else "",
        "page.author": "、".join(post.authors),
        "page.url": post.permalink,
        "page.excerpt": post.excerpt,
        "page.description": post.excerpt,
        **site.variables,
    }

    def post_path(name: str) -> str | None:
        found = site.index.named(name)
        return found.permalink if found else None

    leftovers = liquid.Leftovers(variables, post_path, notices, post.body_line)
    source = leftovers.resolve(without_own_marks(post.body))
    if not any(mark in source for mark in ("《", "{")):
        return source
    return in_text(
        source,
        lambda text: kramdown.prepare(
            "\n".join(mark_kanji(protect(line)) for line in text.split("\n"))
        ),
    )


def _report_dangerous(post: Post, notices: Notices) -> None:
    """Say once what raw HTML of the post did not get through."""
    if "<" not in post.body:
        return
    line = post.body_line
    for is_code, piece in pieces(post.body):
        name = "" if is_code else dangerous(piece)
        if name and re.search(rf"<[^>]*{name}|{name}\s*:", piece, re.IGNORECASE):
            offset = piece.lower().find(name)
            notices.warning(
                "unsafe-html",
                f"'{name}' is not taken into books; it was left out",
                line + piece.count("\n", 0, max(offset, 0)),
            )
            return
        line += piece.count("\n")
