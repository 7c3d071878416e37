"""How a shelf's files are to be served: media types, how long they keep, security headers."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from gappon.shelf.policy import HEADERS, in_header, page_policy, reader_policy

# The first pattern that fits; a site's paths, without a slash at the beginning.
MEDIA_TYPES = (
    ("opds/authentication.json", "application/opds-authentication+json"),
    ("opds/volumes/*.json", "application/opds-publication+json"),
    ("opds/*.json", "application/opds+json"),
    ("opds/*.xml", "application/atom+xml;profile=opds-catalog"),
    ("feed.xml", "application/atom+xml"),
    ("*.html", "text/html; charset=utf-8"),
    ("*.css", "text/css; charset=utf-8"),
    ("*.js", "text/javascript; charset=utf-8"),
    ("*.txt", "text/plain; charset=utf-8"),
    ("*.xml", "application/xml"),
    ("*.json", "application/json"),
    ("*.epub", "application/epub+zip"),
    ("*.pdf", "application/pdf"),
    ("*.svg", "image/svg+xml"),
    ("*.png", "image/png"),
    ("*.jpg", "image/jpeg"),
    ("*.gif", "image/gif"),
    ("*.webp", "image/webp"),
)
# Theme sheets are named after their content. All else keeps its name when it changes, so it is
# asked for again; what has not changed costs a 304.
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
READER_PAGES = ("read/index.html", "en/read/index.html", "ja/read/index.html")


def media_type(path: str) -> str:
    """Return the media type of a file of the site."""
    found = (kind for pattern, kind in MEDIA_TYPES if fnmatchcase(path, pattern))
    return next(found, "application/octet-stream")


def cache_control(path: str) -> str:
    """Return how long a file of the site may be kept (RFC 9111)."""
    return FOR_EVER if fnmatchcase(path, "assets/theme-*.css") else ASK_AGAIN


def security_headers(path: str) -> dict[str, str]:
    """Return the headers by which browsers hold a page to what it is made for."""
    page = path.endswith("/") or not path
    name = str(PurePosixPath(path, "index.html")) if page else path
    policy = reader_policy() if name in READER_PAGES else page_policy()
    return HEADERS | {"Content-Security-Policy": in_header(policy)}
