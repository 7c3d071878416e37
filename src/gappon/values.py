"""Values as bytes and back: what the cache holds, and what workers send.

They are unpickled by a loader that knows gappon's own types and no others.
"""

from __future__ import annotations

import io
import pickle
from typing import Any

# What a cached value may be made of; anything else is a foreign entry.
ALLOWED = {
    ("gappon.publication", "Chapter"),
    ("gappon.publication", "Post"),
    ("gappon.publication", "Dialect"),
    ("gappon.publication", "Asset"),
    ("gappon.publication", "Heading"),
    ("gappon.converter.images.finder", "LookedUp"),
    ("gappon.diagnostics", "Notice"),
    ("gappon.diagnostics", "Severity"),
    ("gappon.typesetter.fragment", "Fragment"),
    ("gappon.typesetter.fragment", "UsedFont"),
    ("datetime", "datetime"),
    ("datetime", "timezone"),
    ("datetime", "timedelta"),
    ("zoneinfo", "ZoneInfo"),
    ("zoneinfo", "ZoneInfo._unpickle"),
    ("builtins", "getattr"),
}


class _Unpickler(pickle.Unpickler):
    """Builds gappon's own values and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in ALLOWED:
            raise pickle.UnpicklingError(f"{module}.{name} is not a value of the cache")
        if (module, name) == ("builtins", "getattr"):
            return _zone_attribute
        return super().find_class(module, name)


def _zone_attribute(owner: Any, name: str) -> Any:
    """Stand for ``getattr``, which pickled time zones call for ``ZoneInfo._unpickle`` alone."""
    from zoneinfo import ZoneInfo

    if owner is not ZoneInfo or name != "_unpickle":
        raise pickle.UnpicklingError("a foreign value in the cache")
    return ZoneInfo._unpickle  # type: ignore[attr-defined]


def encode(value: Any) -> bytes:
    """Return a value as bytes."""
    return pickle.dumps(value, protocol=5)


def decode(data: bytes) -> Any:
    """Return the value of bytes that :func:`encode` made, None when they hold anything else."""
    try:
        return _Unpickler(io.BytesIO(data)).load()
    except Exception:  # whatever foreign bytes make the unpickler do wrong
        return None
