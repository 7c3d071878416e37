"""Addresses and file names in running text: set as they are typed, without any space put in."""

from __future__ import annotations

import re
from collections.abc import Iterator

# To the next space, bracket or stop of Japanese text.
ADDRESS = re.compile(
    r"(?:[A-Za-z][A-Za-z0-9+.-]{1,15}://|www\.)[^\s、。，．「」『』（）〈〉《》【】［］｛｝“”<>\"]+"
)
SUFFIX = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|csv|tsv|txt|md|html?|xml|json|ya?ml|toml|zip|png|jpe?g|gif|svg|webp"
    r"|mp[34]|mov|epub|py|ipynb|sql)(?![A-Za-z0-9])"
)
JAPANESE = "ァ-ヺー々一-鿿"  # in names; hiragana are the words around them
MIXED = re.compile(f"[ぁ-ゖ{JAPANESE}]")
LONGEST = 200  # characters of a path
PATH = re.compile(rf"[A-Za-z0-9_~/.{JAPANESE}-]*")  # backwards from a suffix
# A name that ends in Japanese before its suffix, or goes on with digits: not 最新版Node.js.
NAME = re.compile(rf"[A-Za-z0-9_-]{{0,40}}[{JAPANESE}]{{1,40}}(?:[0-9_-][A-Za-z0-9_-]{{0,40}})?$")


def literals(text: str) -> list[tuple[int, int]]:
    """Return where addresses and file names with Japanese in them begin and end, in order."""
    if "." not in text and "://" not in text:
        return []
    found = sorted({*_addresses(text), *_files(text)})
    return [(start, end) for start, end in found if MIXED.search(text, start, end)]


def _addresses(text: str) -> Iterator[tuple[int, int]]:
    if "://" in text or "www." in text:
        for match in ADDRESS.finditer(text):
            yield match.span()


def _files(text: str) -> Iterator[tuple[int, int]]:
    for suffix in SUFFIX.finditer(text):
        place = suffix.start()
        before = text[max(0, place - LONGEST) : place]
        path = PATH.match(before[::-1])
        length = len(path[0]) if path else 0
        if "/" in before[len(before) - length :]:
            yield place - length, suffix.end()
        elif name := NAME.search(before, len(before) - min(length, 120)):
            yield place - len(before) + name.start(), suffix.end()
