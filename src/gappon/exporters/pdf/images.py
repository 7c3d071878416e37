"""Images of a linked file: those that several chapters use are stored once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from pikepdf import Name


def share_images(pages: Sequence[Any]) -> None:
    """Store images that several chapters use once."""
    seen: dict[bytes, Any] = {}
    done: set[tuple[int, int]] = set()
    for page in pages:
        resources = page.get("/Resources")
        if resources is None or "/XObject" not in resources:
            continue
        objects = resources.XObject
        if resources.objgen in done:
            continue
        done.add(resources.objgen)
        for name, item in dict(objects).items():
            if item.get("/Subtype") != Name.Image:
                continue
            digest = _image_digest(item)
            if digest in seen:
                objects[name] = seen[digest]
            else:
                seen[digest] = item


def _image_digest(image: Any) -> bytes:
    state = hashlib.sha256(image.read_raw_bytes())
    for key in sorted(image.keys()):
        if key == "/SMask":
            state.update(_image_digest(image.SMask))
        elif key != "/Length":
            state.update(f"{key}={image[key]!r}".encode())
    return state.digest()
