"""The rules of spacing and breaking for one style, looked up by pairs of classes."""

from __future__ import annotations

from functools import lru_cache

from gappon.kumihan.breaking import may_break
from gappon.kumihan.classes import CL08_INSEPARABLE, LATIN, SPACES
from gappon.kumihan.spacing import SOLID, Gap, gap_between
from gappon.kumihan.style import Style

# What a pair of classes says: the gap (None: solid), and whether a line may end between them
# (None: the characters themselves decide).
Pair = tuple[Gap | None, bool | None]

FREE: Pair = (None, True)  # solid, and a line may end there: most pairs


class Rules(dict[tuple[int, int], Pair]):
    """Pairs of classes → what holds between them; filled as they are asked for."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.style = style

    def __missing__(self, pair: tuple[int, int]) -> Pair:
        first, second = pair
        gap = gap_between(first, second, self.style)
        found: Pair = (None if gap is SOLID else gap, self._break(first, second))
        if found == FREE:
            found = FREE  # the same object, to be told by identity
        self[pair] = found
        return found

    def _break(self, first: int, second: int) -> bool | None:
        if not may_break("字", first, "字", second, self.style):
            depends = first == second == CL08_INSEPARABLE
            return None if depends else False
        if first in LATIN or second in LATIN or first in SPACES or second in SPACES:
            return None
        return True


@lru_cache(maxsize=16)
def rules_for(style: Style) -> Rules:
    """Return the rules of a style; they are the same for all its paragraphs."""
    return Rules(style)
