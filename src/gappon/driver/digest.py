"""Values → one hash, the same in every process and on every machine.

Everything that a value holds goes in, by type: all fields of a dataclass or model, so that a new
field cannot be forgotten; a file by its content, not its name. A value of a type that is not known
here is an error, because its text might say less, or more, than what it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import Enum
from pathlib import Path
from typing import Any
from weakref import finalize
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from gappon.paths import content_digest
from gappon.publication import Asset, Chapter, Post

# Large values that are in many others: in volumes, in books of several formats.
SHARED = (Post, Chapter, Asset)
Parts = list[bytes]
Encoder = Callable[[Any, Parts], None]


def digest_of(*values: object) -> str:
    """Return the SHA-256 of values, hexadecimal.

    Raises:
        TypeError: something in them is neither a value nor made of values.
        OSError: a file in them cannot be read.
    """
    parts: Parts = []
    _encode(values, parts)
    return hashlib.sha256(b"".join(parts)).hexdigest()


def _encode(value: object, parts: Parts) -> None:
    kind = type(value)
    if kind not in ENCODERS:
        ENCODERS[kind] = _encoder_of(kind)
    ENCODERS[kind](value, parts)


def _encoder_of(kind: type) -> Encoder:
    """Return what encodes values of a type that is not plain: files, and types with a name."""
    if issubclass(kind, Path):
        return _file
    inner = _inner_encoder_of(kind)
    name = f"{kind.__module__}.{kind.__qualname__}"

    def named(value: object, parts: Parts) -> None:
        _text(name, parts)
        inner(value, parts)

    return named


def _inner_encoder_of(kind: type) -> Encoder:
    if is_dataclass(kind):
        encoder = _attributes_encoder(field.name for field in fields(kind) if field.compare)
        return _remembering(encoder) if kind in SHARED else encoder
    if issubclass(kind, BaseModel):
        return _attributes_encoder(kind.model_fields)
    if issubclass(kind, Enum):
        return lambda value, parts: _encode(value.value, parts)
    for base, encoder in OPEN.items():
        if issubclass(kind, base):
            return encoder
    raise TypeError(f"{kind.__module__}.{kind.__qualname__} is no value that a key can hold")


def _attributes_encoder(names: Iterable[str]) -> Encoder:
    """Encode attributes, each with its name."""
    kept = tuple(names)

    def encode(value: object, parts: Parts) -> None:
        for name in kept:
            _text(name, parts)
            _encode(getattr(value, name), parts)
        parts.append(b".")

    return encode


def _remembering(encoder: Encoder) -> Encoder:
    """Encode a value once and remember its hash as long as it lives; it cannot change."""
    known: dict[int, bytes] = {}

    def encode(value: object, parts: Parts) -> None:
        if id(value) not in known:
            own: Parts = []
            encoder(value, own)
            known[id(value)] = hashlib.sha256(b"".join(own)).digest()
            finalize(value, known.pop, id(value))
        parts += (b"h", known[id(value)])

    return encode


def _nothing(_: None, parts: Parts) -> None:
    parts.append(b"-")


def _number(value: float, parts: Parts) -> None:
    exact = value.hex() if isinstance(value, float) else f"{value:x}"  # as long as it may be
    parts.append(f"#{type(value).__name__} {exact};".encode())


def _text(value: str, parts: Parts) -> None:
    data = value.encode("utf-8", "surrogatepass")
    parts += (b"s%d:" % len(data), data)


def _bytes(value: bytes, parts: Parts) -> None:
    parts += (b"b", hashlib.sha256(value).digest())


def _sequence(value: Iterable[object], parts: Parts) -> None:
    parts.append(b"(" if isinstance(value, tuple) else b"[")
    for each in value:
        _encode(each, parts)
    parts.append(b")")


def _set(value: Iterable[object], parts: Parts) -> None:
    parts.append(b"<")
    parts += sorted(digest_of(each).encode() for each in value)
    parts.append(b">")


def _mapping(value: Mapping[object, object], parts: Parts) -> None:
    """Encode a mapping, its order too: a theme's colours come out in the order of their names."""
    parts.append(b"{")
    for key, each in value.items():
        _encode(key, parts)
        _encode(each, parts)
    parts.append(b"}")


def _moment(value: datetime, parts: Parts) -> None:
    _text(value.isoformat(), parts)
    _encode(value.tzinfo, parts)


def _day(value: date, parts: Parts) -> None:
    _text(value.isoformat(), parts)


def _zone(value: tzinfo, parts: Parts) -> None:
    _encode(value.key if isinstance(value, ZoneInfo) else value.utcoffset(None), parts)


def _duration(value: timedelta, parts: Parts) -> None:
    _encode((value.days, value.seconds, value.microseconds), parts)


def _file(value: Path, parts: Parts) -> None:
    parts += (b"f", content_digest(value).encode())


# By type; those of one's own are added when they are met first.
ENCODERS: dict[type, Encoder] = {
    type(None): _nothing,
    bool: _number,
    int: _number,
    float: _number,
    str: _text,
    bytes: _bytes,
    tuple: _sequence,
    list: _sequence,
    dict: _mapping,
    frozenset: _set,
    set: _set,
}
# Types that others derive from, or that have several forms.
OPEN: dict[type, Encoder] = {
    str: _text,
    bytes: _bytes,
    tuple: _sequence,
    list: _sequence,
    Mapping: _mapping,
    datetime: _moment,
    date: _day,
    timedelta: _duration,
    tzinfo: _zone,
}
