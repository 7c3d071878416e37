"""books.json: what a build says of its volumes, added to what is there."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from gappon import BuildOptions, Settings, VolumeSettings, build, catalogue
from gappon.binding.record import opening
from gappon.catalogue import BookFile, Catalogue, Section
from gappon.errors import ConfigError
from gappon.paths import file_digest
from tests.shelf.volumes import PUBLICATION, article, volume

POST = "---\ntitle: 灯台\ndate: 2025-11-03\nauthor: 海野 渚\ncategories: [港]\nseries: 岬めぐり\n---\n\n"


def file(name: str) -> BookFile:
    return BookFile(name, "application/epub+zip", 3, "0" * 64)


@pytest.fixture
def built(make_site: Callable[..., Path], tmp_path: Path) -> Callable[..., Path]:
    """Build a site's EPUBs into one folder."""
    out = tmp_path / "dist"

    def run(files: dict[str, str], by: str = "category") -> Path:
        site = make_site(
            {"gappon.yaml": "title: 月刊みなと\nurl: https://minato.example\n", **files}
        )
        overrides = Settings(formats=("epub",), volumes=VolumeSettings(by=(by,)))
        build(BuildOptions(site, out=out, cache=tmp_path / "cache", overrides=overrides))
        return out

    return run


def test_a_build_records_its_volumes(built: Callable[..., Path]) -> None:
    out = built({"_posts/2025-11-03-todai.md": POST + "　岬の灯台へ。\n\n二つ目の段落。\n"})
    found = catalogue.read(out)
    (one,) = found.volumes
    assert (found.publication.title, one.title, one.group) == (
        "月刊みなと",
        "港",
        {"category": "港"},
    )
    assert (one.issued, one.month) == ("2025-11-03T00:00:00+09:00", "2025-11")
    assert [(f.name, f.sha256) for f in one.files] == [("港.epub", file_digest(out / "港.epub"))]
    (text,) = one.articles
    assert (text.title, text.authors[0].name, text.series) == ("灯台", "海野 渚", "岬めぐり")
    assert text.excerpt == "岬の灯台へ。二つ目の段落。"
    assert text.path == "/港/2025/11/03/todai.html"
    assert text.url == "https://minato.example/%E6%B8%AF/2025/11/03/todai.html"
    assert (out / "港.epub").read_bytes().count(f"text/{text.key}.xhtml".encode()) > 0


def test_volumes_of_an_earlier_build_stay(built: Callable[..., Path]) -> None:
    built({"_posts/2025-11-03-todai.md": POST + "本文。\n"})
    out = built({"_posts/2025-11-03-todai.md": POST.replace("港", "船") + "本文。\n"})
    assert [v.title for v in catalogue.read(out).volumes] == ["港", "船"]
    (out / "港.epub").unlink()
    out = built({"_posts/2025-11-03-todai.md": POST.replace("港", "船") + "本文。\n"})
    assert [v.title for v in catalogue.read(out).volumes] == ["船"]


def test_a_format_that_was_not_asked_for_stays_with_its_volume() -> None:
    before = volume(
        files=(file("港-2025-11.epub"), BookFile("港-2025-11.pdf", "application/pdf", 1, "1"))
    )
    after = volume(title="港（改）", files=(file("港-2025-11.epub"),))
    present = {"港-2025-11.epub", "港-2025-11.pdf"}
    merged = catalogue.merge(Catalogue(PUBLICATION, (before,)), PUBLICATION, [after], present)
    assert [v.title for v in merged.volumes] == ["港（改）"]
    assert [f.name for f in merged.volumes[0].files] == ["港-2025-11.epub", "港-2025-11.pdf"]


def test_the_same_volumes_give_the_same_bytes_in_any_order(tmp_path: Path) -> None:
    volumes = [volume(f"巻{n}", files=(file(f"巻{n}.epub"),)) for n in range(4)]
    present = {f"巻{n}.epub" for n in range(4)}
    one = catalogue.merge(Catalogue(), PUBLICATION, volumes, present)
    other = catalogue.merge(Catalogue(), PUBLICATION, reversed(volumes), present)
    assert catalogue.dumps(one) == catalogue.dumps(other)
    assert catalogue.write(tmp_path, one)
    assert not catalogue.write(tmp_path, other)
    assert catalogue.read(tmp_path) == one


def test_parts_are_kept(tmp_path: Path) -> None:
    sections = (Section("", (article(1),)), Section("第一部", (article(2), article(3))))
    catalogue.write(tmp_path, Catalogue(PUBLICATION, (volume(sections=sections),)))
    assert catalogue.read(tmp_path).volumes[0].sections == sections


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "Invalid JSON"),
        ('{"volumes": [{"name": "x"}]}', "'volumes.0.identifier'"),
        ('{"format": 99}', "format 99"),
    ],
)
def test_a_catalogue_that_cannot_be_read_says_what_to_do(
    tmp_path: Path, text: str, said: str
) -> None:
    (tmp_path / "books.json").write_text(text, "utf-8")
    with pytest.raises(ConfigError, match=said):
        catalogue.read(tmp_path)


def test_a_folder_without_catalogue_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="a folder into which gappon has built volumes"):
        catalogue.read(tmp_path)


def test_a_broken_catalogue_does_not_stop_a_build(built: Callable[..., Path]) -> None:
    out = built({"_posts/2025-11-03-todai.md": POST + "本文。\n"})
    (out / "books.json").write_text("{", "utf-8")
    built({"_posts/2025-11-03-todai.md": POST + "本文。\n"})
    assert json.loads((out / "books.json").read_bytes())["volumes"][0]["title"] == "港"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", ""),
        ("<p>短い。</p>", "短い。"),
        ("<p><ruby>鑢<rp>（</rp><rt>やすり</rt><rp>）</rp></ruby>で削る。</p>", "鑢で削る。"),
        ("<figure><p>図の中。</p></figure><p>本文。</p>", "本文。"),
        ("<p>一つ。</p><pre>code</pre><p>二つ。</p>", "一つ。二つ。"),
        ("<p>" + "長い文です。" * 20 + "</p>", "長い文です。" * 15),
        ("<p>" + "あ" * 200 + "</p>", "あ" * 90 + "…"),
    ],
)
def test_an_excerpt_is_the_first_sentences(body: str, expected: str) -> None:
    assert opening(body) == expected
