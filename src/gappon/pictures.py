"""Reading pictures with Pillow, whose settings are the process's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PIL import ImageFile


@contextmanager
def whole_pictures() -> Iterator[None]:
    """Take no half a picture for a whole one; WeasyPrint, where it is imported, lets Pillow."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before
