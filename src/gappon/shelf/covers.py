"""Covers: the picture as it is in the book, a small one for lists, a wide one for elsewhere."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from PIL import Image, ImageFilter, UnidentifiedImageError

SMALL_WIDTH = 480
CARD = (1200, 630)  # Open Graph pictures are shown at 1.91:1
CARD_MARGIN = 45
CARD_PAPER, CARD_SHADE = (236, 233, 226), (40, 36, 30)
SUFFIXES = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", "image/gif": "gif"}
SMALL_TYPE = "image/jpeg"
MOST_PIXELS = 60_000_000


@dataclass(frozen=True)
class Cover:
    """A cover's pictures by file name; sizes in pixels.

    Attributes:
        name: the whole picture; ``media_type``, ``width`` and ``height`` are of it.
        small_width, small_height: of ``cover-small.jpg``.
    """

    name: str
    media_type: str
    width: int
    height: int
    small_width: int
    small_height: int

    small: str = "cover-small.jpg"
    card: str = "cover-card.jpg"


class Pictures(NamedTuple):
    """A cover and the bytes of its files by name."""

    cover: Cover
    files: dict[str, bytes]


class UnreadableCover(ValueError):
    """A cover is no picture that can be read; the text says why."""


def pictures(data: bytes, media_type: str) -> Pictures:
    """Return all pictures of a cover.

    Raises:
        UnreadableCover: it is none, or larger than any cover.
    """
    if media_type not in SUFFIXES:
        raise UnreadableCover(f"the cover is {media_type or 'of no known kind'}")
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise UnreadableCover(f"the cover has {image.width} × {image.height} pixels")
            width, height = image.size
            full = image.convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise UnreadableCover("the cover is no picture that can be read") from error
    small = _small(full)
    name = f"cover.{SUFFIXES[media_type]}"
    cover = Cover(name, media_type, width, height, small.width, small.height)
    return Pictures(
        cover, {name: data, cover.small: _jpeg(small), cover.card: _jpeg(_on_card(small))}
    )


def _small(image: Image.Image) -> Image.Image:
    """Return a picture about 480 pixels wide; by whole factors, which is ten times faster."""
    factor = image.width // SMALL_WIDTH
    return image.reduce(factor) if factor > 1 else image


def _on_card(small: Image.Image) -> Image.Image:
    """Return a cover on a wide card, with a shadow."""
    height = CARD[1] - 2 * CARD_MARGIN
    width = min(max(1, round(small.width * height / small.height)), CARD[0] - 2 * CARD_MARGIN)
    card = _empty_card(width, height).copy()
    face = small.resize((width, height), Image.Resampling.BILINEAR)
    card.paste(face, ((CARD[0] - width) // 2, CARD_MARGIN))
    return card


@lru_cache(maxsize=4)
def _empty_card(width: int, height: int) -> Image.Image:
    """Return the paper of a card, darker around the place of a cover."""
    part = 6  # blurred small, where it costs little
    shade = Image.new("L", (CARD[0] // part, CARD[1] // part), 0)
    left, top = (CARD[0] - width) // 2 // part, CARD_MARGIN // part
    shade.paste(105, (left, top + 1, left + width // part, top + height // part + 2))
    mask = shade.filter(ImageFilter.GaussianBlur(2)).resize(CARD, Image.Resampling.BICUBIC)
    return Image.composite(
        Image.new("RGB", CARD, CARD_SHADE), Image.new("RGB", CARD, CARD_PAPER), mask
    )


def _jpeg(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=84)
    return buffer.getvalue()
