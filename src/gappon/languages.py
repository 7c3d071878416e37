"""Languages: tags of BCP 47, and what a language is called in itself."""

from __future__ import annotations

import re

import langcodes
from langcodes.tag_parser import LanguageTagError

# As in the Unicode CLDR; languages of blogs that are kept in several.
AUTONYMS = {
    "bg": "Български",
    "de": "Deutsch",
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "id": "Indonesia",
    "it": "Italiano",
    "ja": "日本語",
    "ko": "한국어",
    "nl": "Nederlands",
    "pl": "Polski",
    "pt": "Português",
    "ru": "Русский",
    "th": "ไทย",
    "tr": "Türkçe",
    "uk": "Українська",
    "vi": "Tiếng Việt",
    "zh": "中文",
    "zh-CN": "简体中文",
    "zh-TW": "繁體中文",
}


def is_language(tag: str) -> bool:
    """Say whether a text is a language tag of BCP 47, of subtags that are registered."""
    try:
        return "_" not in tag and langcodes.tag_is_valid(tag)
    except LanguageTagError:
        return False


def normalised(tag: str) -> str:
    """Return a tag as BCP 47 writes it (``ja_jp`` → ``ja-JP``), empty when it is none."""
    tag = tag.strip().replace("_", "-")
    return langcodes.standardize_tag(tag) if is_language(tag) else ""


def autonym(tag: str) -> str:
    """Return what a language is called in itself, the tag where that is not known."""
    return AUTONYMS.get(tag, AUTONYMS.get(tag.partition("-")[0], tag) if "-" not in tag else tag)


def common_language(name: str) -> str:
    """Return the tag that a folder or a suffix is called as, empty when it is none.

    Languages of two letters alone: ``dev``, ``cat`` and ``api`` are languages, too.
    """
    return normalised(name) if len(re.split(r"[-_]", name)[0]) == 2 else ""
