"""Which things a build makes, and which it takes from the cache: seen at the cache's own door."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from gappon import BuildOptions, build
from gappon.driver.cache import Cache
from gappon.driver.keys import Keys, Recipe
from gappon.publication import Book, Post
from gappon.typesetter.fragment import Document

Made = dict[str, set[str]]


@contextmanager
def watching() -> Iterator[Made]:
    """Yield what is made meanwhile: names of things by their kind."""
    made: Made = {}
    things: dict[str, tuple[str, str]] = {}
    give_key, write = Keys.key, Cache.write

    def key(self: Keys, recipe: Recipe, *values: Any) -> str:
        found = give_key(self, recipe, *values)
        things[found] = (recipe.product.rpartition(".")[2], _name(values))
        return found

    def note(self: Cache, key: str, data: bytes) -> bool:
        if key in things:
            product, name = things[key]
            made.setdefault(product, set()).add(name)
        return write(self, key, data)

    Keys.key, Cache.write = key, note  # type: ignore[method-assign]
    try:
        yield made
    finally:
        Keys.key, Cache.write = give_key, write  # type: ignore[method-assign]


def made_by(options: BuildOptions) -> Made:
    """Build, and return what was made."""
    with watching() as made:
        report = build(options)
    assert report.exit_code == 0, report
    return made


def _name(values: tuple[Any, ...]) -> str:
    """Return the name of the thing that is made of values."""
    for value in values:
        match value:
            case Post():
                return value.source.rpartition("-")[2].removesuffix(".md")
            case Document():
                return value.key
            case tuple() if value and isinstance(value[0], Book):
                return value[0].volume.file_name
    return ""
