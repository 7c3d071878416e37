"""Lines of headings: broken at phrases, and of even length."""

from __future__ import annotations

from collections.abc import Collection

from gappon.kumihan.adjustment import TOLERANCE, Line, natural_line, overrun
from gappon.kumihan.paragraph import Paragraph

# What a line costs: itself, a break inside a phrase, the square of the share that is empty.
LINE_COST = 10.0
BROKEN_PHRASE_COST = 12.0
EMPTY_COST = 4.0


def compose_balanced(
    paragraph: Paragraph,
    first_measure: float,
    measure: float,
    phrases: Collection[int],
    *,
    last_is_full: bool = False,
) -> list[Line]:
    """Return lines of natural length, as few and as even as phrases allow.

    Args:
        paragraph: what to compose; short, because all choices are looked at.
        first_measure: length of the first line.
        measure: length of the others.
        phrases: units with which phrases begin; a line ends inside a phrase only when an extra
            line would not save it.
        last_is_full: a leader fills the last line; the others need not be as even as it.
    """
    if overrun(paragraph, 0, paragraph.breaks[-1], first_measure) <= TOLERANCE:
        return [natural_line(paragraph, 0, paragraph.breaks[-1])]
    positions = [0, *paragraph.breaks]
    total = positions[-1]
    # The least cost of lines up to a position, and where the last of these lines begins.
    best: dict[int, tuple[float, int]] = {0: (0.0, 0)}
    for index, end in enumerate(positions[1:], 1):
        broken = 0.0 if end == total or end in phrases else BROKEN_PHRASE_COST
        least: tuple[float, int] | None = None
        for start in reversed(positions[:index]):
            cost = best[start][0] + LINE_COST + broken
            if least and cost > least[0]:
                continue
            length = measure if start else first_measure
            if least and overrun(paragraph, start, end, length) > TOLERANCE:
                break
            if length > 0 and not (last_is_full and end == total):
                empty = max(0.0, 1 - paragraph.natural(start, end) / length)
                cost += EMPTY_COST * empty * empty
            least = min(least or (cost, start), (cost, start))
        assert least is not None
        best[end] = least
    ends = [total]
    while best[ends[-1]][1]:
        ends.append(best[ends[-1]][1])
    return [
        natural_line(paragraph, start, end)
        for start, end in zip([0, *reversed(ends[1:])], reversed(ends), strict=True)
    ]
