"""Bytes of a post → text that XML can hold, with a notice for each repair."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from gappon.diagnostics import Notices

# XML 1.0 §2.2: characters that a document must not contain (tab, LF and CR may stay).
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
LEGACY = ["cp932", "euc_jp", "iso2022_jp"]
NAMES = {"cp932": "Shift_JIS", "euc_jp": "EUC-JP", "iso2022_jp": "ISO-2022-JP"}


def decode(data: bytes, notices: Notices) -> str:
    """Return the text of a file: UTF-8, or what it is found to be, with a warning.

    Line ends become ``\\n``; characters that XML forbids are taken out.
    """
    text = _decode(data, notices)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return strip_forbidden(text, notices)


def strip_forbidden(text: str, notices: Notices, first_line: int = 1) -> str:
    """Take out characters that XML 1.0 forbids, with one warning for the first of them."""
    found = FORBIDDEN.search(text)
    if found is None:
        return text
    line = first_line + text.count("\n", 0, found.start())
    cleaned, count = FORBIDDEN.subn("", text)
    notices.warning(
        "control-character",
        f"{count} control character(s), the first U+{ord(found[0]):04X}, taken out",
        line,
    )
    return cleaned


def _decode(data: bytes, notices: Notices) -> str:
    for bom, encoding in BOMS:
        if data.startswith(bom):
            if encoding != "utf-8":
                notices.warning("encoding", "the file is UTF-16, read as such; save it as UTF-8", 1)
            return data[len(bom) :].decode(encoding, errors="replace")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_legacy(data, notices)
    if "\x1b$" in text:  # ISO-2022-JP is pure ASCII with escape sequences
        return _decode_legacy(data, notices)
    if text.count("\x00") * 4 > len(text):
        return _decode_utf16(data, notices)
    return text


def _decode_utf16(data: bytes, notices: Notices) -> str:
    notices.warning("encoding", "the file is UTF-16, read as such; save it as UTF-8", 1)
    encoding = "utf-16-be" if data[:64:2].count(0) > data[1:64:2].count(0) else "utf-16-le"
    return data.decode(encoding, errors="replace")


def _decode_legacy(data: bytes, notices: Notices) -> str:
    """Decode Shift_JIS, EUC-JP, ISO-2022-JP or UTF-16 without a mark, whichever reads best."""
    if data.count(0) * 8 > len(data):
        return _decode_utf16(data, notices)
    for encoding in _candidates(data):
        text = data.decode(encoding)
        notices.warning(
            "encoding", f"the file is {NAMES[encoding]}, read as such; save it as UTF-8", 1
        )
        return text
    text = data.decode("utf-8", errors="replace")
    line = text[: text.index("\ufffd")].count("\n") + 1 if "\ufffd" in text else 1
    notices.warning(
        "encoding", "bytes that are not UTF-8 became U+FFFD; save the file as UTF-8", line
    )
    return text


def _candidates(data: bytes) -> list[str]:
    """Return the legacy encodings that can read the bytes, the likeliest first.

    The detector decides where it can tell them apart; on very short texts the share of kana does.
    """
    possible = []
    for encoding in LEGACY:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        kana = sum("\u3041" <= char <= "\u30ff" for char in text)
        half_width = sum("\uff61" <= char <= "\uff9f" for char in text)
        possible.append((kana - 2 * half_width, encoding))
    if not possible:
        return []
    best = from_bytes(data, cp_isolation=[name for _, name in possible]).best()
    detected = best.encoding if best else ""
    ranked = sorted(possible, key=lambda item: (-item[0], item[1] != detected))
    return [encoding for _, encoding in ranked]
