"""Characters that no declared font has: taken from the system's fonts as the last resort, and said so."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from pathlib import Path

from gappon.build.report import Report
from gappon.cache import Cache, key_of
from gappon.fonts import Font, coverage, fonts_digest, missing_characters, system_font_for
from gappon.notice import Notice, Notices, Severity
from gappon.publication import Book


def with_fallbacks(
    fonts: tuple[Font, ...], books: Sequence[Book], cache: Cache, report: Report
) -> tuple[Font, ...]:
    """Add fonts of the system for characters that no declared font has, and say so."""
    text: set[str] = set()
    for book in books:
        for chapter in book.chapters:
            text.update(chapter.body, chapter.title)
    found: dict[Path, Font] = {}
    notices = Notices()
    for character in missing_characters(text, _coverage(fonts, cache)):
        where = next(c for b in books for c in b.chapters
                     if character in c.body or character in c.title)
        name = f"U+{ord(character):04X} ({character})"
        fallback = system_font_for(character)
        if fallback is None:
            notices.add(Notice(
                where.post.source, 0, Severity.WARNING, "glyph-missing",
                f"no font has the character {name}; the PDF shows an empty mark in its place"))
            continue
        found.setdefault(fallback.path, fallback)
        notices.add(Notice(
            where.post.source, 0, Severity.WARNING, "font-fallback",
            f"the character {name} is in no declared font; the PDF takes it from "
            f"{fallback.path.name} of this machine"))
    report.notices.extend(notices)
    return (*fonts, *found.values())


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
