"""A folder of finished volumes, and the shelf that is made of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gappon.shelf.make import ShelfReport, make_shelf
from gappon.shelf.options import ShelfOptions, address
from tests.shelf.volumes import Dist

Make = Callable[..., ShelfReport]


@pytest.fixture
def dist(tmp_path: Path) -> Dist:
    """An empty output folder."""
    return Dist(tmp_path / "dist")


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """Where the shelf will be."""
    return tmp_path / "shelf"


@pytest.fixture
def make(dist: Dist, shelf: Path, tmp_path: Path) -> Make:
    """Make the shelf: ``make(url="https://books.example")``."""

    def run(url: str = "https://books.example", base_path: str = "", **options: object) -> object:
        given = {"cache": tmp_path / "cache", **options}
        return make_shelf(ShelfOptions(dist.folder, shelf, address(url, base_path), **given))

    return run


def files(folder: Path) -> dict[str, bytes]:
    """All files of a folder by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
