"""Characters that no declared font has: the system's fonts are the last resort, and reported."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from gappon.build.report import Report
from gappon.cache import Cache, key_of
from gappon.fonts import Font, coverage, fonts_digest, missing_characters, system_font_for
from gappon.notice import Notice, Notices, Severity
from gappon.publication import Book, Chapter


def with_fallbacks(
    fonts: tuple[Font, ...], books: Sequence[Book], cache: Cache, report: Report
) -> tuple[tuple[Font, ...], str]:
    """Add fonts of the system for characters that no declared font has, and say so.

    Returns all fonts, and the characters that not even the system has.
    """
    text: set[str] = set()
    for book in books:
        for chapter in book.chapters:
            text.update(chapter.body, chapter.title)
    missing = missing_characters(text, _coverage(fonts, cache))
    fallbacks = {character: system_font_for(character) for character in missing}
    notices = Notices()
    for chapter in {c.key: c for book in books for c in book.chapters}.values():
        by_font: dict[Font | None, list[str]] = {}
        for character in missing:
            if character in chapter.body or character in chapter.title:
                by_font.setdefault(fallbacks[character], []).append(character)
        for font, characters in by_font.items():
            notices.add(_notice(chapter, font, characters))
    found = {font.path: font for font in fallbacks.values() if font}
    report.notices.extend(notices)
    nowhere = "".join(character for character, font in fallbacks.items() if font is None)
    return (*fonts, *found.values()), nowhere


def _notice(chapter: Chapter, font: Font | None, characters: list[str]) -> Notice:
    names = "、".join(f"{c} (U+{ord(c):04X})" for c in characters)
    if font is None:
        code, message = "glyph-missing", f"no font has {names}; the PDF shows 〓 instead"
    else:
        code = "font-fallback"
        message = (
            f"no declared font has {names}; the PDF takes it from {font.path.name} of this machine"
        )
    return Notice(chapter.post.source, 0, Severity.WARNING, code, message)


def _coverage(fonts: tuple[Font, ...], cache: Cache) -> set[int]:
    """Return the code points that some font has; reading them from the fonts takes long."""
    key = key_of("coverage", fonts_digest(fonts))
    data = cache.read(key)
    if data is None:
        points = sorted(set().union(*(coverage(font.path) for font in fonts)))
        data = array("I", points).tobytes()
        cache.write(key, data)
    known = array("I")
    known.frombytes(data)
    return set(known)
