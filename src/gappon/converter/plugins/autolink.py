"""Bare web and mail addresses become links (GFM §6.9), ending where Japanese text begins."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from gappon.characters import HAN, KATAKANA

SCHEMES = ("https", "http", "ftp")
# RFC 3986 characters only, so that 「https://example.com/です。」 ends at the Japanese. A word of
# Japanese belongs to an address where a part of its path begins with kanji or katakana; it ends
# before を, which stands between words alone.
JAPANESE_PART = rf"(?<=[/_(=#?&-])[{HAN}{KATAKANA}][{HAN}{KATAKANA}ぁ-ゑんー・]*"
CHARACTERS = r"[A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]"  # without the brackets of IPv6 and of links
REST = re.compile(rf"[A-Za-z0-9](?:{CHARACTERS}|{JAPANESE_PART})*")
TRAILING = "?!.,:;'*_~("  # end sentences, not addresses
MAIL_NAME = re.compile(r"[A-Za-z0-9._+-]+$")
MAIL_HOST = re.compile(r"@[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+")
LONGEST_NAME = 64  # characters before the @ (RFC 5321 §4.5.3.1.1)
WWW = re.compile(r"[Ww]{3}\.[A-Za-z0-9-]+\.[A-Za-z0-9]")


def address(state: StateInline, silent: bool) -> bool:
    """Add a link at the ``:`` of ``https://``, or at ``www.``."""
    start = state.pos
    if state.src.startswith("://", start):
        scheme = next((s for s in SCHEMES if state.src.endswith(s, 0, start)), "")
        before = state.src[start - len(scheme) - 1 : start - len(scheme)]
        if not scheme or (before.isascii() and before.isalnum()):
            return False
        rest = REST.match(state.src, start + 3, state.posMax)
        found = _without_trailing(rest[0]) if rest else ""
        return bool(found) and _add(state, scheme, f"://{found}", scheme + "://" + found, silent)
    if WWW.match(state.src, start, state.posMax):
        rest = REST.match(state.src, start, state.posMax)
        found = _without_trailing(rest[0]) if rest else ""
        return bool(found) and _add(state, "", found, f"http://{found}", silent)
    return False


def mail(state: StateInline, silent: bool) -> bool:
    """Add a link at the ``@`` of a mail address."""
    start = state.pos
    if state.src[start] != "@":
        return False
    name = MAIL_NAME.search(state.src, max(0, start - LONGEST_NAME), start)
    host = MAIL_HOST.match(state.src, start, state.posMax)
    if name is None or host is None or not host[0][-1].isalpha():
        return False
    return _add(state, name[0], host[0], f"mailto:{name[0]}{host[0]}", silent)


def _without_trailing(found: str) -> str:
    """Return an address without what ends the sentence, and brackets that were not opened."""
    unopened = found.count(")") - found.count("(")
    end = len(found)
    while end and (found[end - 1] in TRAILING or (found[end - 1] == ")" and unopened > 0)):
        unopened -= found[end - 1] == ")"
        end -= 1
    return found[:end]


def _add(state: StateInline, before: str, rest: str, target: str, silent: bool) -> bool:
    """Add a link; its text began before the position, as text that is not yet a token."""
    if state.linkLevel > 0:
        return False
    if not silent:
        if before and not state.pending.endswith(before):
            return False
        if before:
            state.pending = state.pending[: -len(before)]
        token = state.push("link_open", "a", 1)
        token.attrs, token.info = {"href": target}, "auto"
        state.push("text", "", 0).content = before + rest
        state.push("link_close", "a", -1)
    state.pos += len(rest)
    return True


def autolink(md: MarkdownIt) -> None:
    """Register both."""
    md.inline.ruler.before("escape", "bare_address", address)
    md.inline.ruler.before("escape", "bare_mail", mail)
