"""Bytes of posts: encodings and forbidden characters."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gappon.diagnostics import Notices
from gappon.sources.encoding import FORBIDDEN, decode

TEXT = "---\ntitle: 題名\n---\n日本語の本文です。カタカナも漢字もあります。\n"


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp", "iso2022_jp", "utf-16-le", "utf-16-be"])
def test_legacy_encodings_are_found(encoding: str) -> None:
    notices = Notices("a.md")
    assert decode(TEXT.encode(encoding), notices) == TEXT
    assert [n.code for n in notices] == ["encoding"]


@pytest.mark.parametrize(
    ("bom", "encoding"), [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")]
)
def test_utf16_with_mark(bom: bytes, encoding: str) -> None:
    assert decode(bom + TEXT.encode(encoding), Notices()) == TEXT


def test_utf8_with_mark_and_crlf_needs_no_notice() -> None:
    notices = Notices("a.md")
    data = codecs.BOM_UTF8 + TEXT.replace("\n", "\r\n").encode()
    assert decode(data, notices) == TEXT
    assert not notices


def test_control_characters_are_taken_out_with_their_line() -> None:
    notices = Notices("a.md")
    assert decode(b"one\ntwo\x08\x1b\n", notices) == "one\ntwo\n"
    assert str(next(iter(notices))).startswith("a.md:2: warning: 2 control character")


@given(st.binary(max_size=300))
def test_any_bytes_become_text_that_xml_can_hold(data: bytes) -> None:
    assert not FORBIDDEN.search(decode(data, Notices()))
