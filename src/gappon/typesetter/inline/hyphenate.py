"""Where Latin words may be divided."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

import pyphen

LONG = 16  # letters; longer words may be divided behind signs (addresses, paths, names)
VERY_LONG = 30  # letters; longer ones without signs may be divided anywhere
COMPOUND = 7  # letters; longer words with a hyphen or slash may be divided behind it
SYLLABLES = 6  # letters; longer words may be divided between syllables
SHORTEST = min(LONG, COMPOUND, SYLLABLES)  # shorter words are never divided
LEFT, RIGHT = 2, 3  # letters that stay together before and behind a hyphen, as in TeX
SIGNED = re.compile(r"(?:[^/._\-?&=:#%+@]|(?<=\d)\.(?=\d))*[/._\-?&=:#%+@]+|.+")
# Addresses, paths, code: a hyphen put in would be read as theirs.
CODE = re.compile(r"://|[@_=&?#%]|\.[^\W\d]")
# A hyphen between words of two letters and more, or behind a number in a name (GPT-5-turbo): not
# that of GPT-5, e-mail or 2025-11-03. A slash between words of three: not that of CI/CD or 24/7.
COMPOUNDS = re.compile(
    r"(?:(?<=[^\W_]{2}-)|(?<=-\d-))(?=[^\W\d_]{2})|(?<=[^\W\d_]{3}/)(?=[^\W\d_]{3})"
)
PLAIN = re.compile(r"[(\[“‘]?([A-Z]?[a-z]+)[)\]”’.,;:!?]*")
# Names put together of words of three letters and more: SageMaker, 10PetaFLOPS, not OpenAI.
JOINED = re.compile(r"[(\[“‘]?\d*(?:[A-Z][a-z]{2,})+(?:[A-Z][a-z]{2,}|[A-Z]{3,})[)\]”’.,;:!?]*")
INNER = re.compile(r"(?<=[a-z])(?=[A-Z])")

# A word's parts, each with whether a hyphen is put behind it at a line's end.
Parts = tuple[tuple[str, bool], ...]


@lru_cache(maxsize=4096)
def divide(word: str, *, hyphenation: bool) -> Parts:
    """Return the parts of a word.

    Args:
        word: Latin letters, digits and signs, no spaces.
        hyphenation: divide plain words between syllables too (English patterns).
    """
    if not _is_long(word, hyphenation=hyphenation):
        return ((word, False),)
    if len(word) >= LONG:
        parts = SIGNED.findall(word)
        if len(parts) == 1 and len(word) > VERY_LONG:
            parts = [word[i : i + 4] for i in range(0, len(word), 4)]
    else:
        parts = COMPOUNDS.split(word)
    found: list[tuple[str, bool]] = []
    hyphenation = hyphenation and not CODE.search(word)
    for part in parts:
        pieces = _syllables(part) if hyphenation else [part]
        found += [(piece, True) for piece in pieces[:-1]]
        found.append((pieces[-1], False))
    return tuple(found)


def _is_long(word: str, *, hyphenation: bool) -> bool:
    """Say whether a word is long enough to be divided."""
    length = len(word)
    return (
        length >= LONG
        or (length >= COMPOUND and ("-" in word or "/" in word))
        or (length >= SYLLABLES and hyphenation)
    )


def _syllables(word: str) -> list[str]:
    """Return a plain word in the parts between which a hyphen may stand."""
    if JOINED.fullmatch(word):
        return INNER.split(word)
    match = PLAIN.fullmatch(word.rstrip("-"))
    if match is None or len(match[1]) < SYLLABLES:
        return [word]
    offset = match.start(1)
    places = [offset + place for place in english().positions(match[1])]
    return [word[a:b] for a, b in pairwise([0, *places, len(word)])]


@lru_cache(maxsize=1)
def english() -> pyphen.Pyphen:
    """Return the patterns of English."""
    return pyphen.Pyphen(lang="en_US", left=LEFT, right=RIGHT)
