"""The shelf as a whole: what is made, made again, moved and taken away; and what cannot be shown."""

from __future__ import annotations

import io
import os
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree, html
from PIL import Image

from gappon.catalogue import Person, Section
from gappon.errors import ConfigError
from gappon.shelf.covers import Cover
from gappon.shelf.ledger import FILE_NAME
from tests.shelf import volumes
from tests.shelf.conftest import Make, files
from tests.shelf.volumes import Dist, article, epub_of, volume

AWKWARD = '<b onclick="x()">太字</b> & "引用" </title><script>alert(1)</script> ' + "長い題 " * 60


def page(shelf: Path, path: str) -> etree._Element:
    return html.fromstring((shelf / path).read_bytes().decode())


def text(element: etree._Element) -> str:
    return " ".join(element.text_content().split())


def links(element: etree._Element) -> set[str]:
    return {str(href) for href in element.xpath("//a/@href")}


def test_a_volume_is_on_the_front_page_and_has_its_own(dist: Dist, shelf: Path, make: Make) -> None:
    made = dist.add(volume())
    assert make().volumes == 1
    assert "volumes/%E6%B8%AF-2025-11/" in links(page(shelf, "index.html"))
    own = page(shelf, "volumes/港-2025-11/index.html")
    assert text(own.find(".//h1")) == "港 2025 11"
    for one in made.articles:
        listed = text(own.get_element_by_id(one.key))
        assert one.title in listed
        assert one.excerpt in listed
    for file in made.files:
        copied = shelf / "volumes/港-2025-11" / file.name
        assert copied.read_bytes() == (dist.folder / file.name).read_bytes()


def test_volumes_are_newest_first(dist: Dist, shelf: Path, make: Make) -> None:
    for month in ("2025-09", "2025-11", "2025-10"):
        dist.add(volume(f"港-{month}", month=month, issued=f"{month}-20T09:00:00+09:00"))
    make()
    cards = page(shelf, "all/index.html").find_class("card-title")
    assert [text(card) for card in cards] == ["港 2025 11", "港 2025 10", "港 2025 09"]


def test_volumes_are_found_by_category_month_series_and_author(
    dist: Dist, shelf: Path, make: Make
) -> None:
    sections = (Section("", (article(1, series="岬めぐり"),)),)
    dist.add(volume("港-2025-11", sections=sections))
    dist.add(volume("船", group={"category": "船"}, month="2025-10", authors=(Person("渡 船子"),)))
    make()
    for folder, title in {
        "categories/港": "港 2025 11",
        "categories/船": "船",
        "months/2025-10": "船",
        "series/岬めぐり": "港 2025 11",
        "authors/渡-船子": "船",
    }.items():
        cards = page(shelf, f"{folder}/index.html").find_class("card-title")
        assert [text(card) for card in cards] == [title], folder


def test_authors_stand_in_the_order_of_their_readings(dist: Dist, shelf: Path, make: Make) -> None:
    people = (Person("山田", "やまだ"), Person("会田", "アイダ"), Person("海野", "うんの"))
    dist.add(volume(authors=people))
    make()
    names = page(shelf, "authors/index.html").find_class("group-name")
    assert [text(name) for name in names] == ["会田", "海野", "山田"]


def test_every_page_is_there_in_japanese_and_english(dist: Dist, shelf: Path, make: Make) -> None:
    dist.add(volume())
    make()
    pages = {path for path in files(shelf) if path.endswith(".html") and path != "404.html"}
    own = {path for path in pages if not path.startswith("en/")}
    assert pages - own == {f"en/{path}" for path in own}
    english = page(shelf, "en/volumes/港-2025-11/index.html")
    assert english.get("lang") == "en"
    assert english.find(".//h1").get("lang") == "ja"
    assert "Download EPUB" in text(english)


def test_a_long_list_has_pages(dist: Dist, shelf: Path, make: Make) -> None:
    one = dist.add(volume("港"))
    for number in range(60):
        name = f"港-{number}"
        for file in one.files:
            shutil.copy(dist.folder / file.name, dist.folder / file.name.replace("港", name))
        named = tuple(replace(f, name=f.name.replace("港", name)) for f in one.files)
        dist.write(*dist.catalogue.volumes, volume(name, files=named))
    make()
    first, second = page(shelf, "all/index.html"), page(shelf, "all/2/index.html")
    assert len(first.find_class("card")) + len(second.find_class("card")) == 61
    assert "2/" in links(first)
    assert "../" in links(second)


