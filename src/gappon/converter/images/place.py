"""Images put into a chapter: each becomes ``asset:NAME``; where there is none, its description."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from gappon.converter import tree
from gappon.converter.findings import Findings, PassContext
from gappon.converter.images.assets import load_image
from gappon.converter.images.finder import ImageError, LookedUp
from gappon.publication import Asset

SHOWN = 80  # characters of an address in a notice


def place_images(root: etree._Element, context: PassContext) -> Findings:
    """Load the images of a chapter; what cannot be had is described instead."""
    images = list(root.iter("img"))
    sources = dict.fromkeys(image.get("src") or "" for image in images)
    loaded = {source: _load(source, context) for source in sources}
    placed = [_place(image, loaded[image.get("src") or ""], context) for image in images]
    looked_up = tuple(each.looked_up for each in loaded.values())
    return Findings.of_all([*placed, Findings(looked_up=looked_up)])


def load_hero(context: PassContext) -> tuple[Asset | None, Findings]:
    """Return the image of the front matter, None when there is none or it cannot be had."""
    post, finder = context.post, context.site.images
    if not post.image:
        return None, Findings()
    looked_up = (finder.look_up(post.image, post.source),)
    try:
        asset, _ = load_image(finder, post.image, post.source)
    except ImageError as error:
        message = f"the image {post.image[:SHOWN]!r} of the front matter {error}; left out"
        return None, Findings(
            (context.warning("image", message, post.image_line),), looked_up=looked_up
        )
    return asset, Findings(looked_up=looked_up)


@dataclass(frozen=True)
class _Loaded:
    """What an address of an image leads to; each is loaded once, however often it is shown."""

    looked_up: LookedUp
    asset: Asset | None = None
    changed: bool = False
    problem: str = ""


def _load(source: str, context: PassContext) -> _Loaded:
    finder, post_source = context.site.images, context.post.source
    looked_up = finder.look_up(source, post_source)
    try:
        asset, changed = load_image(finder, source, post_source)
    except ImageError as error:
        return _Loaded(looked_up, problem=str(error))
    return _Loaded(looked_up, asset, changed)


def _place(image: etree._Element, loaded: _Loaded, context: PassContext) -> Findings:
    source = image.get("src") or ""
    shown, line = repr(source[:SHOWN]), tree.line_of(image)
    if loaded.asset is None:
        _describe_instead(image, source)
        message = f"the image {shown} {loaded.problem}; its description stands instead"
        return Findings((context.warning("image", message, line),))
    notices = []
    if loaded.changed:
        message = f"scripts or outside references in {shown} were taken out"
        notices.append(context.warning("image-cleaned", message, line))
    if not image.get("alt"):
        image.set("alt", "")
        message = f"the image {shown} has no description; write ![…]"
        notices.append(context.warning("image-alt", message, line))
    image.set("src", f"asset:{loaded.asset.name}")
    return Findings(tuple(notices), (loaded.asset,))


def _describe_instead(image: etree._Element, source: str) -> None:
    """Put the description where the image would be; an image on the web becomes a link to it."""
    description = image.get("alt") or image.get("title") or "画像"
    parent = image.getparent()
    inside_link = parent is not None and parent.tag == "a"
    on_the_web = re.match(r"https?://|//", source)
    holder = etree.Element("a" if on_the_web and not inside_link else "span")
    holder.set("class", "missing-image")
    holder.set(tree.LINE, str(tree.line_of(image)))
    if holder.tag == "a":
        holder.set("href", source)
    holder.text = f"［画像: {description}］"
    holder.tail = image.tail
    if parent is not None:
        parent.replace(image, holder)
