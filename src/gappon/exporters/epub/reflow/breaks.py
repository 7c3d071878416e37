"""Where headings, long addresses and code may be broken: ``wbr`` (HTML, 4.5.27)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate, pairwise

from lxml import etree

from gappon.exporters.epub.textual import Run, runs
from gappon.markup import HEADINGS
from gappon.trees import Element
from gappon.typesetter.inline.phrases import phrase_starts

TITLE_CLASSES = frozenset(("subtitle", "site", "customer"))  # of title pages
WHOLE = frozenset(("ruby", "math", "svg", "img", "code"))  # what stands in a title as one unit
LONG = 12  # characters that fit in a line of large type on a phone
LONG_WORD = re.compile(rf"[!-~]{{{LONG},}}")
# Behind marks of an address, but not within // or a number.
IN_ADDRESS = re.compile(r"(?<=[/?&=#;_~%@+])(?=[^/?&=#;_~%@+.,:-])|(?<=[.,:-])(?=[A-Za-z_])")
# Behind what opens or parts arguments, between words of a name, before a call in a chain.
IN_CODE = re.compile(
    r"""(?<=[,;:(\[{&|=+\\])(?=[\w"'])|(?<=\w[-_/])(?=\w)|(?<=[A-Za-z_)\]])(?=\.[A-Za-z_])"""
)
CODE = ("code", "pre", "kbd", "samp")
NOT_TEXT = frozenset(("math", "svg", "rt", "rp", *CODE))
READINGS = frozenset(("rt", "rp"))
NOTHING: frozenset[str] = frozenset()


def break_headings(root: Element) -> None:
    """Let titles be broken between phrases; the style sheet forbids it elsewhere (keep-all)."""
    for element in list(root.iter(etree.Element)):
        if element.tag in HEADINGS or TITLE_CLASSES.intersection(element.get("class", "").split()):
            _break_title(element)


def break_addresses(root: Element) -> None:
    """Let addresses and other long runs of Latin characters be broken behind their marks."""
    for run in list(runs(root, NOT_TEXT, NOTHING)):
        if not run.left_out:
            _part(run, _places_in_words(run.text, IN_ADDRESS))


def break_code(root: Element) -> None:
    """Let long words of code be broken behind marks."""
    for code in list(root.iter(*CODE)):
        if next(code.iterancestors(*CODE), None) is None:
            parts = list(runs(code, NOTHING, NOTHING))
            # As one text: highlighting parts words in pieces.
            places = _places_in_words("".join(run.text for run in parts), IN_CODE)
            starts = list(accumulate((len(run.text) for run in parts), initial=0))
            for run, (start, end) in zip(parts, pairwise(starts), strict=True):
                inside = places[bisect_left(places, start) : bisect_left(places, end)]
                _part(run, [place - start for place in inside])


def _break_title(title: Element) -> None:
    units: list[str] = []
    texts: list[tuple[int, Run]] = []  # with the number of their first unit
    is_whole = False
    for run in runs(title, WHOLE, READINGS):
        if run.closed:
            continue
        if not run.left_out:
            texts.append((len(units), run))
            units.extend(run.text)
        elif is_whole:
            units[-1] += run.text
        else:
            units.append(run.text)
        is_whole = run.left_out
    if not units:
        return
    starts = phrase_starts(units) - {0}
    for first, run in texts:
        numbers = range(first, first + len(run.text))
        _part(run, [n - first for n in numbers if n in starts and _is_of_use(units, n)])


def _is_of_use(units: Sequence[str], index: int) -> bool:
    """Say whether a mark is of use: where there is a space, lines can be broken already."""
    return not units[index - 1].isspace() and not units[index].isspace()


def _places_in_words(text: str, where: re.Pattern[str]) -> list[int]:
    return [
        word.start() + found.start()
        for word in LONG_WORD.finditer(text)
        for found in where.finditer(word[0])
        if 0 < found.start() < len(word[0])
    ]


def _part(run: Run, places: Sequence[int]) -> None:
    """Put a ``wbr`` at each place, counted in characters."""
    if places:
        first, *others = [run.text[a:b] for a, b in pairwise([0, *places, len(run.text)])]
        run.put(first, [(etree.Element("wbr"), text) for text in others])
