"""Which characters are Japanese: known here, and asked here by whoever reads text.

(What a character does in a line is kumihan's to say: :mod:`gappon.kumihan.classes`.)
"""

from __future__ import annotations

import re
import unicodedata

# For use within the brackets of a regular expression.
HAN = "\u3005-\u3007\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
HIRAGANA = "\u3041-\u309f"
KATAKANA = "\u30a0-\u30ff\uff66-\uff9f"
KANA = HIRAGANA + KATAKANA
# Letters and marks of Japanese text, full-width forms among them.
JAPANESE = "\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
# All text that is written without spaces around marks: Bopomofo, radicals and Hangul too.
EAST_ASIAN = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"

CLOSING_BRACKETS = {
    **{"「": "」", "『": "』", "（": "）", "【": "】", "〔": "〕", "［": "］", "｛": "｝"},
    **{"〈": "〉", "《": "》", "“": "”", "‘": "’"},
}

_EAST_ASIAN = re.compile(f"[{EAST_ASIAN}]")
_WORDS = re.compile("[\u3041-\u30ff\u4e00-\u9fff、。]")


def is_east_asian(character: str) -> bool:
    """Say whether a character is set in a square: kana, kanji, their marks, full-width forms."""
    return _EAST_ASIAN.match(character) is not None


def is_punctuation(character: str) -> bool:
    """Say whether a character is punctuation or a symbol (CommonMark 0.31 §2.1)."""
    return unicodedata.category(character)[0] in "PS"


def has_japanese(text: str) -> bool:
    """Say whether a text has Japanese words: kana, kanji, or the marks between them."""
    return _WORDS.search(text) is not None
