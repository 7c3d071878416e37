"""Character classes of JLREQ (Appendix A), as far as horizontal and vertical text need them.

Numbers are those of JLREQ: ``CL01`` is cl-01, opening brackets. Those over 100 are ours, for what
has glyphs or neighbours that JLREQ does not speak of.
"""

from __future__ import annotations

from functools import lru_cache
from unicodedata import category

CL01_OPENING, CL02_CLOSING, CL03_HYPHEN, CL04_DIVIDING, CL05_MIDDLE_DOT = 1, 2, 3, 4, 5
CL06_FULL_STOP, CL07_COMMA, CL08_INSEPARABLE, CL09_ITERATION, CL10_PROLONGED = 6, 7, 8, 9, 10
CL11_SMALL_KANA, CL12_PREFIXED, CL13_POSTFIXED, CL14_SPACE, CL15_HIRAGANA = 11, 12, 13, 14, 15
CL16_KATAKANA, CL17_MATH_SYMBOL, CL18_MATH_OPERATOR, CL19_IDEOGRAPHIC = 16, 17, 18, 19
CL20_REFERENCE_MARK = 20
CL24_NUMERAL, CL26_WORD_SPACE, CL27_WESTERN = 24, 26, 27
# Quotation marks and guillemets whose glyphs are of their ink's width: the space of cl-01 and cl-02
# is not in them, and between Latin letters they have none.
NARROW_OPENING, NARROW_CLOSING = 101, 102
# Half-width punctuation (U+FF61 to U+FF65), set solid: kinsoku of cl-01 and of cl-02.
HALF_OPENING, HALF_CLOSING = 111, 112
# A reference mark behind a closing mark, a full stop or a comma: the space of these goes behind it.
MARK_BEHIND_STOP = 120
# A space that is neither widened nor narrowed: in code, between a number and its unit.
FIXED_SPACE = 126
# The edge of a Latin word that is no letter and no digit: nothing stands between it and Japanese.
# The quarter em is that of letters and digits alone (CSS Text 4 §8.5, text-autospace).
WESTERN_SIGN = 127

# Appendix A; full-width forms are named there by their ASCII code points.
TABLE: dict[int, str] = {
    CL01_OPENING: "‘“（〔［｛〈《「『【｟⦅〘〖«〝",
    CL02_CLOSING: "’”）〕］｝〉》」』】｠⦆〙〗»〟",
    CL03_HYPHEN: "‐〜゠–～",
    CL04_DIVIDING: "！？‼⁇⁈⁉",
    CL05_MIDDLE_DOT: "・：；",
    CL06_FULL_STOP: "。．",
    CL07_COMMA: "、，",
    CL08_INSEPARABLE: "—―…‥〳〴〵",
    CL09_ITERATION: "ヽヾゝゞ々〻",
    CL10_PROLONGED: "ーｰ",
    CL11_SMALL_KANA: "ぁぃぅぇぉァィゥェォっゃゅょゎゕゖッャュョヮヵヶ"
    "ㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ"
    "ｧｨｩｪｫｬｭｮｯ",
    CL12_PREFIXED: "￥＄￡＃€№",
    CL13_POSTFIXED: "°′″℃￠％‰㏋ℓ㌃㌍㌔㌘㌢㌣㌦㌧㌫㌶㌻㍉㍊㍍㍑㍗㎎㎏㎜㎝㎞㎡㎥㏄",
    CL14_SPACE: "\u3000",
    CL17_MATH_SYMBOL: "＝≠≒≃≅≈≡≢＜＞≦≧≪≫≶≷⋚⋛∧∨⌅⌆⊂⊃⊄⊅⊆⊇⊊⊋∈∋∉∪∩∥∦⇒⇔↔∽∝⊥⊕⊗",
    CL18_MATH_OPERATOR: "＋－−×÷±∓",
    CL26_WORD_SPACE: " \u00a0",
    HALF_OPENING: "｢",
    HALF_CLOSING: "｡｣､･",
}
_BY_CHARACTER = {char: number for number, chars in TABLE.items() for char in chars}

WESTERN = frozenset((CL24_NUMERAL, CL27_WESTERN, WESTERN_SIGN))
# What may stand within a Latin word: a line does not end between two of them.
LATIN = WESTERN | {NARROW_OPENING, NARROW_CLOSING}
# Text that phrases and readings go by: kana, kanji, and what is set among them like these.
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
SPACES = frozenset((CL14_SPACE, CL26_WORD_SPACE, FIXED_SPACE))
# Classes of marks that are drawn narrow in some fonts, and what they are then.
NARROW = {
    CL01_OPENING: NARROW_OPENING,
    CL02_CLOSING: NARROW_CLOSING,
    CL05_MIDDLE_DOT: HALF_CLOSING,
    CL06_FULL_STOP: HALF_CLOSING,
    CL07_COMMA: HALF_CLOSING,
}

# Scripts and symbols of East Asian text (cl-15, cl-16, cl-19), from and to.
FULL_WIDTH = (
    (0x2150, 0x218F),  # number forms: Ⅲ, ⅷ
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x2211),  # mathematical operators, without − (which stands in numbers)
    (0x2213, 0x23FF),
    (0x2460, 0x27BF),  # enclosed alphanumerics, lines, geometric shapes, symbols, dingbats
    (0x2B00, 0x2BFF),  # symbols and arrows
    (0x2E80, 0x9FFF),
    (0xF900, 0xFAFF),
    (0xFE30, 0xFE4F),
    (0xFF01, 0xFF60),
    (0xFF66, 0xFF9F),  # half-width kana
    (0xFFE0, 0xFFE6),
    (0x1F000, 0x1FAFF),  # emoji
    (0x20000, 0x3FFFF),
)
FULL_WIDTH_SINGLE = frozenset((0x203B, 0x2103, 0x2116, 0x2121))
KEYCAP = "\u20e3"  # makes an emoji of a digit
# Unicode categories of what is part of the character before it: marks, joiners, selectors.
ATTACHED = frozenset(("Mn", "Mc", "Me", "Cf"))


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
    if 0x30A0 <= code <= 0x30FF or 0x31F0 <= code <= 0x31FF or 0xFF66 <= code <= 0xFF9F:
        return CL16_KATAKANA
    if is_full_width(code):
        return CL19_IDEOGRAPHIC
    if first.isdigit():
        return CL24_NUMERAL
    return CL27_WESTERN if first.isalpha() else WESTERN_SIGN


@lru_cache(maxsize=8192)
def edges_of(unit: str) -> tuple[int, int]:
    """Return the classes with which a unit begins and ends.

    They differ for Latin words with signs at an end (``"AI("``, ``"-5"``).
    """
    if KEYCAP in unit:
        return CL19_IDEOGRAPHIC, CL19_IDEOGRAPHIC
    last = next((char for char in reversed(unit) if category(char) not in ATTACHED), unit)
    return class_of(unit), class_of(last)


def is_full_width(code: int) -> bool:
    """Say whether a code point is of East Asian text, set solid and breakable on both sides."""
    return code in FULL_WIDTH_SINGLE or any(low <= code <= high for low, high in FULL_WIDTH)
