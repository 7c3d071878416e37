"""Bytes of an image → an asset: checked, cleaned of metadata, ready for a book."""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import re
import warnings
from urllib.parse import unquote, unquote_to_bytes

from PIL import Image, ImageCms, ImageOps

from gappon import png
from gappon.converter.images.finder import ImageError, ImageFinder
from gappon.converter.images.svg import sanitize_svg
from gappon.pictures import whole_pictures
from gappon.publication import Asset

MAX_BYTES = 64 * 1024 * 1024
MAX_PIXELS = 80_000_000
# What is decoded; Pillow knows others that start programs (EPS) or are no pictures.
FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "AVIF", "TIFF", "BMP")  # MPO is a JPEG first
SUFFIXES = {"PNG": ("png", "image/png"), "JPEG": ("jpg", "image/jpeg"), "GIF": ("gif", "image/gif")}
# PNG chunks that change what is seen; the rest (text, time, EXIF, profiles) is dropped.
PNG_KEPT = {
    b"IHDR",
    b"PLTE",
    b"IDAT",
    b"IEND",
    b"tRNS",
    b"gAMA",
    b"cHRM",
    b"sRGB",
    b"sBIT",
    b"bKGD",
}


def load_image(finder: ImageFinder, source: str, post_source: str) -> tuple[Asset, bool]:
    """Return an image as an asset, and whether something harmful was taken out of it.

    Raises:
        ImageError: there is no such image, or it cannot be used.
    """
    if source.lower().startswith("data:"):
        data = _from_data_url(source)
    else:
        path = finder.locate(source, post_source)
        if path.stat().st_size > MAX_BYTES:
            raise ImageError("is larger than 64 MiB")
        data = path.read_bytes()
    return make_asset(data, finder.megapixels)


def make_asset(data: bytes, megapixels: float) -> tuple[Asset, bool]:
    """Return bytes of an image as an asset: a core media type, no larger than it may be.

    Raises:
        ImageError: the bytes are no image, are damaged, or have far too many pixels.
    """
    head = data[:512].lstrip()
    if head.startswith((b"<svg", b"<?xml", b"<!--", b"<!DOCTYPE svg", b"\xef\xbb\xbf<")):
        cleaned = sanitize_svg(data)
        if cleaned is None:
            raise ImageError("is no image that can be read")
        svg, width, height, changed = cleaned
        return _asset(svg, "svg", "image/svg+xml", round(width), round(height)), changed
    try:
        with warnings.catch_warnings(), whole_pictures():
            warnings.simplefilter("ignore")
            return _raster(data, megapixels), False
    except ImageError:
        raise
    except Exception as error:  # Pillow's decoders raise whatever damaged files make of them
        raise ImageError("is damaged or no image that can be read") from error


def _raster(data: bytes, megapixels: float) -> Asset:
    with Image.open(io.BytesIO(data), formats=FORMATS) as image:
        width, height = image.size
        if width * height > MAX_PIXELS:
            raise ImageError(f"has {width} × {height} pixels, more than 80 million")
        kind = image.format or ""
        if kind == "GIF" and getattr(image, "is_animated", False):
            return _asset(data, "gif", "image/gif", width, height)
        scale = (megapixels * 1e6 / (width * height)) ** 0.5
        # Pillow decodes a whole PNG to look for EXIF behind its pixels; before them is enough.
        looked_for = kind != "PNG" or "exif" in image.info
        turned = looked_for and image.getexif().get(0x0112, 1) != 1
        profile = image.info.get("icc_profile")
        _check_whole(image, data, scale)
        if kind in SUFFIXES and scale >= 1 and not turned and not _is_foreign(profile, image.mode):
            suffix, media_type = SUFFIXES[kind]
            return _asset(_without_metadata(data, kind), suffix, media_type, width, height)
        picture = _to_srgb(ImageOps.exif_transpose(image), profile)
        if scale < 1:
            size = (max(1, int(picture.width * scale)), max(1, int(picture.height * scale)))
            picture = picture.resize(size, Image.Resampling.LANCZOS)
        return _encode(picture, photo=kind in ("JPEG", "MPO", "AVIF", "WEBP"))


def _check_whole(image: Image.Image, data: bytes, scale: float) -> None:
    """Raise whatever the decoder raises when the picture is not whole."""
    if image.format == "PNG" and scale >= 1:
        with Image.open(
            io.BytesIO(data), formats=("PNG",)
        ) as other:  # one that was verified is of no other use
            other.verify()  # the checksums of its chunks; decoding takes ten times as long
    elif image.format != "JPEG" or scale < 1 or not data.rstrip(b"\0").endswith(b"\xff\xd9"):
        image.load()


def _is_foreign(profile: bytes | None, mode: str) -> bool:
    """Say whether colours would change without the profile (it is not sRGB, or CMYK)."""
    return mode == "CMYK" or (profile is not None and b"sRGB" not in profile[:4096])


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    has_alpha = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    target = "RGBA" if has_alpha else "RGB"
    if profile and image.mode in ("RGB", "CMYK", "L"):
        try:
            converted = ImageCms.profileToProfile(
                image,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGB",
            )
            if converted is not None:
                return converted
        except (ImageCms.PyCMSError, OSError):
            pass
    if image.mode in ("L", "1") and not has_alpha:
        return image.convert("L")
    return image.convert(target)


def _encode(picture: Image.Image, *, photo: bool) -> Asset:
    buffer = io.BytesIO()
    if photo and picture.mode in ("RGB", "L"):
        picture.save(buffer, "JPEG", quality=88, optimize=True)
        return _asset(buffer.getvalue(), "jpg", "image/jpeg", *picture.size)
    picture.info.clear()
    picture.save(buffer, "PNG", optimize=True)
    return _asset(buffer.getvalue(), "png", "image/png", *picture.size)


def _asset(data: bytes, suffix: str, media_type: str, width: int, height: int) -> Asset:
    name = f"img-{hashlib.sha256(data).hexdigest()[:16]}.{suffix}"
    return Asset(name, media_type, data, width, height)


def _without_metadata(data: bytes, kind: str) -> bytes:
    """Drop EXIF, comments and profiles (a place where a photo was taken is nobody's business)."""
    if kind == "PNG":
        return _filter_png(data)
    if kind == "JPEG":
        return _filter_jpeg(data)
    return data


def _filter_png(data: bytes) -> bytes:
    kept = [data[start:end] for kind, start, end in png.chunks(data) if kind in PNG_KEPT]
    return data[: png.SIGNATURE_BYTES] + b"".join(kept)


def _filter_jpeg(data: bytes) -> bytes:
    """Drop application and comment segments but JFIF's and Adobe's, which say what colours mean."""
    kept, position = [data[:2]], 2
    while position + 4 <= len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        if marker == 0xFF:
            position += 1
            continue
        if marker == 0xDA:
            break
        length = int.from_bytes(data[position + 2 : position + 4], "big")
        if marker in (0xE0, 0xEE) or not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            kept.append(data[position : position + 2 + length])
        position += 2 + length
    return b"".join([*kept, data[position:]])


def _from_data_url(url: str) -> bytes:
    header, _, body = url[5:].partition(",")
    if header.lower().endswith(";base64"):
        try:
            return base64.b64decode(re.sub(r"\s", "", unquote(body)), validate=True)
        except (binascii.Error, ValueError) as error:
            raise ImageError("is a damaged data: address") from error
    return unquote_to_bytes(body)
