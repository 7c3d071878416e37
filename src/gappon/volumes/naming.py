"""What volumes are called: titles, their readings, and names of files."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace

from gappon.config import Config
from gappon.config.schema import TITLE_FIELDS
from gappon.languages import autonym
from gappon.publication import Volume

# Names that Windows keeps for devices (learn.microsoft.com: Naming Files, Paths, and Namespaces).
RESERVED = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))}
UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u2028-\u202e\ufeff]+')


def title_of(names: Mapping[str, str], config: Config, language: str) -> str:
    """Return the title of a volume: the pattern of the configuration filled in, or the names.

    Args:
        names: what the volume's posts have in common, by field.
        config: the pattern, and the site's title for want of names.
        language: of the volume, when it is not the publication's.
    """
    title = " ".join(words_of(names, config))
    pattern = config.volumes.title
    called = autonym(language) if language else ""
    suffix = f"（{called}）" if called and "{language}" not in pattern else ""
    if not pattern:
        return title + suffix
    fields = dict.fromkeys(TITLE_FIELDS, "") | {**names, "site": config.title, "language": called}
    filled = re.sub(r"\{(\w+)\}", lambda m: fields.get(m[1], m[0]), pattern)
    return (" ".join(filled.split()) or title) + suffix


def words_of(names: Mapping[str, str], config: Config) -> list[str]:
    """Return what tells a volume from others; the site's title stands for want of a category."""
    shown = (value or (config.title if by == "category" else "") for by, value in names.items())
    return [word for word in shown if word] or [config.title]


def title_kana(title: str, names: Mapping[str, str], config: Config) -> str:
    """Return the reading of a title, put together from those of its words."""
    readings = config.all_readings
    words = [title, config.title, *names.values()]
    kana = title
    for word in sorted(filter(None, words), key=len, reverse=True):
        kana = kana.replace(word, readings.get(word, word))
    return kana if kana != title else ""


def safe_name(text: str) -> str:
    """Return a file name stem that every file system takes and a person can read.

    NFC; no control or reserved characters; no dot or space at the ends; at most 150 bytes.
    """
    text = unicodedata.normalize("NFC", text)
    text = UNSAFE.sub("-", text)
    text = re.sub(r"\s+", "-", text).strip("-. ")
    text = re.sub(r"-{2,}", "-", text)
    while len(text.encode()) > 150:
        text = text[:-1].rstrip("-. ")
    if not text:
        return "volume"
    return f"{text}-" if text.split(".")[0].lower() in RESERVED else text


def with_distinct_names(volumes: Iterable[Volume]) -> tuple[Volume, ...]:
    """Number file names that a case-blind file system would take for the same."""
    taken: set[str] = set()
    result = []
    for volume in volumes:
        name, number = volume.file_name, 2
        while name.casefold() in taken:
            name = f"{volume.file_name}-{number}"
            number += 1
        taken.add(name.casefold())
        result.append(replace(volume, file_name=name))
    return tuple(result)
