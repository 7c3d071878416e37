"""What things are made from, as one hash a thing: the key under which the cache has it.

A :class:`Recipe` says which code makes a kind of thing; the values that one thing is made from are
given whole. Nobody lists fields, modules or versions by hand: fields are all those of a value
(:mod:`~gappon.driver.digest`), modules all that are imported (:mod:`~gappon.driver.closure`),
distributions those that the modules use, with what they require (:mod:`~gappon.driver.libraries`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gappon.driver.code import Code
from gappon.driver.digest import digest_of
from gappon.exporters.base import ArtifactMaker, Exporter


@dataclass(frozen=True)
class Recipe:
    """How a kind of thing is made.

    Attributes:
        product: its name.
        modules: those that make it; what they import counts as well.
    """

    product: str
    modules: tuple[str, ...]

    @classmethod
    def of(cls, function: Callable[..., Any]) -> Recipe:
        """Return the recipe of what a function of a module returns."""
        return cls(f"{function.__module__}.{function.__qualname__}", (function.__module__,))

    @classmethod
    def of_artifact(cls, maker: ArtifactMaker) -> Recipe:
        """Return the recipe of an artifact."""
        return cls(maker.makes.__name__, (type(maker).__module__,))

    @classmethod
    def of_file(cls, exporter: Exporter) -> Recipe:
        """Return the recipe of a volume's file."""
        return cls(exporter.name, (type(exporter).__module__,))


# What workers run; it imports what it needs when it runs.
CHAPTER = Recipe("chapter", ("gappon.converter.worker",))
FRAGMENT = Recipe("fragment", ("gappon.typesetter.worker",))


class Keys:
    """Gives keys.

    Args:
        code: that makes things.
    """

    def __init__(self, code: Code) -> None:
        self._code = code
        self._digests: dict[Recipe, str] = {}

    def key(self, recipe: Recipe, *values: object) -> str:
        """Return the key of what a recipe makes of values.

        Raises:
            TypeError: something in the values is none.
        """
        if recipe not in self._digests:
            self._digests[recipe] = self._code.digest(recipe.modules)
        return digest_of(recipe.product, self._digests[recipe], *values)
