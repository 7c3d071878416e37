"""One post → one chapter, in the order in which a construct can meet the next.

``Markdown → leftovers resolved → HTML (Mistune) → sanitised (nh3) → tree → links, images,
structure → XHTML``. A chapter does not depend on the volume that it will be bound in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial

from lxml import etree

from gappon.converter import dangling, enrich, kramdown, liquid, mathml, model, tree
from gappon.converter.formula import insert_formulas
from gappon.converter.image_finder import ImageError, ImageFinder
from gappon.converter.images import load_image
from gappon.converter.japanese import TextHabits, apply_habits
from gappon.converter.links import PostIndex, resolve_links
from gappon.converter.markdown import to_html, without_own_marks
from gappon.converter.plugins.ruby import mark_kanji, protect
from gappon.converter.sanitize import dangerous, sanitize
from gappon.converter.segments import in_text, pieces
from gappon.diagnostics import Notices
from gappon.publication import Asset, Chapter, Post


@dataclass(frozen=True)
class Conversion:
    """What converting needs to know besides the post.

    Attributes:
        index: all posts of the site, for links.
        images: finds images.
        habits: what the theme asks of text.
        variables: values for ``{{ site.title }}`` and the like.
    """

    index: PostIndex
    images: ImageFinder
    habits: TextHabits = field(default_factory=TextHabits)
    variables: dict[str, str] = field(default_factory=dict)


def convert(post: Post, conversion: Conversion) -> Chapter:
    """Convert a post. It never raises for what is in the post."""
    notices = Notices(post.source)
    line_of = partial(_line_of, post)
    html = to_html(_prepare(post, conversion, notices))
    _report_dangerous(post, notices)
    root = tree.parse(sanitize(html), notices)
    if "{" in post.body:
        kramdown.apply(root)
    mathml.keep_valid(root, notices, line_of)
    insert_formulas(root, notices, line_of)
    assets = _place_images(root, post, conversion.images, notices)
    enrich.make_figures(root)
    enrich.mark_strong_lines(root)
    model.conform(root)
    enrich.shift_headings(root)
    if enrich.drop_empty_headings(root):
        notices.warning("empty-heading", "a heading without text was left out")
        enrich.shift_headings(root)
    linked = resolve_links(root, post, conversion.index, notices, line_of)
    enrich.link_notes(root)
    enrich.give_ids(root)
    if "{:" in post.body:
        kramdown.contents_list(root)
    for target in enrich.drop_dead_anchors(root):
        notices.warning(
            "dead-anchor",
            f"the link to {target!r} has no target in this post; its text was kept",
            line_of(target),
        )
    enrich.give_tables_headers(root)
    enrich.mark_tasks(root)
    enrich.give_roles(root)
    for end, remark in dangling.mend(root, keep=conversion.habits.cut_off == "keep"):
        message = f"a paragraph ends with {end[-1]}, {remark}"
        notices.warning("cut-off", message, line_of(f"{end}\n") or line_of(end))
    apply_habits(root, conversion.habits)
    has_ruby = root.find(".//ruby") is not None
    enrich.give_ruby_parentheses(root)
    hero = _hero(post, conversion.images, notices)
    return Chapter(
        post=post,
        body=tree.serialise(root).strip(),
        hero=hero,
        headings=enrich.headings_of(root),
        assets=tuple(dict.fromkeys((*((hero,) if hero else ()), *assets))),
        links=linked,
        has_mathml=root.find(".//math") is not None,
        has_ruby=has_ruby,
        images_without_alt=sum(not image.get("alt") for image in root.iter("img")),
        notices=tuple(notices),
    )


def _prepare(post: Post, conversion: Conversion, notices: Notices) -> str:
    variables = {
        "page.title": post.title,
        "page.date": f"{post.date:%Y-%m-%d}",
        "page.author": "、".join(post.authors),
        "page.url": post.permalink,
        "page.excerpt": post.excerpt,
        "page.description": post.excerpt,
        **conversion.variables,
    }

    def post_path(name: str) -> str | None:
        found = conversion.index.named(name)
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


def _place_images(
    root: etree._Element, post: Post, finder: ImageFinder, notices: Notices
) -> list[Asset]:
    assets = []
    for image in list(root.iter("img")):
        source = image.get("src") or ""
        line = _line_of(post, source)
        try:
            asset, changed = load_image(finder, source, post.source)
        except ImageError as error:
            notices.warning(
                "image", f"the image {source[:80]!r} {error}; its description stands instead", line
            )
            _describe_instead(image, source)
            continue
        if changed:
            notices.warning(
                "image-cleaned",
                f"scripts or outside references in {source[:80]!r} were taken out",
                line,
            )
        if not image.get("alt"):
            image.set("alt", "")
            notices.warning(
                "image-alt", f"the image {source[:80]!r} has no description; write ![…]", line
            )
        image.set("src", f"asset:{asset.name}")
        assets.append(asset)
    return assets


def _describe_instead(image: etree._Element, source: str) -> None:
    """Put the description where the image would be; an image on the web becomes a link to it."""
    description = image.get("alt") or image.get("title") or "画像"
    parent = image.getparent()
    inside_link = parent is not None and parent.tag == "a"
    on_the_web = re.match(r"https?://|//", source)
    holder = etree.Element("a" if on_the_web and not inside_link else "span")
    holder.set("class", "missing-image")
    if holder.tag == "a":
        holder.set("href", source)
    holder.text = f"［画像: {description}］"
    holder.tail = image.tail
    if parent is not None:
        parent.replace(image, holder)


def _hero(post: Post, finder: ImageFinder, notices: Notices) -> Asset | None:
    """Return the image of the front matter."""
    if not post.image:
        return None
    try:
        asset, _ = load_image(finder, post.image, post.source)
    except ImageError as error:
        notices.warning(
            "image", f"the image {post.image[:80]!r} of the front matter {error}; left out", 1
        )
        return None
    return asset


def _line_of(post: Post, text: str) -> int:
    """Return the line of the file where a text stands first, 0 when it does not."""
    position = post.body.find(text) if text else -1
    return post.body_line + post.body.count("\n", 0, position) if position >= 0 else 0
