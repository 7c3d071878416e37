"""Where a site has its images: what an address means in the folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from gappon.config.load import load_config
from gappon.converter.images.finder import ImageError, ImageFinder
from gappon.errors import ConfigError
from gappon.publication import ImagePlaces
from gappon.sources.site import collect

PLACES = ImagePlaces(
    ("static",),
    own_folder=True,
    prefixes=(("@site/", ""), ("https://raw.example/me/blog/main/", "source")),
    anywhere=True,
)


@pytest.fixture
def finder(tmp_path: Path) -> ImageFinder:
    root = tmp_path / "site"
    for name in ("static/s.png", "posts/a/own.png", "source/r.png", "far/away/Lost.png", "top.png"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"x")
    (tmp_path / "secret.png").write_bytes(b"x")
    return ImageFinder(root.resolve(), "/blog", "https://www.example.com/blog", places=PLACES)


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/s.png", "static/s.png"),
        ("/blog/s.png", "static/s.png"),
        ("https://www.example.com/blog/s.png", "static/s.png"),
        ("http://www.example.com/blog/s.png", "static/s.png"),
        ("https://example.com/blog/s.png?v=2", "static/s.png"),
        ("//example.com/blog/s.png", "static/s.png"),
        ("own.png", "posts/a/own.png"),
        ("@site/top.png", "top.png"),
        ("https://raw.example/me/blog/main/r.png", "source/r.png"),
        ("lost.png", "far/away/Lost.png"),
    ],
)
def test_an_address_means_a_file(finder: ImageFinder, address: str, file: str) -> None:
    assert finder.locate(address, "posts/a.md") == finder.root / file


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("https://example.com.evil.example/blog/s.png", "is on the web"),
        ("https://other.example/s.png", "is on the web"),
        ("https://raw.example/me/blog/main/../../../secret.png", "outside"),
        ("@site/../secret.png", "outside"),
        ("none.png", "is not there"),
    ],
)
def test_an_address_means_nothing(finder: ImageFinder, address: str, why: str) -> None:
    with pytest.raises(ImageError, match=why):
        finder.locate(address, "posts/a.md")


def test_the_configuration_names_addresses_and_their_folders(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    own = tmp_path / "gappon.yaml"
    own.write_text("images: {'https://cdn.example/': pictures}\n")
    site = collect(tmp_path, load_config(tmp_path))
    assert site.images.prefixes == (("https://cdn.example/", "pictures"),)
    for value in ("{'https://cdn.example/': nowhere}", "{'https://cdn.example/': ..}", "{cdn: .}"):
        own.write_text(f"\nimages: {value}\n")
        with pytest.raises(ConfigError, match=r"gappon.yaml:2: 'images': "):
            load_config(tmp_path)
