"""Frames of bytes between this process and a worker: a length, then so many bytes."""

from __future__ import annotations

import struct
from typing import BinaryIO

LENGTH = struct.Struct(">Q")


def send(stream: BinaryIO, data: bytes) -> None:
    """Write one frame.

    Raises:
        OSError: the other end is gone.
    """
    stream.write(LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def receive(stream: BinaryIO) -> bytes:
    """Return the next frame.

    Raises:
        EOFError: the other end is gone, perhaps in the middle of a frame.
    """
    (length,) = LENGTH.unpack(_exactly(stream, LENGTH.size))
    return _exactly(stream, length)


def _exactly(stream: BinaryIO, length: int) -> bytes:
    try:
        data = stream.read(length)
    except OSError as error:
        raise EOFError from error
    if len(data) < length:
        raise EOFError
    return data
