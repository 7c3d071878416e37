"""A folder of finished volumes, and the shelf that is made of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gappon.catalogue import Person, Section
from gappon.shelf.make import ShelfReport, make_shelf
from gappon.shelf.options import ShelfOptions, address
from tests.conftest import need
from tests.shelf.serving import Server, serving
from tests.shelf.volumes import Dist, article, volume

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


@pytest.fixture(scope="session")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shelf with everything on it, and so many volumes that lists have several pages."""
    base = tmp_path_factory.mktemp("stocked")
    dist = Dist(base / "dist")
    stock(dist)
    out = base / "shelf"
    where = address("https://books.example", "")
    options = ShelfOptions(dist.folder, out, where, cache=base / "cache")
    assert make_shelf(options).notices == ()
    renamed = dist.catalogue.volumes[0]
    dist.write(*dist.catalogue.volumes[2:])
    dist.add(replace(renamed, name="改題した巻"))
    assert make_shelf(options).gone == 2
    return out


@pytest.fixture(scope="session")
def server(stocked: Path) -> Iterator[Server]:
    """The server of that shelf."""
    with serving(stocked) as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Any) -> Iterator[Any]:
    """Debian's Chromium."""
    browser = playwright.chromium.launch(
        executable_path=need("chromium"), args=["--no-sandbox"], env=dict(os.environ)
    )
    yield browser
    browser.close()


def stock(dist: Dist) -> None:
    """Fill an output folder."""
    dist.add(volume("改題する巻"))
    dist.add(volume("取り下げる巻"))
    rich = (
        '<p>本文と<ruby>鑢<rt>やすり</rt></ruby>、<a href="p0000000002.xhtml">次の記事</a>。</p>'
        '<p><math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math>と'
        '<a href="https://minato.example/">外</a>、<img src="../images/cover.png" alt="港の図"/></p>'
        '<section epub:type="footnotes"><aside id="fn1"><p>注。</p></aside></section>'
    )
    hostile = (
        '<script>alert(1)</script><p style="color:red" onclick="x()">色つき。</p>'
        '<p><a href="javascript:x()">危ない</a><img src="https://x.example/x.png" alt="外"/></p>'
    )
    dist.add(volume("港-2025-11", subtitle="創刊一周年"), body=rich)
    dist.add(volume("怪しい巻", group={}, authors=()), body=hostile)
    parts = (
        Section("", (article(1, "はじめに"),)),
        Section("第一部　海", (article(2), article(3, series="岬めぐり", authors=()))),
        Section("第二部　陸", (article(4, "<題> & 「題」", url=""),)),
    )
    people = (Person("海野 渚", "うんのなぎさ"), Person("山田 <太郎>"), Person("Anna Sea"))
    dist.add(volume("船", group={"category": "船"}, sections=parts, authors=people))
    dist.add(volume("総集編-1", title="総集編", subtitle="第1巻", position=1, group={}))
    dist.add(volume("Annual", language="en", group={"category": "In English"}, month="2024-12"))
    dist.add(volume("日付なし", issued="", modified="", month="", group={}, authors=()))
    for number in range(55):
        month = f"2025-{number % 9 + 1:02d}"
        issued = f"{month}-15T09:00:00+09:00"
        group = {"category": "号外", "month": month}
        dist.add(volume(f"号外-{number:02d}", issued=issued, month=month, group=group))
