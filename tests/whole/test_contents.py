"""The contents: their page numbers are those of the chapters, however long they turn out to be."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from gappon import BuildOptions, Settings, build
from gappon.exporters.pdf import impose
from gappon.exporters.pdf.documents import ContentsEntry

pytestmark = [pytest.mark.whole, pytest.mark.xdist_group("contents")]

POSTS = 40
Entries = list[ContentsEntry]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A site of posts with links, whose contents take two pages and more; they are compiled once."""
    folder = tmp_path_factory.mktemp("contents")
    posts = folder / "site" / "_posts"
    posts.mkdir(parents=True)
    body = "[リンク](https://example.com)" + "本文です。" * 400
    for number in range(POSTS):
        (posts / f"2025-11-{number % 28 + 1:02}-post-{number:02}.md").write_text(
            f"---\ntitle: 記事{number:02}の題\n---\n\n{body}\n", "utf-8"
        )
    return folder


@pytest.mark.parametrize(
    ("name", "draft"),
    [
        ("as-long", lambda entries: entries),
        ("too-short", lambda entries: entries[:1]),
        ("too-long", lambda entries: entries * 3),
    ],
)
def test_page_numbers_are_right_whatever_the_draft_of_the_contents_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, draft: Callable[[Entries], Entries]
) -> None:
    entries = impose.draft_entries
    monkeypatch.setattr(impose, "draft_entries", lambda *given: draft(entries(*given)))
    build(
        BuildOptions(
            site=folder / "site",
            out=folder / name,
            cache=folder / "cache",
            jobs=1,
            overrides=Settings(
                theme="bunko", formats=("pdf",), volumes={"by": ("all",)}, pdf={"tags": True}
            ),
        )
    )
    document = pypdfium2.PdfDocument(next((folder / name).glob("*.pdf")))
    pages = (document[n].get_textpage().get_text_bounded() for n in range(len(document)))
    texts = [re.sub(r"[ .]", "", page) for page in pages]
    outline = [(item.get_title(), item.get_dest().get_index()) for item in document.get_toc()]
    chapters = {title: page for title, page in outline if title.startswith("記事")}
    contents = texts[3 : min(chapters.values())]
    numbers = re.findall(r"(記事\d\dの題)(\d+)", "".join(contents))
    assert len(chapters) == POSTS
    assert {title: int(number) - 1 for title, number in numbers} == chapters
    assert all(title in texts[page] for title, page in chapters.items())
    empty = sum(not text.strip() for text in contents)
    assert empty > 1 if name == "too-long" else empty <= 1  # one where chapters begin recto
