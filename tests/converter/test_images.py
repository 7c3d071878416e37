"""Images: found inside the site or nowhere, cleaned, converted, bounded."""

import io
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from gappon.converter.convert import convert
from gappon.converter.findings import SiteContext
from gappon.converter.images.assets import make_asset
from gappon.converter.images.finder import ImageError, ImageFinder
from gappon.converter.post_index import PostIndex
from gappon.publication import Chapter, Post

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


def drawing(attributes: str, inside: str = "") -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inside}</svg>'.encode()


NINES = "9" * 400


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('viewBox="0 0 20 10"', (20, 10)),
        ('viewBox="0 0 20 10" width="40"', (40, 20)),
        ('viewBox="0,0,2e1,1e1" height="1in"', (192, 96)),
        ('width="30" height="0"', (30, 150)),
        ("", (300, 150)),
        ('width="inf" height="nan"', (300, 150)),
        ('width="1e999" height="10"', (300, 10)),
        (f'width="{NINES}" height="10"', (100_000, 10)),
        (f'viewBox="0 0 {NINES} 10"', (300, 150)),
        ('viewBox="0 0 1e999 10"', (300, 150)),
        ('viewBox="0 0 10 0"', (300, 150)),
        ('viewBox="0 0 -5 5"', (300, 150)),
        (f'viewBox="0 0 1 0.{"0" * 400}1" height="5"', (300, 5)),
        ('viewBox="a b c d"', (300, 150)),
    ],
)
def test_svg_has_a_size_whatever_it_says(attributes: str, size: tuple[int, int]) -> None:
    asset, _ = make_asset(drawing(attributes), 2)
    assert (asset.width, asset.height) == size


@pytest.mark.parametrize(
    "css",
    [
        "fill:url(https://evil.example/a)",
        "fill:url( 'https://evil.example/a')",
        "fill:url(https://evil.example/a",
        "fill:u\\72l(https://evil.example/a)",
        "fill:url(  #g);stroke:url(//evil.example/a)",
        "@import 'https://evil.example/a'",
    ],
)
def test_css_of_svg_leads_nowhere_else(css: str) -> None:
    inside = f'<style>a{{{css}}}</style><rect style="{css}"/>'.replace("'", "&apos;")
    asset, changed = make_asset(drawing('width="9" height="9"', inside), 2)
    assert changed and b"evil" not in asset.data


def test_postscript_that_is_called_an_image_is_not_run() -> None:
    eps = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n%%EndComments\n(x) print\nshowpage\n"
    with pytest.raises(ImageError):
        make_asset(eps, 2)


@pytest.mark.parametrize("kind", ["EPS", "PDF", "ICNS", "PPM", "TGA", "PCX"])
def test_other_kinds_of_pictures_are_not_decoded(kind: str) -> None:
    with pytest.raises(ImageError):
        make_asset(picture(kind), 2)


@pytest.mark.parametrize(
    "inside",
    [
        lambda n: f"<style>{'url(' * (n // 4)}</style>",
        lambda n: f"<style>{'@import ' * (n // 8)}</style>",
        lambda n: f"<style>{'expression(' * (n // 11)}</style>",
        lambda n: f'<rect style="{"url(" * (n // 4)}"/>',
        lambda n: f'<rect style="url({" " * n}"/>',
        lambda n: '<rect x="1"/>' * (n // 13),
        lambda n: "<script/>" * (n // 9),
    ],
)
def test_svg_is_cleaned_in_time_that_grows_with_its_length(inside: Callable[[int], str]) -> None:
    def seconds(length: int) -> float:
        data = drawing("", inside(length))
        start = time.process_time()
        make_asset(data, 2)
        return time.process_time() - start

    seconds(100)
    assert seconds(200_000) < 0.05 + 25 * seconds(20_000)


@pytest.mark.parametrize(
    "written",
    [
        "a\x00.png",
        "a\n.png",
        "/" * 300 + "a.png",
        "a" * 5000 + ".png",
        "\ud800.png",
        "../" * 400 + "a.png",
        "%",
        "data:image/png;base64,%%%",
        "data:,",
        "https://[.png",
        "?",
        "#",
    ],
)
def test_no_address_of_an_image_stops_a_post(written: str) -> None:
    post = Post("a.md", "題", None, f'前\n\n<img src="{written}" alt="図">\n\n後', image=written)
    site = SiteContext(PostIndex.of([]), ImageFinder(Path("/nonexistent")))
    body = convert(post, site).chapter.body
    assert "前" in body and "後" in body
