"""What passes over a chapter's tree are given, and what they find."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from lxml import etree

from gappon.converter.habits import TextHabits
from gappon.converter.images.finder import ImageFinder, LookedUp
from gappon.converter.post_index import PostIndex
from gappon.diagnostics import Notice, Severity
from gappon.publication import Asset, Post


@dataclass(frozen=True)
class SiteContext:
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


@dataclass(frozen=True)
class PassContext:
    """A post and its site, as a pass sees them."""

    post: Post
    site: SiteContext

    def warning(self, code: str, message: str, line: int = 0) -> Notice:
        """Return a notice that something in the post was repaired or left out."""
        return Notice(self.post.source, line, Severity.WARNING, code, message)


@dataclass(frozen=True)
class Findings:
    """What a pass found, besides the changes that it made to the tree.

    Attributes:
        notices: what has to be said.
        assets: images that the chapter shows, in order.
        looked_up: files that were looked for; the chapter depends on them.
        links: keys of the posts linked to.
    """

    notices: tuple[Notice, ...] = ()
    assets: tuple[Asset, ...] = ()
    looked_up: tuple[LookedUp, ...] = ()
    links: tuple[str, ...] = ()

    @classmethod
    def of_all(cls, found: Sequence[Findings]) -> Findings:
        """Return what many found, in a time that grows with their number."""
        return cls(
            tuple(notice for each in found for notice in each.notices),
            tuple(asset for each in found for asset in each.assets),
            tuple(item for each in found for item in each.looked_up),
            tuple(key for each in found for key in each.links),
        )

    def __add__(self, other: Findings) -> Findings:
        """Return what two passes found, in their order."""
        return Findings(
            self.notices + other.notices,
            self.assets + other.assets,
            self.looked_up + other.looked_up,
            self.links + other.links,
        )


NOTHING = Findings()
Pass = Callable[[etree._Element, PassContext], Findings]
