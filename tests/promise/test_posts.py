"""The promise: every character of a post is in the book, or a notice with its line says why not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gappon import BuildOptions, plan
from tests.book import BookTest
from tests.conftest import CORPUS, EXAMPLES
from tests.promise.matching import Pages, difference, drawn, missing
from tests.promise.pdftext import Page, by_pdfium, by_poppler
from tests.promise.reading import read_source
from tests.readers import Epub, Pdf

pytestmark = [pytest.mark.whole, pytest.mark.xdist_group("promise")]
CASES = CORPUS.parent / "cases"
WITH_LEFTOVERS = ("_config.yml", "_posts", "hugo.toml", "config.toml", "hugo.yaml")


def sites() -> list[object]:
    """The sites that are read; those that lie beside the project are a long test."""
    shared = [CORPUS, *sorted(CASES.glob("*/"))] if CORPUS.parent.is_dir() else []
    return [
        pytest.param(EXAMPLES, id="examples"),
        *(pytest.param(site, id=site.name, marks=pytest.mark.long) for site in shared),
    ]


@pytest.mark.parametrize("site", sites())
def test_every_text_of_every_post_is_in_the_book(site: Path, tmp_path: Path) -> None:
    assert lost_texts(BookTest.of_folder(tmp_path, site)) == []


def lost_texts(book: BookTest) -> list[str]:
    """Build a site; list what is in its posts and not in its books, and is not told."""
    leftovers = any((book.site / name).exists() for name in WITH_LEFTOVERS)
    volumes = plan(BuildOptions(site=book.site)).volumes
    built = book.build()
    lost = []
    for volume, made in zip(volumes, built.report.volumes, strict=True):
        epub, pdf = (Path(file.path) for file in sorted(made.files, key=lambda f: f.format))
        titles = [post.title for post in volume.posts]
        chapters = {
            "the EPUB": [Pages([d.base_text], d.readings) for d in Epub(epub).chapters],
            "the PDF (PDFium)": pdf_chapters(Pdf(pdf), titles, by_pdfium),
            "the PDF (poppler)": pdf_chapters(Pdf(pdf), titles, by_poppler),
        }
        for number, post in enumerate(volume.posts):
            told = {n.line for n in built.report.notices if n.file == post.source and n.line}
            runs = [
                run
                for run in read_source(
                    text_of((book.site / post.source).read_bytes()), leftovers=leftovers
                )
                if not any(run.first - 1 <= line <= run.last + 1 for line in told)
            ]
            drawn_runs = [run.as_drawn() for run in runs if run.in_pdf]
            for name, found in chapters.items():
                asked = runs if name == "the EPUB" else drawn_runs
                lost += [
                    f"{post.source}:{run.first}: {name}: {difference(run, found[number])}"
                    for run in missing(asked, found[number])
                ]
    return lost


def pdf_chapters(pdf: Pdf, titles: list[str], read: Callable[[Path], list[Page]]) -> list[Pages]:
    """Return the text of each chapter's pages, as it is compared."""
    pages = read(pdf.path)
    return [
        Pages(
            [drawn(line) for number in numbers for line in pages[number - 1].lines],
            [drawn(line) for number in numbers for line in pages[number - 1].small],
        )
        for numbers in pdf.chapters(titles)
    ]


def text_of(data: bytes) -> str:
    """Return a file's text: UTF-8, or what Japanese files were in before it."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp932", "replace")
    return text.replace("\r\n", "\n")
