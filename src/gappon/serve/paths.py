"""Which request paths may be looked for in a folder at all."""

from __future__ import annotations

from urllib.parse import unquote_to_bytes

# A slash, a backslash and NUL have no business inside a segment, however they are written.
NEVER_IN_A_SEGMENT = (b"/", b"\\", b"\0")


def is_plain(raw_path: bytes) -> bool:
    """Say whether a request's path names a file below the site's folder and nothing else.

    Refused are paths that are not rooted (RFC 9112 §3.2.1), empty segments (``//``), ``.`` and
    ``..``, hidden files, slashes and NUL that are percent-encoded, and what is not UTF-8.

    Args:
        raw_path: as it was sent, without the query.
    """
    if not raw_path.startswith(b"/"):
        return False
    segments = raw_path[1:].split(b"/")
    last = len(segments) - 1
    return all(
        (index == last and not segment) or _is_plain_segment(segment)
        for index, segment in enumerate(segments)
    )


def _is_plain_segment(segment: bytes) -> bool:
    decoded = unquote_to_bytes(segment)
    if not decoded or decoded.startswith(b".") or any(b in decoded for b in NEVER_IN_A_SEGMENT):
        return False
    try:
        decoded.decode()
    except UnicodeDecodeError:
        return False
    return True
