"""From the sample publication's files to finished books, checked by programs that none of us wrote."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from lxml import etree

from gappon import BuildOptions, Report, Settings, build, plan
from tests.book import BookTest
from tests.conftest import EXAMPLES, need
from tests.whole.conftest import THEMES, epubcheck

pytestmark = [pytest.mark.whole, pytest.mark.xdist_group("whole")]
Built = dict[str, tuple[Path, Report]]
XHTML = "{http://www.w3.org/1999/xhtml}"


def book(built: Built, theme: str, suffix: str) -> Path:
    return next(built[theme][0].glob(f"*.{suffix}"))


@pytest.mark.parametrize("theme", THEMES)
def test_epubcheck_finds_nothing(theme: str, built: Built) -> None:
    assert epubcheck(book(built, theme, "epub")) == ""


@pytest.mark.parametrize("theme", THEMES)
def test_qpdf_finds_nothing(theme: str, built: Built) -> None:
    done = subprocess.run(
        [need("qpdf"), "--check", book(built, theme, "pdf")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_second_reader_finds_each_post_once_and_in_order(built: Built) -> None:
    expected = [post.title for post in plan(BuildOptions(site=EXAMPLES)).site.posts]
    with zipfile.ZipFile(book(built, "geppo", "epub")) as epub:
        package = etree.fromstring(epub.read("EPUB/content.opf"))
        files = {i.get("id"): i.get("href") for i in package.iter("{*}item")}
        spine = [files[i.get("idref")] for i in package.iter("{*}itemref")]
        titles = []
        for name in spine:
            document = etree.fromstring(epub.read(f"EPUB/{name}"))
            if document.find(f".//{XHTML}section[@role='doc-chapter']") is not None:
                titles.append("".join(document.find(f".//{XHTML}h1").itertext()))
    assert titles == expected


def test_mimetype_is_first_and_stored_and_nothing_is_doubled(built: Built) -> None:
    with zipfile.ZipFile(book(built, "geppo", "epub")) as epub:
        first = epub.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert len(set(epub.namelist())) == len(epub.namelist())
        contents = [epub.read(name) for name in epub.namelist() if "/images/" in name]
    assert len(set(contents)) == len(contents) and all(contents)


def test_an_index_is_claimed_only_when_there_is_one(new_book: Callable[..., BookTest]) -> None:
    name, text = "_posts/2025-11-01-a.md", "---\ntitle: 題\n---\n本文"
    book = new_book(f"-- {name} --\n{text}", formats=["epub"])
    claims = "opf:meta[@property='schema:accessibilityFeature']"
    assert "index" not in book.build().epub.metadata(claims)
    tagged = text.replace("題\n", "題\ntags: [組版]\n")
    assert "index" in book.change_file(name, tagged).build().epub.metadata(claims)


def test_vertical_theme_runs_from_right_to_left(built: Built) -> None:
    with zipfile.ZipFile(book(built, "bunko", "epub")) as epub:
        assert b'page-progression-direction="rtl"' in epub.read("EPUB/content.opf")
        assert b"-epub-writing-mode: vertical-rl" in epub.read("EPUB/style.css")


def test_metadata_says_what_is_in_the_book(built: Built) -> None:
    with zipfile.ZipFile(book(built, "geppo", "epub")) as epub:
        package = epub.read("EPUB/content.opf").decode()
    for value in (
        "MathML",
        "rubyAnnotations",
        "alternativeText",
        "青空 澄子",
        "あおぞら製作所 出版室",
        "belongs-to-collection",
        "dcterms:modified",
    ):
        assert value in package
    assert "conformsTo" not in package


@pytest.mark.parametrize("theme", THEMES)
def test_text_of_every_post_is_in_the_pdf(theme: str, built: Built) -> None:
    text = subprocess.run(
        [need("pdftotext"), "-raw", book(built, theme, "pdf"), "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    text = re.sub(r"\s", "", text)
    for phrase in (
        "読み返したい話ほど",
        "検査台の上の明るさ",
        "辞書にない読み方",
        "信頼区間",
        "港町の小さな缶詰工場",
        "株式会社みなと御中",
    ):
        assert phrase in text


def test_pdf_has_outline_labels_metadata_and_links(built: Built) -> None:
    with pikepdf.open(book(built, "geppo", "pdf")) as pdf:
        titles = []
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
        assert titles[0] == "目次" and titles[-1] == "奥付" and len(titles) == 15
        assert str(pdf.docinfo.Title) == "月刊あおぞら技報"
        assert str(pdf.Root.Lang) == "ja"
        names = pdf.Root.Names.Dests.Names
        destinations = {str(names[i]) for i in range(0, len(names), 2)}
        internal = [
            str(a.Dest) for page in pdf.pages for a in page.obj.get("/Annots", []) if "/Dest" in a
        ]
        assert len(internal) > 20 and set(internal) <= destinations
        assert not any(
            str(a.A.URI).startswith("gappon:")
            for page in pdf.pages
            for a in page.obj.get("/Annots", [])
            if "/A" in a
        )


def test_cover_and_blank_pages_have_no_number(built: Built) -> None:
    pdftotext = need("pdftotext")
    path = book(built, "geppo", "pdf")
    pages = subprocess.run(
        [pdftotext, path, "-"], capture_output=True, text=True, check=True
    ).stdout
    for number, page in enumerate(pages.split("\f")[:-1], 1):
        lines = page.split()
        if number in (1, 2, 3):
            assert str(number) not in lines
        elif lines:
            assert lines[-1] == str(number)


def test_same_input_same_bytes(built: Built, tmp_path: Path) -> None:
    out, cache = tmp_path / "out", tmp_path / "cache"
    build(
        BuildOptions(
            site=EXAMPLES,
            out=out,
            cache=cache,
            jobs=2,
            overrides=Settings(theme="geppo", volumes={"by": ("all",)}, customer="株式会社みなと"),
        )
    )
    for suffix in ("epub", "pdf"):
        again = next(out.glob(f"*.{suffix}"))
        assert again.read_bytes() == book(built, "geppo", suffix).read_bytes(), suffix


def test_each_oddity_of_the_examples_is_reported_once_with_its_line(built: Built) -> None:
    report = built["geppo"][1]
    found = [(n.code, n.line) for n in report.notices if n.code != "font-fallback"]
    raw = [("unsafe-html", 24), ("unsafe-html", 25), ("unsafe-html", 25), ("link", 25)]
    assert [each for each in found if each[0] != "glyph-missing"] == raw
    assert report.exit_code == 0
