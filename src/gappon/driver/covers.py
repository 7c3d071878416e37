"""Cover images of EPUBs: made by workers while the posts are being converted."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from typing import Any

from gappon.driver.cache import key_of
from gappon.driver.compiler import Compiler
from gappon.errors import CompileError
from gappon.exporters.pdf.documents import matter_document
from gappon.publication import Book, Picture
from gappon.theme import Theme
from gappon.typesetter.fragment import Document


class Covers:
    """Gives the cover image of each book.

    Args:
        compiler: has workers and cache.
        theme: draws the covers.
    """

    def __init__(self, compiler: Compiler, theme: Theme) -> None:
        self.compiler = compiler
        self.theme = theme
        self._begun: dict[str, Future[Any]] = {}

    def begin(self, books: Sequence[Book]) -> None:
        """Let workers make the covers that are not in the cache; chapters are not needed yet."""
        for book in books:
            sheet = self._document(book)
            key = self._key(sheet)
            if key not in self._begun and not self.compiler.cache.has(key):
                self._begun[key] = self.compiler.executor.submit(_cover_image, sheet)

    def image(self, book: Book) -> bytes:
        """Return a book's cover as PNG.

        Raises:
            CompileError: it could not be made.
        """
        sheet = self._document(book)
        key = self._key(sheet)
        data = self.compiler.cache.read(key)
        if data is not None:
            return data
        future = self._begun.pop(key, None) or self.compiler.executor.submit(_cover_image, sheet)
        try:
            with self.compiler.report.timed("cover"):
                made: bytes = future.result()
        except Exception as error:
            raise CompileError(f"the cover could not be made: {error}") from error
        self.compiler.cache.write(key, made)
        return made

    def _document(self, book: Book) -> Document:
        cover = next(m for m in book.matter if isinstance(m.content, Picture))
        return matter_document(cover, book, self.theme)

    def _key(self, sheet: Document) -> str:
        return key_of("cover-png", *self.compiler.context, sheet.digest())


def _cover_image(sheet: Document) -> bytes:
    from gappon.exporters.epub.cover import cover_image

    return cover_image(sheet)
