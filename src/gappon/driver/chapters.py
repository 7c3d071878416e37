"""Posts → chapters, each converted once and kept in the cache."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import replace
from typing import Any, Protocol

from gappon.config import Config
from gappon.converter.findings import SiteContext
from gappon.converter.habits import TextHabits
from gappon.converter.images.finder import ImageFinder, LookedUp
from gappon.converter.post_index import PostIndex
from gappon.converter.worker import convert_packed
from gappon.driver.digest import digest_of
from gappon.driver.failures import unconverted
from gappon.driver.keys import CHAPTER
from gappon.driver.options import Progress
from gappon.driver.report import Report
from gappon.driver.store import Store
from gappon.errors import CompileError, GapponError
from gappon.publication import Chapter, Post, Site
from gappon.theme import Theme
from gappon.values import decode

IN_FLIGHT = 8


class Converters(Protocol):
    """Workers that convert posts."""

    def share(self, value: Any) -> Any:
        """Return what stands for a value among the arguments of tasks."""

    def submit_within(
        self, seconds: float, function: Callable[..., Any], /, *arguments: Any
    ) -> Future[Any]:
        """Run a function with a time limit."""


class ChapterSource:
    """Gives the chapters of a site's posts, from the cache where nothing changed.

    Args:
        site: has the posts.
        config: what converting is asked for.
        theme: what it asks of text.
        store: has what was converted before.
        workers: gives workers when the first post has to be converted.
    """

    def __init__(
        self,
        site: Site,
        config: Config,
        theme: Theme,
        store: Store,
        workers: Callable[[], Converters],
    ) -> None:
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
        self._workers = workers
        self._seconds = config.limits.post_seconds
        self._failed = config.posts.failed
        self._shared: Any = None

    def chapters(
        self, posts: Iterable[Post], report: Report, progress: Progress
    ) -> Iterator[Chapter]:
        """Yield the chapters of posts, each as soon as it is there.

        The longest are begun first, so that at the end no worker is left alone with one of them.
        Of a post that cannot be converted, a chapter says so (:attr:`Chapter.failure`).

        Args:
            posts: each is converted once.
            report: counts what was converted and what was reused.
            progress: is told.
        """
        unique = {post.key: post for post in posts}
        progress.begin("convert", len(unique))
        begun: dict[Future[Any], tuple[Post, str]] = {}
        for post in sorted(unique.values(), key=lambda post: -len(post.body)):
            with report.timed("convert"):
                key = self.store.keys.key(CHAPTER, self._site, post)
                kept = self._look_up(key, post)
            if kept is not None:
                yield _counted(kept, report, progress, reused=True)
                continue
            begun[self._begin(post)] = post, key
            if len(begun) >= IN_FLIGHT:
                yield from self._finished(begun, report, progress)
        while begun:
            yield from self._finished(begun, report, progress)

    def chapter(self, post: Post, report: Report, progress: Progress) -> Chapter:
        """Return the chapter of one post, or of a page of the site."""
        (chapter,) = self.chapters([post], report, progress)
        return chapter

    def _look_up(self, key: str, post: Post) -> Chapter | None:
        """Return a chapter that was converted before, if files that it depends on are the same."""
        chapter, looked_up = _entry(self.store.cache.load(key))
        if chapter is None or any(
            self.site.images.look_up(each.source, post.source) != each for each in looked_up
        ):
            return None
        return replace(chapter, post=post)

    def _begin(self, post: Post) -> Future[Any]:
        workers = self._workers()
        if self._shared is None:
            self._shared = workers.share(self.site)
        return workers.submit_within(self._seconds, convert_packed, post, self._shared)

    def _finished(
        self, begun: dict[Future[Any], tuple[Post, str]], report: Report, progress: Progress
    ) -> Iterator[Chapter]:
        """Wait until a worker has a chapter; yield those that are there."""
        with report.timed("convert"):
            ready, _ = wait(begun, return_when=FIRST_COMPLETED)
        for future in ready:
            post, key = begun.pop(future)
            with report.timed("convert"):
                chapter = self._take(future, post, key)
            yield _counted(chapter, report, progress, reused=False)

    def _take(self, future: Future[Any], post: Post, key: str) -> Chapter:
        """Return what a worker has made of a post."""
        try:
            data = future.result()
            chapter, _ = _entry(decode(data))
            if chapter is None:
                raise CompileError("a worker returned something else than a chapter")
        except GapponError as error:
            return unconverted(post, str(error), self._failed)
        self.store.cache.write(key, data)
        return replace(chapter, post=post)


def _entry(entry: Any) -> tuple[Chapter | None, tuple[LookedUp, ...]]:
    """Return the chapter of a cache's entry with what it depends on; None for a foreign one."""
    match entry:
        case (Chapter() as chapter, tuple() as looked_up):
            if all(isinstance(each, LookedUp) for each in looked_up):
                return chapter, looked_up
    return None, ()


def _counted(chapter: Chapter, report: Report, progress: Progress, *, reused: bool) -> Chapter:
    report.chapters["reused" if reused else "converted"] += 1
    progress.advance("convert", chapter.post.source, reused=reused)
    return chapter
