"""The cache by recipes: what was made of certain values is not made of them again."""

from __future__ import annotations

from collections.abc import Callable

from gappon.driver.cache import Cache
from gappon.driver.code import load_code
from gappon.driver.keys import Keys, Recipe


class Store:
    """A cache, with the keys under which things are in it.

    Args:
        cache: holds them.

    Attributes:
        keys: by the code of this program, as it is now.
    """

    def __init__(self, cache: Cache) -> None:
        self.cache = cache
        self.keys = Keys(load_code(cache))

    def made(self, function: Callable[..., bytes], /, *arguments: object) -> bytes:
        """Return what a function of a module makes of values, made once."""
        key = self.keys.key(Recipe.of(function), *arguments)
        data = self.cache.read(key)
        if data is None:
            data = function(*arguments)
            self.cache.write(key, data)
        return data
