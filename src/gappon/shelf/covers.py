"""Covers: the picture as it is in the book, a small one for lists, a wide one for elsewhere."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from PIL import Image, ImageFilter

from gappon.pictures import whole_pictures

SMALL_WIDTH = 480
CARD = (1200, 630)  # Open Graph pictures are shown at 1.91:1
CARD_MARGIN = 45
CARD_PAPER, CARD_SHADE = (236, 233, 226), (40, 36, 30)
BLANK = (74, 79, 87)
FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP", "image/gif": "GIF"}
SUFFIXES = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp", "GIF": "gif"}
SMALL_TYPE = "image/jpeg"
MOST_PIXELS = 60_000_000
UNREADABLE = (OSError, SyntaxError, ValueError, Image.DecompressionBombError)


@dataclass(frozen=True)
class Cover:
    """A cover's pictures by file name; sizes in pixels.

    Attributes:
        name: the whole picture; ``media_type``, ``width`` and ``height`` are of it.
        small_width, small_height: of the small one.
    """

    name: str
    media_type: str
    width: int
    height: int
    small_width: int
    small_height: int
    small: str = "cover-small.jpg"
    card: str = "cover-card.jpg"

    @property
    def names(self) -> tuple[str, str, str]:
        """Names of all files."""
        return self.name, self.small, self.card


class Pictures(NamedTuple):
    """The bytes of a cover's files by name, and why they are blank, or nothing."""

    files: dict[str, bytes]
    fault: str


class UnreadableCover(ValueError):
    """A cover is no picture; the text says why."""


def measure(data: bytes, media_type: str) -> Cover:
    """Return what a cover's pictures will be; nothing but its head is read.

    Raises:
        UnreadableCover: it is none, or larger than any cover.
    """
    if media_type not in FORMATS:
        raise UnreadableCover(f"the cover is {media_type or 'of no known kind'}")
    try:
        with Image.open(io.BytesIO(data), formats=[FORMATS[media_type]]) as image:
            width, height = image.size
    except UNREADABLE as error:
        raise UnreadableCover("the cover is no picture that can be read") from error
    if width * height > MOST_PIXELS:
        raise UnreadableCover(f"the cover has {width} × {height} pixels")
    factor = _factor(width)
    name = f"cover.{SUFFIXES[FORMATS[media_type]]}"
    return Cover(name, media_type, width, height, -(-width // factor), -(-height // factor))


def draw(data: bytes, cover: Cover) -> Pictures:
    """Return all pictures of a cover; blank ones, when it is broken further on."""
    fault = ""
    try:
        kinds = [FORMATS[cover.media_type]]
        with whole_pictures(), Image.open(io.BytesIO(data), formats=kinds) as image:
            full = image.convert("RGB")
    except UNREADABLE:
        fault = "the cover is broken"
        full = Image.new("RGB", (cover.width, cover.height), BLANK)
        data = _encoded(full, FORMATS[cover.media_type])
    factor = _factor(cover.width)
    small = full.reduce(factor) if factor > 1 else full
    files = {
        cover.name: data,
        cover.small: _encoded(small, "JPEG"),
        cover.card: _encoded(_on_card(small), "JPEG"),
    }
    return Pictures(files, fault)


def _factor(width: int) -> int:
    """Return by what a small picture is smaller; whole numbers are ten times faster."""
    return max(1, width // SMALL_WIDTH)


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


def _encoded(image: Image.Image, kind: str) -> bytes:
    buffer = io.BytesIO()
    options = {"quality": 84} if kind == "JPEG" else {}
    image.save(buffer, kind, **options)
    return buffer.getvalue()
