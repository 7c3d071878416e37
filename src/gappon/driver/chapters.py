"""Posts → chapters, each converted once and kept in the cache."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from gappon.config import Config
from gappon.converter.findings import SiteContext
from gappon.converter.habits import TextHabits
from gappon.converter.images.finder import ImageFinder
from gappon.converter.post_index import PostIndex
from gappon.driver.digest import digest_of
from gappon.driver.keys import CHAPTER
from gappon.driver.options import Progress
from gappon.driver.report import Report
from gappon.driver.store import Store
from gappon.publication import Chapter, Post, Site
from gappon.theme import Theme


class ChapterSource:
    """Gives the chapters of a site's posts, from the cache where nothing changed."""

    def __init__(self, site: Site, config: Config, theme: Theme, store: Store) -> None:
        base = config.base_path
        linked = (*site.posts, *site.pages.values())
        text = theme.settings.text
        variables = {
            "site.title": config.title,
            "site.url": config.url,
            "site.baseurl": base,
            "site.address": config.site_url,
            "site.description": config.description,
            "site.author": "、".join(config.author),
        }
        self.site = SiteContext(
            PostIndex.of(linked, config.site_url, base, site.left_out),
            ImageFinder(
                site.root, base, config.site_url, config.epub.image_megapixels, site.images
            ),
            TextHabits(text.join_lines, text.typed_spaces, text.cut_off),
            variables,
        )
        self.store = store
        self._site = digest_of(self.site)

    def chapters(
        self, posts: Iterable[Post], report: Report, progress: Progress
    ) -> Iterator[Chapter]:
        """Yield the chapters of posts, each as soon as it is converted.

        The longest come first, so that at the end no worker is left alone with one of them.

        Args:
            posts: each is converted once.
            report: counts what was converted and what was reused.
            progress: is told.
        """
        unique = {post.key: post for post in posts}
        progress.begin("convert", len(unique))
        for post in sorted(unique.values(), key=lambda post: -len(post.body)):
            yield self.chapter(post, report, progress)

    def chapter(self, post: Post, report: Report, progress: Progress) -> Chapter:
        """Return the chapter of one post, or of a page of the site."""
        with report.timed("convert"):
            chapter, reused = self._chapter(post)
        report.chapters["reused" if reused else "converted"] += 1
        progress.advance("convert", post.source, reused=reused)
        return chapter

    def _chapter(self, post: Post) -> tuple[Chapter, bool]:
        key = self.store.keys.key(CHAPTER, self._site, post)
        entry = self.store.cache.load(key)
        if isinstance(entry, tuple) and len(entry) == 2:
            chapter, looked_up = entry
            if (
                isinstance(chapter, Chapter)
                and isinstance(looked_up, tuple)
                and all(
                    self.site.images.look_up(each.source, post.source) == each for each in looked_up
                )
            ):
                return replace(chapter, post=post), True
        from gappon.converter.convert import convert  # not when nothing changed

        conversion = convert(post, self.site)
        light = replace(conversion.chapter, post=_light(post))
        self.store.cache.store(key, (light, conversion.looked_up))
        return conversion.chapter, False


def _light(post: Post) -> Post:
    """Return a post without its text: an entry of the cache need not hold it twice."""
    return replace(post, body="")
