"""One post → one chapter.

``Markdown → leftovers resolved → HTML (markdown-it) → sanitised (nh3) → tree → passes → XHTML``. A
chapter does not depend on the volume that it will be bound in.
"""

from __future__ import annotations

from dataclasses import dataclass

from gappon.converter import tree
from gappon.converter.findings import PassContext, SiteContext
from gappon.converter.images.finder import LookedUp
from gappon.converter.images.place import load_hero
from gappon.converter.leftovers.resolve import resolve_leftovers
from gappon.converter.markdown.parser import to_html
from gappon.converter.passes import run_passes
from gappon.converter.sanitize import sanitize
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
    source, found = resolve_leftovers(context)
    notices.extend(found.notices)
    root, too_deep = tree.parse(sanitize(to_html(source, post.dialect, notices)))
    if too_deep:
        message = (
            f"elements nested deeper than {tree.MAX_DEPTH} were unwrapped; their text was kept"
        )
        notices.warning("nested-too-deep", message, too_deep[0])
    hero, about_hero = load_hero(context)
    found += run_passes(root, context) + about_hero
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
