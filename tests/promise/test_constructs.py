"""What is read of each construct, in the EPUB and in the PDF."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pytest
from PIL import Image

from tests.book import BookTest
from tests.promise.constructs import APART, Construct, constructs
from tests.promise.matching import Pages, Run, bare, difference, drawn, missing
from tests.promise.pdftext import by_poppler
from tests.readers import Document

pytestmark = [pytest.mark.whole, pytest.mark.xdist_group("constructs")]
# The text of an example stands between these, whatever it does to what is behind it.
BEGIN, END = "〖始〗", "〖終〗"
JEKYLL = ("attribute_lists", "comments_and_options")


@dataclass(frozen=True)
class Read:
    """What became of one example."""

    document: Document
    pages: Pages
    notices: list[str]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Read]:
    """All examples, each a post of its own, in a Jekyll site and in a plain folder."""
    found: dict[str, Read] = {}
    for site in ("jekyll", "plain"):
        of_kind = [
            c for c in constructs() if (c.name.split(":")[0] in JEKYLL) == (site == "jekyll")
        ]
        found |= _build(BookTest(tmp_path_factory.mktemp(site), _files(of_kind, site)), of_kind)
    return found


def _files(examples: list[Construct], site: str) -> str:
    files = "-- _config.yml --\ntitle: 例\n" if site == "jekyll" else ""
    for number, example in enumerate(examples):
        name = f"{number // 28 + 2001}-01-{number % 28 + 1:02}-e{number}.md"
        folder = "_posts" if site == "jekyll" else "posts"
        head = f"---\ntitle: 例{number}\ndate: {name[:10]}\n---\n"
        files += f"-- {folder}/{name} --\n{head}\n{BEGIN}\n\n{example.source}\n\n{END}\n"
    return files


def _build(book: BookTest, examples: list[Construct]) -> dict[str, Read]:
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(picture, "PNG")
    built = book.change_file("e.png", picture.getvalue()).build(jobs=2)
    pages = by_poppler(built.pdf.path)
    titles = [f"例{number}" for number in range(len(examples))]
    numbers = dict(zip(titles, built.pdf.chapters(titles), strict=True))
    return {
        example.name: Read(
            built.epub.document(title),
            Pages(
                [drawn(line) for n in numbers[title] for line in pages[n - 1].lines],
                [],
            ),
            [n.code for n in built.report.notices if f"-e{title[1:]}.md" in n.file],
        )
        for title, example in zip(titles, examples, strict=True)
    }


@pytest.mark.parametrize("example", constructs(), ids=lambda example: example.name)
def test_what_is_read_is_what_was_written(example: Construct, read: dict[str, Read]) -> None:
    found = read[example.name]
    between, behind = found.document.text.split(BEGIN)[1].split(END)
    assert between == bare("".join(example.reads))
    for note in example.notes:
        assert bare(note) in behind
    assert sorted(example.notices) == sorted(code for code in found.notices if code != "image-alt")
    runs = [
        Run(drawn(bare(line.removeprefix(APART))), apart=line.startswith(APART))
        for line in (BEGIN, *(example.pdf or example.reads), END)
    ]
    lost = missing(runs, found.pages)
    assert [difference(run, found.pages) for run in lost] == []
