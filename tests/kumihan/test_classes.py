"""Characters and their classes (JLREQ appendix A)."""

from __future__ import annotations

import pytest

from gappon.kumihan.classes import class_of, edges_of, is_full_width


@pytest.mark.parametrize(
    ("number", "characters"),
    [
        (1, "‘“（〔［｛〈《「『【｟〘〖«〝"),
        (2, "’”）〕］｝〉》」』】｠〙〗»〟"),
        (3, "‐〜゠–～"),
        (4, "！？‼⁇⁈⁉"),
        (5, "・：；"),
        (6, "。．"),
        (7, "、，"),
        (8, "—―…‥〳〴〵"),
        (9, "ヽヾゝゞ々〻"),
        (10, "ー"),
        (11, "ぁぃぅぇぉァィゥェォっゃゅょゎゕゖッャュョヮヵヶㇰㇿ"),
        (12, "￥＄￡＃№"),
        (13, "°′″℃％‰㏋ℓ㌃㍗㏄￠"),
        (14, "\u3000"),
        (15, "あんゔゟ"),
        (16, "アンヴヷヿｱﾝ"),
        (17, "＝≠＜＞≦≧⊆⊇∪∩"),
        (18, "＋－−×÷±∓"),
        (19, "字亜龠㐀豈𠀋①■★→※😀"),
        (24, "0123456789"),
        (26, " \u00a0"),
        (27, "AzéЖя"),
        (127, "-$#(%"),  # signs in Latin text, solid to Japanese
    ],
)
def test_each_class_has_its_characters(number: int, characters: str) -> None:
    assert {char: class_of(char) for char in characters} == dict.fromkeys(characters, number)


@pytest.mark.parametrize(
    ("text", "number"), [("か\u309a", 15), ("30", 24), ("word", 27), ("（a", 1)]
)
def test_a_unit_has_the_class_of_its_first_character(text: str, number: int) -> None:
    assert class_of(text) == number


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (0x2150, 0x2211),  # number forms, arrows, operators up to the minus sign
        (0x2213, 0x23FF),
        (0x2460, 0x27BF),  # enclosed alphanumerics to dingbats
        (0x2B00, 0x2BFF),
        (0x2E80, 0x9FFF),  # radicals to unified ideographs
        (0xF900, 0xFAFF),  # compatibility ideographs
        (0xFE30, 0xFE4F),  # vertical forms
        (0xFF01, 0xFF60),  # full width
        (0xFF66, 0xFF9F),  # half-width kana
        (0xFFE0, 0xFFE6),
        (0x1F000, 0x1FAFF),  # emoji
        (0x20000, 0x3FFFF),  # other planes of ideographs
        (0x203B, 0x203B),
        (0x2103, 0x2103),
        (0x2116, 0x2116),
        (0x2121, 0x2121),
    ],
)
def test_full_width_ranges_end_where_they_do(first: int, last: int) -> None:
    assert [is_full_width(code) for code in (first - 1, first, last, last + 1)] == [
        *(False, True, True, False)
    ]


@pytest.mark.parametrize(
    ("unit", "edges"),
    [
        ("AI", (27, 27)),
        ("AI(", (27, 127)),
        ("-5", (127, 24)),
        ("(a)", (127, 127)),
        ("か\u3099", (15, 15)),  # its mark belongs to it
        ("1\ufe0f\u20e3", (19, 19)),  # a key
    ],
)
def test_a_unit_begins_and_ends_with_classes(unit: str, edges: tuple[int, int]) -> None:
    assert edges_of(unit) == edges
