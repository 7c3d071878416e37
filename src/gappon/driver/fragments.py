"""What was laid out, and what was made of it, kept in the cache under what it was made from."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import replace
from functools import cache as memoise

from gappon.driver.digest import digest_of
from gappon.driver.keys import FRAGMENT, Recipe
from gappon.driver.store import Store
from gappon.errors import CompileError, FontError
from gappon.exporters.raster import draw_page
from gappon.fonts import Font
from gappon.typesetter.fragment import HEAD_BYTES, Document, Fragment, identify

IMAGE = Recipe.of(draw_page)


class FragmentStore:
    """Keeps fragments, their pages apart from what is known of these.

    Args:
        store: where they are kept.
        fonts: all that pages may use; fragments depend on them.
    """

    def __init__(self, store: Store, fonts: tuple[Font, ...]) -> None:
        self.cache = store.cache
        self.keys = store.keys
        self.made = store.made
        self._fonts = fonts
        self._state_of_fonts = digest_of(fonts)
        self._unsaved: dict[str, bytes] = {}

    def key(self, document: Document) -> str:
        """Return the key of a document's fragment."""
        return self.keys.key(FRAGMENT, self._state_of_fonts, document)

    def key_of_image(self, document: Document) -> str:
        """Return the key of a document's first page as an image."""
        return self.keys.key(IMAGE, self._state_of_fonts, document)

    def look_up(self, key: str) -> Fragment | None:
        """Return a fragment without its pages; None unless these are there too."""
        fragment = self.cache.load(key)
        if not isinstance(fragment, Fragment) or not self.cache.has(_pages_key(key)):
            return None
        return replace(fragment, stored_as=key)

    def store(self, key: str, fragment: Fragment) -> Fragment:
        """Keep a new fragment; return it without its pages.

        Raises:
            FontError: its pages are set in other fonts than were asked for.
        """
        check_fonts(fragment, _families(self._fonts))
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


def check_fonts(fragment: Fragment, families: Mapping[str, Set[str]]) -> None:
    """Compare the fonts that pages are set in with those that were asked for.

    Args:
        fragment: the pages.
        families: names of declared fonts by what identifies their files.

    Raises:
        FontError: they differ; the whole volume would be in other fonts.
    """
    for asked, came in fragment.strangers:
        raise FontError(
            f"{fragment.key}: the font {asked} was asked for, and {came} came instead; name a font "
            "that `gappon fonts` lists, or add it under 'fonts' in gappon.yaml"
        )
    for font in fragment.fonts:
        known = families.get(font.identity, frozenset())
        if font.family not in known:
            names = " or ".join(sorted(known)) or "a declared font"
            raise FontError(
                f"{fragment.key}: pages are set in {font.family} instead of {names}: the fonts are "
                "not known by their names; build again with another cache (--cache)"
            )


@memoise
def _families(fonts: tuple[Font, ...]) -> dict[str, frozenset[str]]:
    """Return the families of fonts by what identifies their files."""
    found: dict[str, frozenset[str]] = {}
    for font in fonts:
        with font.path.open("rb") as file:
            identity = identify(file.read(HEAD_BYTES), font.path.stat().st_size)
        found[identity] = found.get(identity, frozenset()) | {font.family}
    return found


def _pages_key(key: str) -> str:
    return digest_of("pages", key)
