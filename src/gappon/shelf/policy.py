"""What pages may do: one strict content security policy, and a wider one where books are read."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

READER_STYLE = re.compile(r"innerHTML = `<style>(.*?)</style>", re.DOTALL)
PACKAGE = files("gappon.shelf")

# CSP Level 3. Nothing but the site's own files, and none of it written into a page.
PAGE = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def page_policy() -> str:
    """Return the policy of all pages but the reader's, for a ``meta`` element."""
    return _policy(PAGE)


@cache
def reader_policy() -> str:
    """Return the policy of the reader's page.

    The engine shows a book's documents as blobs. The style sheets that it writes into pages are
    known by their hashes.
    """
    return _policy(
        PAGE
        | {
            "style-src": " ".join(("'self' blob:", *map(_hash, _reader_styles()))),
            "img-src": "'self' blob: data:",
            "font-src": "blob:",
            "media-src": "blob:",
            "connect-src": "'self' blob:",
            "frame-src": "blob:",
        }
    )


def in_header(policy: str) -> str:
    """Return a policy for an HTTP header, which may say what a ``meta`` element may not."""
    return f"{policy}; frame-ancestors 'self'"


def reader_style() -> str:
    """Return the style sheet that the reader's page gives to books."""
    return (PACKAGE / "assets" / "reader-book.css").read_text("utf-8")


def _reader_styles() -> Iterable[str]:
    engine = (PACKAGE / "foliate" / "paginator.js").read_text("utf-8")
    found = READER_STYLE.search(engine)
    yield found[1] if found else ""
    yield reader_style()
    yield ""  # an element that the engine adds and fills later


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _policy(directives: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in directives.items())
