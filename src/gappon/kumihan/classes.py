"""Character classes of JLREQ 3.9 (Appendix A), as far as horizontal and vertical text need them.

Numbers are those of JLREQ: ``CL01`` is cl-01, opening brackets.
"""

from __future__ import annotations

from functools import lru_cache

CL01_OPENING, CL02_CLOSING, CL03_HYPHEN, CL04_DIVIDING, CL05_MIDDLE_DOT = 1, 2, 3, 4, 5
CL06_FULL_STOP, CL07_COMMA, CL08_INSEPARABLE, CL09_ITERATION, CL10_PROLONGED = 6, 7, 8, 9, 10
CL11_SMALL_KANA, CL12_PREFIXED, CL13_POSTFIXED, CL14_SPACE, CL15_HIRAGANA = 11, 12, 13, 14, 15
CL16_KATAKANA, CL17_MATH_OPERATOR, CL19_IDEOGRAPHIC = 16, 17, 19
CL20_REFERENCE_MARK = 20
CL24_NUMERAL, CL26_WORD_SPACE, CL27_WESTERN = 24, 26, 27

TABLE: dict[int, str] = {
    CL01_OPENING: "‘“（〔［｛〈《「『【｟〘〖«〝",
    CL02_CLOSING: "’”）〕］｝〉》」』】｠〙〗»〟",
    CL03_HYPHEN: "‐〜゠–～",
    CL04_DIVIDING: "！？‼⁇⁈⁉",
    CL05_MIDDLE_DOT: "・：；",
    CL06_FULL_STOP: "。．",
    CL07_COMMA: "、，",
    CL08_INSEPARABLE: "—―…‥〳〴〵",
    CL09_ITERATION: "ヽヾゝゞ々〻",
    CL10_PROLONGED: "ー",
    CL11_SMALL_KANA: "ぁぃぅぇぉァィゥェォっゃゅょゎゕゖッャュョヮヵヶ"
    "ㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ",
    CL12_PREFIXED: "￥＄￡＃№",
    CL13_POSTFIXED: "°′″℃％‰㏋ℓ㌃㌍㌔㌘㌢㌣㌦㌧㌫㌶㌻㍉㍊㍍㍑㍗㎎㎏㎜㎝㎞㏄￠",
    CL14_SPACE: "\u3000",
    CL17_MATH_OPERATOR: "＝≠＜＞≦≧⊆⊇∪∩＋－×÷±∓",
    CL26_WORD_SPACE: " \u00a0",
}
_BY_CHARACTER = {char: number for number, chars in TABLE.items() for char in chars}

WESTERN = frozenset((CL24_NUMERAL, CL27_WESTERN))
JAPANESE = frozenset(
    (
        CL08_INSEPARABLE,
        CL09_ITERATION,
        CL10_PROLONGED,
        CL11_SMALL_KANA,
        CL12_PREFIXED,
        CL13_POSTFIXED,
        CL15_HIRAGANA,
        CL16_KATAKANA,
        CL19_IDEOGRAPHIC,
    )
)


@lru_cache(maxsize=8192)
def class_of(char: str) -> int:
    """Return the class of a character; of a cluster or word, that of its first character."""
    first = char[0]
    found = _BY_CHARACTER.get(first)
    if found is not None:
        return found
    code = ord(first)
    if 0x3041 <= code <= 0x309F:
        return CL15_HIRAGANA
    if 0x30A0 <= code <= 0x30FF or 0x31F0 <= code <= 0x31FF:
        return CL16_KATAKANA
    if is_full_width(code):
        return CL19_IDEOGRAPHIC
    return CL24_NUMERAL if first.isdigit() else CL27_WESTERN


def is_full_width(code: int) -> bool:
    """Say whether a code point is of East Asian text, set solid and breakable on both sides."""
    return (
        0x2E80 <= code <= 0x9FFF
        or 0xF900 <= code <= 0xFAFF
        or 0xFE30 <= code <= 0xFE4F
        or 0xFF01 <= code <= 0xFF60
        or 0xFFE0 <= code <= 0xFFE6
        or 0x20000 <= code <= 0x3FFFF
        or 0x2460 <= code <= 0x24FF  # enclosed alphanumerics
        or 0x25A0 <= code <= 0x26FF  # geometric shapes and symbols
        or 0x2190 <= code <= 0x21FF  # arrows
        or code in (0x203B, 0x2103, 0x2116, 0x2121)
    )
