"""Documents → fragments: each looked up among those that are kept, else given to a worker, once.

Workers have few documents at a time, in the order in which these came.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, field
from typing import Any

from gappon.driver.fragments import FragmentStore
from gappon.driver.options import Progress
from gappon.driver.report import Report
from gappon.errors import CompileError
from gappon.exporters.raster import draw_page
from gappon.typesetter.fragment import Document, Fragment
from gappon.typesetter.worker import compile_packed
from gappon.values import decode

IN_FLIGHT = 8


@dataclass
class Order:
    """A document on its way to a fragment; see :class:`gappon.exporters.base.Ordered`."""

    name: str
    key: str
    step: str
    scheduler: Scheduler = field(repr=False)
    fragment: Fragment | None = None
    failure: str = ""

    def result(self) -> Fragment:
        """Wait for the fragment, without its pages.

        Raises:
            CompileError: the document could not be laid out.
        """
        if self.fragment is None and not self.failure:
            self.scheduler.wait_for(self)
        if self.fragment is None:
            raise CompileError(self.failure)
        return self.fragment


class Scheduler:
    """Lays documents out for exporters: a :class:`gappon.exporters.base.Workshop`.

    Args:
        store: has what was laid out before.
        workers: gives workers when the first document has to be laid out.
        report: counts what was laid out and what was reused.
        progress: is told.
    """

    def __init__(
        self,
        store: FragmentStore,
        workers: Callable[[], Executor],
        report: Report,
        progress: Progress,
    ) -> None:
        self.store = store
        self.report = report
        self.progress = progress
        self._workers = workers
        self._orders: dict[str, Order] = {}
        self._under_way: dict[Future[Any], Order] = {}
        self._images: dict[str, Future[Any]] = {}

    def order(self, document: Document, step: str) -> Order:
        """Look a document up, else give it to a worker; wait while too many are on their way.

        Args:
            document: to be laid out; one that was ordered before is not laid out again.
            step: as which progress is told.
        """
        key = self.store.key(document)
        if key in self._orders:
            return self._orders[key]
        order = self._orders[key] = Order(document.key, key, step, self)
        order.fragment = self.store.look_up(key)
        if order.fragment is not None:
            self.report.fragments["reused"] += 1
            self._count(order, reused=True)
            return order
        self._under_way[self._workers().submit(compile_packed, document)] = order
        self._wait(IN_FLIGHT)
        return order

    def failed(self, name: str, step: str, error: Exception) -> Order:
        """Return the order of a document that could not even be made."""
        order = Order(name, "", step, self, failure=_reason(error))
        self._count(order, reused=False)
        return order

    def begin(self, document: Document) -> Order:
        """Begin to lay out a page of a volume."""
        return self.order(document, "furniture")

    def fragments(self, documents: Iterable[Document]) -> dict[str, Fragment]:
        """Return fragments without which there is no volume, by the keys of the documents.

        Raises:
            CompileError: one could not be laid out.
        """
        orders = [self.begin(document) for document in documents]
        try:
            return {order.name: order.result() for order in orders}
        except CompileError as error:
            failed = next(order for order in orders if order.failure)
            raise CompileError(f"{failed.name} could not be laid out: {error}") from error

    def finish(self) -> None:
        """Wait for all that was ordered."""
        self._wait(0)

    def wait_for(self, order: Order) -> None:
        """Wait for a document."""
        future = next(future for future, other in self._under_way.items() if other is order)
        wait([future])
        self._take(future)

    def pages_of(self, fragment: Fragment) -> bytes:
        """Return the pages of a fragment."""
        return self.store.pages_of(fragment)

    def made(self, function: Callable[..., bytes], /, *arguments: object) -> bytes:
        """Return what a function makes of values; it is kept."""
        return self.store.made(function, *arguments)

    def order_image(self, document: Document) -> None:
        """Let a worker draw a page, unless its image is there."""
        key = self.store.key_of_image(document)
        if key not in self._images and not self.store.cache.has(key):
            self._images[key] = self._workers().submit(draw_page, document)

    def image(self, document: Document) -> bytes:
        """Return the first page of a document as a PNG.

        Raises:
            CompileError: it could not be drawn.
        """
        key = self.store.key_of_image(document)
        data = self.store.cache.read(key)
        if data is not None:
            return data
        self.order_image(document)
        try:
            with self.report.timed("cover"):
                made: bytes = self._images.pop(key).result()
        except Exception as error:
            raise CompileError(f"the {document.key} could not be drawn: {error}") from error
        self.store.cache.write(key, made)
        return made

    @property
    def busy(self) -> bool:
        """Workers have documents."""
        return bool(self._under_way)

    def _wait(self, at_most: int) -> None:
        while len(self._under_way) > at_most:
            ready, _ = wait(self._under_way, return_when=FIRST_COMPLETED)
            for future in ready:
                self._take(future)

    def _take(self, future: Future[Any]) -> None:
        """Take what a worker has made."""
        order = self._under_way.pop(future)
        try:
            fragment = decode(future.result())
            if not isinstance(fragment, Fragment):
                raise CompileError("a worker returned something else than a fragment")
        except Exception as error:
            order.failure = _reason(error)
        else:
            order.fragment = self.store.store(order.key, fragment)
            self.report.fragments["compiled"] += 1
        self._count(order, reused=False)

    def _count(self, order: Order, *, reused: bool) -> None:
        pages = 0
        if order.fragment is not None:
            pages = order.fragment.pages
            self.report.composed += order.fragment.composed
            for reason, characters in order.fragment.fallback.items():
                found = self.report.fallback.get(reason, 0)
                self.report.fallback[reason] = found + characters
        self.progress.advance(order.step, order.name, reused=reused, pages=pages)


def _reason(error: Exception) -> str:
    if isinstance(error, CompileError):
        return str(error)
    if isinstance(error, RecursionError):
        return "its elements are nested too deeply to be laid out"
    return f"{type(error).__name__}: {error}"
