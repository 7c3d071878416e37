"""The chunks of a PNG (ISO/IEC 15948 §5)."""

from __future__ import annotations

from collections.abc import Iterator

SIGNATURE_BYTES = 8
AROUND_DATA = 12  # length and type before a chunk's data, checksum behind it


def chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield ``(type, start, end)`` of each chunk, its length and checksum included."""
    start = SIGNATURE_BYTES
    while start + AROUND_DATA <= len(data):
        end = start + AROUND_DATA + int.from_bytes(data[start : start + 4], "big")
        yield data[start + 4 : start + 8], start, end
        start = end
