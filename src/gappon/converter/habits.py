"""What a theme asks of text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TextHabits:
    """What a theme asks of text; see ``text`` in ``theme.yaml``.

    Attributes:
        join_lines: a line break between two Japanese characters leaves no space.
        typed_spaces: ``keep`` spaces typed between Japanese and Latin, or ``remove`` them where
            the composer or the reading system puts its own space.
        cut_off: ``mend`` paragraphs that stop at an opening bracket, or ``keep`` them.
    """

    join_lines: bool = True
    typed_spaces: str = "keep"
    cut_off: str = "mend"