class TestIncremental:
    def test_the_same_input_gives_the_same_bytes(
        self, dist: Dist, shelf: Path, make: Make, tmp_path: Path
    ) -> None:
        dist.add(volume())
        dist.add(volume("船", group={"category": "船"}))
        make()
        first = files(shelf)
        shutil.rmtree(shelf)
        shutil.rmtree(tmp_path / "cache")
        make()
        assert files(shelf) == first

    def test_nothing_is_written_when_nothing_changed(
        self, dist: Dist, shelf: Path, make: Make
    ) -> None:
        dist.add(volume())
        first = make()
        times = {p: p.stat().st_mtime_ns for p in shelf.rglob("*")}
        again = make()
        assert (again.written, again.unchanged) == (0, first.written)
        assert {p: p.stat().st_mtime_ns for p in shelf.rglob("*")} == times

    def test_nothing_is_opened_when_nothing_changed(
        self, dist: Dist, shelf: Path, make: Make, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        dist.add(volume())
        for path in dist.folder.iterdir():
            os.utime(path, (1, 1))  # long before now, so that its time can be trusted
        make()
        opened: list[str] = []

        def refuse(path: Path, *_: object, **__: object) -> None:
            opened.append(str(path))
            raise AssertionError

        monkeypatch.setattr("gappon.shelf.memory.file_digest", refuse)
        monkeypatch.setattr("gappon.shelf.make.take_stock", refuse)
        make()
        assert opened == []

    def test_a_new_volume_leaves_the_files_of_others(
        self, dist: Dist, shelf: Path, make: Make, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        dist.add(volume())
        make()
        before = files(shelf)
        made: list[bytes] = []
        from gappon.shelf import exhibits

        def count(data: bytes, cover: Cover) -> object:
            made.append(data)
            return real(data, cover)

        real = exhibits.draw
        monkeypatch.setattr(exhibits, "draw", count)
        dist.add(volume("船", group={"category": "船"}))
        make()
        now = files(shelf)
        own = [
            p for p in before if p.startswith("volumes/港-2025-11/") and p.endswith("html") is False
        ]
        assert len(own) >= 5
        assert {p: now[p] for p in own} == {p: before[p] for p in own}
        assert len(made) == 1

    def test_a_shelf_whose_memory_is_lost_is_looked_at_and_not_written(
        self, dist: Dist, make: Make, tmp_path: Path
    ) -> None:
        dist.add(volume())
        make()
        shutil.rmtree(tmp_path / "cache")
        assert make().written == 0

    @pytest.mark.parametrize("name", ["index.html", "volumes/港-2025-11/cover-small.jpg"])
    def test_a_file_that_was_damaged_or_lost_is_made_again(
        self, dist: Dist, shelf: Path, make: Make, name: str
    ) -> None:
        dist.add(volume())
        make()
        whole = (shelf / name).read_bytes()
        (shelf / name).write_bytes(b"x")
        make()
        assert (shelf / name).read_bytes() == whole
        (shelf / name).unlink()
        make()
        assert (shelf / name).read_bytes() == whole

    def test_a_file_that_comes_back_is_offered_again(
        self, dist: Dist, shelf: Path, make: Make
    ) -> None:
        made = dist.add(volume())
        path = dist.folder / made.files[1].name
        path.rename(path.with_suffix(".away"))
        assert [notice.code for notice in make().notices] == ["shelf-file-missing"]
        path.with_suffix(".away").rename(path)
        assert make().notices == ()
        assert (shelf / "volumes/港-2025-11" / path.name).exists()

    def test_no_temporary_file_is_left(self, dist: Dist, shelf: Path, make: Make) -> None:
        dist.add(volume())
        make()
        assert [path for path in files(shelf) if path.endswith(".tmp")] == []


class TestDepartures:
    def test_a_withdrawn_volume_leaves_a_page_and_no_files(
        self, dist: Dist, shelf: Path, make: Make
    ) -> None:
        dist.add(volume())
        dist.add(volume("船", group={"category": "船"}))
        make()
        dist.write(*dist.catalogue.volumes[1:])
        make()
        left = [p for p in files(shelf) if p.startswith("volumes/港-2025-11/")]
        assert left == ["volumes/港-2025-11/index.html"]
        said = page(shelf, left[0])
        assert "「港 2025 11」の公開は終わりました。" in text(said)
        assert said.xpath("//meta[@name='robots']/@content") == ["noindex"]
        assert not (shelf / "categories/港").exists()
        for path in ("feed.xml", "opds/all/index.xml", "opds/all/index.json", "sitemap.xml"):
            data = (shelf / path).read_text("utf-8")
            assert "港 2025 11" not in data
            assert "%E6%B8%AF-2025-11" not in data, path

    def test_a_renamed_volume_leaves_a_page_that_leads_to_its_new_place(
        self, dist: Dist, shelf: Path, make: Make
    ) -> None:
        made = dist.add(volume())
        make()
        dist.write()
        dist.add(volume("港湾-2025-11", identifier=made.identifier))
        make()
        said = page(shelf, "volumes/港-2025-11/index.html")
        assert "../%E6%B8%AF%E6%B9%BE-2025-11/" in links(said)

    def test_a_page_knows_the_last_of_several_places(
        self, dist: Dist, shelf: Path, make: Make
    ) -> None:
        identifier = dist.add(volume("甲")).identifier
        make()
        for name in ("乙", "丙"):
            dist.write()
            dist.add(volume(name, identifier=identifier))
            make()
        for name in ("甲", "乙"):
            assert "../%E4%B8%99/" in links(page(shelf, f"volumes/{name}/index.html"))

    def test_a_volume_that_comes_back_has_its_page_again(
        self, dist: Dist, shelf: Path, make: Make
    ) -> None:
        made = dist.add(volume())
        make()
        before = files(shelf)
        dist.write()
        make()
        dist.write(made)
        make()
        assert files(shelf) == before

    def test_files_of_others_stay(self, dist: Dist, shelf: Path, make: Make) -> None:
        dist.add(volume())
        make()
        (shelf / "volumes/港-2025-11/mine.txt").write_text("x", "utf-8")
        dist.write()
        make()
        assert (shelf / "volumes/港-2025-11/mine.txt").exists()


class TestBadInput:
    def test_a_title_of_300_characters_with_markup(
        self, dist: Dist, shelf: Path, make: Make
    ) -> None:
        dist.add(volume("港", title=AWKWARD, sections=(Section("", (article(1, AWKWARD),)),)))
        report = make()
        assert report.notices == ()
        own = page(shelf, "volumes/港/index.html")
        assert text(own.find(".//h1")) == " ".join(AWKWARD.split())
        assert own.xpath("//*[@onclick]") == []
        assert {s.get("type") for s in own.iter("script")} == {"application/ld+json"}
        for path in ("opds/new.xml", "feed.xml", "sitemap.xml"):
            etree.parse(shelf / path)

    def test_control_characters_do_not_break_feeds(
        self, dist: Dist, shelf: Path, make: Make
    ) -> None:
        dist.add(volume("港", title="港\x00\x0b\ufffe湾"))
        make()
        assert b"\xe6\xb8\xaf\xe6\xb9\xbe" in (shelf / "opds/new.xml").read_bytes()
        etree.parse(shelf / "feed.xml")

    @pytest.mark.parametrize("damage", ["no zip", "half", "a broken part", "another book"])
    def test_a_damaged_epub_is_told_in_one_line_and_the_rest_is_made(
        self, dist: Dist, shelf: Path, make: Make, damage: str
    ) -> None:
        made = dist.add(volume())
        path = dist.folder / made.files[0].name
        whole = path.read_bytes()
        path.write_bytes(
            {
                "no zip": b"no zip",
                "half": whole[: len(whole) // 2],
                "a broken part": _with_a_broken_part(whole),
                "another book": epub_of(volume("船")),
            }[damage]
        )
        report = make()
        (notice,) = report.notices
        whole_all_the_same = damage == "another book"
        code = "shelf-file-changed" if whole_all_the_same else "shelf-file-damaged"
        assert notice.code == code
        assert notice.message.startswith(path.name)
        assert report.volumes == 1
        folder = shelf / "volumes/港-2025-11"
        assert (folder / made.files[1].name).exists()
        assert (folder / path.name).exists() == whole_all_the_same

    def test_a_volume_without_any_file_is_told_and_left_out(self, dist: Dist, make: Make) -> None:
        made = dist.add(volume())
        dist.add(volume("船"))
        for file in made.files:
            (dist.folder / file.name).unlink()
        report = make()
        assert report.volumes == 1
        assert [n.code for n in report.notices] == [
            "shelf-file-missing",
            "shelf-file-missing",
            "shelf-no-file",
        ]
        assert report.exit_code == 1

    def test_of_two_volumes_with_one_identifier_the_newer_is_shown(
        self, dist: Dist, shelf: Path, make: Make
    ) -> None:
        old = dist.add(volume("甲"))
        new = dist.add(
            volume("乙", identifier=old.identifier, modified="2025-12-01T00:00:00+09:00")
        )
        report = make()
        (notice,) = report.notices
        assert notice.code == "shelf-volume-twice"
        assert old.identifier in notice.message
        assert not (shelf / "volumes/甲").exists()
        assert (shelf / "volumes/乙" / new.files[0].name).exists()

    @pytest.mark.parametrize(
        "name", ["../secret.epub", "/etc/passwd", "a/b.epub", ".hidden", "a\0b"]
    )
    def test_a_catalogue_names_no_file_outside_its_folder(
        self, dist: Dist, shelf: Path, make: Make, name: str
    ) -> None:
        made = dist.add(volume())
        (dist.folder.parent / "secret.epub").write_bytes(epub_of(made))
        dist.write(replace(made, files=(replace(made.files[0], name=name), made.files[1])))
        report = make()
        assert [n.code for n in report.notices] == ["shelf-file-name"]
        assert {Path(p).suffix for p in files(shelf / "volumes/港-2025-11")} == {".html", ".pdf"}

    def test_a_cover_that_breaks_off_is_blank(
        self, dist: Dist, shelf: Path, make: Make, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        whole = volumes.cover()
        monkeypatch.setattr(volumes, "cover", lambda: whole[: len(whole) // 2])
        dist.add(volume())
        (notice,) = make().notices
        assert "a blank one stands in its place" in notice.message
        with Image.open(shelf / "volumes/港-2025-11/cover.png") as picture:
            picture.load()
            assert picture.size == (300, 424)

    def test_an_epub_whose_cover_is_no_picture_has_none(
        self, dist: Dist, shelf: Path, make: Make, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(volumes, "cover", lambda: b"no picture")
        dist.add(volume())
        (notice,) = make().notices
        assert notice.code == "shelf-no-cover"
        own = page(shelf, "volumes/港-2025-11/index.html")
        assert len(own.find_class("blank")) == 1

    def test_an_empty_catalogue_makes_an_empty_shelf(
        self, dist: Dist, shelf: Path, make: Make
    ) -> None:
        dist.write()
        assert make().volumes == 0
        assert "まだ一冊もありません" in text(page(shelf, "index.html"))

    def test_a_folder_with_other_files_is_refused(
        self, dist: Dist, shelf: Path, make: Make
    ) -> None:
        dist.add(volume())
        shelf.mkdir()
        (shelf / "thesis.txt").write_text("x", "utf-8")
        with pytest.raises(ConfigError, match="no shelf's"):
            make()

    def test_the_output_folder_is_not_overwritten(self, dist: Dist, tmp_path: Path) -> None:
        from gappon.shelf.make import make_shelf
        from gappon.shelf.options import Address, ShelfOptions

        dist.add(volume())
        for out in (dist.folder, tmp_path):
            with pytest.raises(ConfigError, match="another folder"):
                make_shelf(ShelfOptions(dist.folder, out, Address()))

    def test_a_broken_ledger_says_what_to_do(self, dist: Dist, shelf: Path, make: Make) -> None:
        dist.add(volume())
        make()
        (shelf / FILE_NAME).write_text("{", "utf-8")
        with pytest.raises(ConfigError, match="take it from a copy"):
            make()


def _with_a_broken_part(epub: bytes) -> bytes:
    """Change a byte in the middle of the largest entry."""
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        largest = max(archive.infolist(), key=lambda info: info.compress_size)
    place = largest.header_offset + 60 + largest.compress_size // 2
    return epub[:place] + bytes([epub[place] ^ 0xFF]) + epub[place + 1 :]
