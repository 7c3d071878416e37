"""Images: found inside the site or nowhere, cleaned, converted, bounded."""

import io
from collections.abc import Callable

import pytest
from PIL import Image

from gappon.converter.images.assets import make_asset
from gappon.converter.images.finder import ImageError
from gappon.publication import Chapter

Convert = Callable[..., Chapter]


def picture(kind: str, size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, "navy").save(buffer, kind, **options)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [
        ("PNG", "image/png"),
        ("JPEG", "image/jpeg"),
        ("GIF", "image/gif"),
        ("WEBP", "image/jpeg"),
        ("TIFF", "image/png"),
        ("BMP", "image/png"),
        ("AVIF", "image/jpeg"),
    ],
)
def test_images_become_core_media_types(kind: str, media_type: str) -> None:
    assert make_asset(picture(kind), 2)[0].media_type == media_type


def test_large_images_are_scaled_down() -> None:
    asset, _ = make_asset(picture("PNG", (3000, 2000)), 2)
    assert asset.width * asset.height <= 2_000_000


def test_place_and_camera_are_removed() -> None:
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    asset, _ = make_asset(picture("JPEG", exif=exif.tobytes(), comment=b"hidden words"), 2)
    assert b"SecretCamera" not in asset.data and b"hidden" not in asset.data
    Image.open(io.BytesIO(asset.data)).load()


def test_a_turned_photo_is_set_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    asset, _ = make_asset(picture("JPEG", (40, 30), exif=exif.tobytes()), 2)
    assert (asset.width, asset.height) == (30, 40)


def test_animation_is_kept() -> None:
    buffer = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), color) for color in ("red", "blue")]
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:])
    assert make_asset(buffer.getvalue(), 2)[0].data == buffer.getvalue()


def test_decompression_bomb_is_refused() -> None:
    with pytest.raises(ImageError, match="80 million"):
        make_asset(picture("PNG", (10_000, 10_000)), 2)


@pytest.mark.parametrize("data", [b"", b"no image", picture("PNG")[:60], b"<svg", b"<html/>"])
def test_what_is_no_image_is_refused(data: bytes) -> None:
    with pytest.raises(ImageError):
        make_asset(data, 2)


def test_svg_loses_scripts_and_outside_references() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'viewBox="0 0 20 10" onload="alert(1)"><script>alert(1)</script>'
        '<image xlink:href="https://evil.example/x.png"/><use href="#a"/>'
        "<style>@import url(https://evil.example/a.css); rect{fill:url(https://evil.example/b)}"
        '</style><rect id="a" width="5" height="5" style="fill:url(#g)"/></svg>'
    )
    asset, changed = make_asset(svg.encode(), 2)
    assert changed
    assert b"alert" not in asset.data and b"evil" not in asset.data
    assert b'href="#a"' in asset.data and b"url(#g)" in asset.data
    assert (asset.width, asset.height) == (20, 10)


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("/nowhere.png", "is not there"),
        ("../../../../etc/passwd", "outside the site folder"),
        ("file:///etc/passwd", "on the web"),
        ("https://example.org/x.png", "on the web"),
    ],
)
def test_images_that_cannot_be_had(source: str, problem: str, to_chapter: Convert) -> None:
    chapter = to_chapter(f"文\n\n![説明]({source})\n")
    assert "［画像: 説明］" in chapter.body
    notice = chapter.notices[0]
    assert (notice.code, notice.line) == ("image", 7)
    assert problem in notice.message


def test_image_without_description_is_reported(to_chapter: Convert) -> None:
    chapter = to_chapter("![](/a.png)", {"a.png": picture("PNG")})
    assert chapter.images_without_alt == 1
    assert [n.code for n in chapter.notices] == ["image-alt"]


def test_image_at_the_sites_own_address_is_found(to_chapter: Convert) -> None:
    chapter = to_chapter("![a](https://example.com/a.png)", {"a.png": picture("PNG")})
    assert len(chapter.assets) == 1
