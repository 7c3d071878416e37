"""Characters that no declared font has: the system's fonts are the last resort, and reported."""

from __future__ import annotations

import html
from array import array
from collections.abc import Iterable

from gappon.diagnostics import Notice, Notices, Severity
from gappon.driver.report import Report
from gappon.driver.store import Store
from gappon.fonts import Font, common_coverage, missing_characters, system_font_for
from gappon.publication import Post


def with_fallbacks(
    fonts: tuple[Font, ...], posts: Iterable[Post], store: Store, report: Report
) -> tuple[tuple[Font, ...], str]:
    """Add fonts of the system for characters that no declared font has, and say so.

    Returns all fonts, and the characters that not even the system has.
    """
    by_key = {post.key: post for post in posts}
    texts = {key: _characters(post) for key, post in by_key.items()}
    missing = missing_characters(set().union(*texts.values()), _coverage(fonts, store))
    fallbacks = {character: system_font_for(character) for character in missing}
    notices = Notices()
    for key, post in by_key.items() if missing else ():
        by_font: dict[Font | None, list[str]] = {}
        for character in missing:
            if character in texts[key]:
                by_font.setdefault(fallbacks[character], []).append(character)
        for font, characters in by_font.items():
            notices.add(_notice(post, font, characters))
    found = {font.path: font for font in fallbacks.values() if font}
    report.notices.extend(notices)
    nowhere = "".join(character for character, font in fallbacks.items() if font is None)
    return (*fonts, *found.values()), nowhere


def _characters(post: Post) -> set[str]:
    """Return the characters of a post, those written as ``&#x2603;`` too."""
    text = post.title + post.body + post.excerpt + "".join((*post.authors, *post.categories))
    return set(html.unescape(text) if "&" in text else text)


def _notice(post: Post, font: Font | None, characters: list[str]) -> Notice:
    names = "、".join(f"{c} (U+{ord(c):04X})" for c in characters)
    line = next(
        (
            post.body_line + n
            for n, text in enumerate(post.body.split("\n"))
            if characters[0] in text
        ),
        0,
    )
    if font is None:
        code, message = "glyph-missing", f"no font has {names}; the PDF shows 〓 instead"
    else:
        code = "font-fallback"
        message = (
            f"no declared font has {names}; the PDF takes it from {font.path.name} of this machine"
        )
    return Notice(post.source, line, Severity.WARNING, code, message)


def _coverage(fonts: tuple[Font, ...], store: Store) -> set[int]:
    """Return the code points that some font has."""
    known = array("I")
    known.frombytes(store.made(common_coverage, fonts))
    return set(known)
