"""What was laid out, and what was made of it, kept in the cache under what it was made from."""

from __future__ import annotations

from dataclasses import replace
from functools import cache as memoise
from importlib.metadata import version

from gappon.driver.cache import Cache, key_of
from gappon.errors import CompileError
from gappon.fonts import Font, fonts_digest
from gappon.paths import code_digest
from gappon.typesetter.fragment import Document, Fragment


class FragmentStore:
    """Keeps fragments, their pages apart from what is known of these.

    Args:
        cache: where they are kept.
        fonts: all that pages may use; fragments depend on them.

    Attributes:
        context: versions and fonts that every fragment depends on.
    """

    def __init__(self, cache: Cache, fonts: tuple[Font, ...]) -> None:
        self.cache = cache
        self.context = (
            code_digest("exporters/pdf", "typesetter", "binding", "kumihan", "png"),
            fonts_digest(fonts),
            *_libraries(),
        )
        self._unsaved: dict[str, bytes] = {}

    def key(self, document: Document) -> str:
        """Return the key of a document's fragment."""
        return key_of("fragment", *self.context, document.digest())

    def look_up(self, key: str) -> Fragment | None:
        """Return a fragment without its pages; None unless these are there too."""
        fragment = self.cache.load(key)
        if not isinstance(fragment, Fragment) or not self.cache.has(_pages_key(key)):
            return None
        return replace(fragment, stored_as=key)

    def store(self, key: str, fragment: Fragment) -> Fragment:
        """Keep a new fragment; return it without its pages."""
        if not self.cache.write(_pages_key(key), fragment.pdf):
            self._unsaved[key] = fragment.pdf
        light = fragment.without_pages(key)
        self.cache.store(key, light)
        return light

    def pages_of(self, fragment: Fragment) -> bytes:
        """Return the pages of a fragment.

        Raises:
            CompileError: the cache has lost or damaged them since.
        """
        key = fragment.stored_as
        data = self._unsaved.get(key) or self.cache.read(_pages_key(key))
        if data is None:
            raise CompileError("the cache has lost pages during the build; build again")
        return data

    def recall(self, *made_from: object) -> bytes | None:
        """Return what was made from certain values, None when nothing is kept."""
        return self.cache.read(key_of(*made_from, *self.context))

    def keep(self, data: bytes, *made_from: object) -> None:
        """Keep what was made from certain values."""
        self.cache.write(key_of(*made_from, *self.context), data)


def _pages_key(key: str) -> str:
    return key_of("pages", key)


@memoise
def _libraries() -> tuple[str, ...]:
    return tuple(
        version(name) for name in ("weasyprint", "pydyf", "uharfbuzz", "ziamath", "pillow")
    )
