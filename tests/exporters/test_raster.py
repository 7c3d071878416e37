"""Covers as images: in full colour, flat ones without loss, photographs small."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageChops

from gappon.exporters.raster import encoded
from gappon.publication import CoverImage

SIZE = (300, 424)


def gradient() -> Image.Image:
    """A sky: more colours than a palette has."""
    width, height = SIZE
    pixels = bytes(
        part
        for y in range(height)
        for x in range(width)
        for part in (y * 255 // height, (x + y) * 255 // (width + height), 255 - x * 255 // width)
    )
    return Image.frombytes("RGB", SIZE, pixels)


def noise() -> Image.Image:
    """A photograph: its pixels differ from each other."""
    picture = gradient()
    grain = Image.effect_noise(SIZE, 24).convert("RGB")
    return ImageChops.add(picture, grain, scale=2)


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def test_a_flat_cover_is_a_png_without_loss() -> None:
    flat = Image.new("RGB", SIZE, "#1f3a5f")
    flat.paste("#c9a24b", (0, 0, 40, 424))
    data = encoded(flat)
    assert CoverImage(data).media_type == "image/png"
    assert opened(data).tobytes() == flat.tobytes()


@pytest.mark.parametrize("picture", [gradient(), noise()], ids=["gradient", "photograph"])
def test_no_bands_in_pictures(picture: Image.Image) -> None:
    """No pixel is far from what it was, and no colour stands for many."""
    data = encoded(picture)
    shown = opened(data)
    difference = ImageChops.difference(shown, picture)
    assert max(high for _, high in difference.getextrema()) < 40
    assert len(shown.getcolors(2**24) or ()) > 5000


def test_a_photograph_is_a_jpeg() -> None:
    data = encoded(noise())
    assert CoverImage(data).media_type == "image/jpeg"
    buffer = io.BytesIO()
    noise().save(buffer, "PNG")
    assert len(data) < len(buffer.getvalue()) / 2
