"""What a worker runs; a light module, because the process that gives it work imports it too."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gappon.publication import Post
from gappon.values import encode

if TYPE_CHECKING:
    from gappon.converter.findings import SiteContext

CONVERTER_MODULE = "gappon.converter.convert"  # importing it takes a quarter of a second


def convert_packed(post: Post, site: SiteContext) -> bytes:
    """Convert a post; its chapter, and the files it looked for, travel as bytes.

    The chapter's post is without its text: whoever asked has that.
    """
    from gappon.converter.convert import convert

    conversion = convert(post, site)
    chapter = replace(conversion.chapter, post=replace(post, body=""))
    return encode((chapter, conversion.looked_up))
