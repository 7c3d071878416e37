"""Inline cutting notes among the units of a paragraph (JLREQ 3.4)."""

from __future__ import annotations

from itertools import pairwise

from gappon.kumihan.breaking import may_break
from gappon.kumihan.classes import CL19_IDEOGRAPHIC
from gappon.kumihan.style import Style
from gappon.kumihan.warichu import columns
from gappon.typesetter.inline.builder import ContentBuilder
from gappon.typesetter.inline.content import Note

STRICT = Style()  # notes have no setting of their own


def make_note(content: ContentBuilder, start: int) -> None:
    """Let the units from ``start`` on stand in two lines: each takes the half of its advance."""
    end = len(content)
    units = content.texts[start:end]
    classes = zip(content.ends[start:end], content.classes[start + 1 : end], strict=False)
    pairs = zip(pairwise(units), classes, strict=True)
    may_end = [False, *(may_break(a, c, b, d, STRICT) for (a, b), (c, d) in pairs)]
    advances = [shaped.advance for shaped in content.shaped[start:end]]
    widths, places = columns(advances, may_end, content.sizes[start] / 2)
    content.advances[start:end] = widths
    content.classes[start:end] = content.ends[start:end] = [CL19_IDEOGRAPHIC] * (end - start)
    for unit in range(start, end):
        content.loose.pop(unit, None)
    content.joined.update(start + i - 1 for i in range(1, end - start) if i not in places)
    content.notes.append(Note(start, end, may_end))
