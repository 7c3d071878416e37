"""Addresses in the web, as RFC 3986 and EPUBCheck want them."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, quote, urlsplit

# RFC 3986 reserved and unreserved characters, and the sign of those that are escaped already.
ADDRESS_CHARACTERS = "/:?#[]@!$&'()*+,;=%~-._"


def escape_address(address: str) -> str:
    """Return an address with every character escaped that RFC 3986 does not allow in one."""
    return quote(address, safe=ADDRESS_CHARACTERS)


def clean_address(href: str) -> str | None:
    """Return an address that EPUBCheck takes for one, or None."""
    href = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", href)
    try:
        parts = urlsplit(href)
        if parts.scheme in ("http", "https"):
            parts = parts._replace(netloc=_clean_host(parts))
        elif parts.scheme not in ("mailto", "tel") or not parts.path:
            return None
    except (ValueError, UnicodeError):
        return None
    path, query, fragment = (
        # Brackets stand around the host alone (RFC 3986 §3.2.2).
        re.sub(r"[#\[\]]", lambda m: f"%{ord(m[0]):02X}", escape_address(part))
        for part in parts[2:]
    )
    return parts._replace(path=path, query=query, fragment=fragment).geturl()


def web_address(value: str) -> str:
    """Return an address of a web site, clean; empty when it is none."""
    is_web = value.startswith(("http://", "https://"))
    return (clean_address(value) if is_web else None) or ""


def _clean_host(parts: SplitResult) -> str:
    """Return host, user and port in the letters of RFC 3986.

    Raises:
        ValueError: that is no host.
    """
    netloc = parts.netloc
    if not netloc.isascii():
        netloc = netloc.encode("idna").decode()
    host = parts._replace(netloc=netloc).hostname
    if not host or re.search(r"[^\w.\-:@\[\]%~!$&'()*+,;=]", netloc):
        raise ValueError(f"no host: {netloc}")
    for label in host.removesuffix(".").split("."):
        if not label:
            raise ValueError(f"an empty label: {host}")
        if label.startswith("xn--"):
            label.encode().decode("idna")
    _ = parts.port
    return netloc
