"""Where Latin words may be divided."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gappon.typesetter.inline.hyphenate import divide


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("Speech-To-Text", ["Speech-", "To-", "Text"]),
        ("Qwen3-Max", ["Qwen3-", "Max"]),
        ("GPT-5-turbo", ["GPT-5-", "turbo"]),
        ("GPT-5", ["GPT-5"]),
        ("train/test", ["train/", "test"]),
        ("CI/CD", ["CI/CD"]),
        ("24/7/365", ["24/7/365"]),
        ("MODEL-4.5-VL-28B-fast", ["MODEL-", "4.5-", "VL-", "28B-", "fast"]),
        ("COVID-19", ["COVID-19"]),
        ("2025-11-03", ["2025-11-03"]),
        ("e-commerce", ["e-commerce"]),
        ("Wi-Fi", ["Wi-Fi"]),
        ("example.com/a/long-path", ["example.", "com/", "a/", "long-", "path"]),
        ("internationalization", ["internationalization"]),
    ],
)
def test_words_are_divided_behind_their_own_signs(word: str, parts: list[str]) -> None:
    assert divide(word, hyphenation=False) == tuple((part, False) for part in parts)


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("understanding", ["un", "der", "stand", "ing"]),
        ("memory", ["mem", "ory"]),
        ("Cloud", ["Cloud"]),
        ("SageMaker", ["Sage", "Maker"]),
        ("(DeepMind),", ["(Deep", "Mind),"]),
        ("Anthropic's", ["Anthropic's"]),
        ("OpenAI", ["OpenAI"]),
        ("10PetaFLOPS", ["10Peta", "FLOPS"]),
        ("iPhone17Pro", ["iPhone17Pro"]),
        ("DIFFERENCE", ["DIFFERENCE"]),
    ],
)
def test_plain_words_are_divided_between_syllables(word: str, parts: list[str]) -> None:
    found = divide(word, hyphenation=True)
    assert [part for part, _ in found] == parts
    assert [hyphen for _, hyphen in found] == [True] * (len(parts) - 1) + [False]


@pytest.mark.parametrize(
    "address", ["https://understanding.example/memory", "someone@understanding.example"]
)
def test_no_hyphen_is_put_into_addresses(address: str) -> None:
    assert not any(hyphen for _, hyphen in divide(address, hyphenation=True))


@given(st.text(st.characters(codec="ascii", exclude_characters=" \n"), min_size=1), st.booleans())
def test_nothing_of_a_word_is_lost(word: str, hyphenation: bool) -> None:
    parts = [part for part, _ in divide(word, hyphenation=hyphenation)]
    assert "".join(parts) == word
    assert all(parts)
