"""Running heads stay within the type area, however long a title is."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from gappon import BuildOptions, build

pytestmark = [pytest.mark.whole, pytest.mark.xdist_group("heads")]


def test_a_long_title_is_cut_in_running_heads(tmp_path: Path) -> None:
    posts = tmp_path / "site" / "_posts"
    posts.mkdir(parents=True)
    text = "本文の段落です。" * 60 + "\n\n"
    (posts / "2025-11-01-long.md").write_text(
        f"---\ntitle: {'とても長い題名' * 12}\n---\n\n{text * 6}", "utf-8"
    )
    build(
        BuildOptions(
            site=tmp_path / "site",
            out=tmp_path / "out",
            cache=tmp_path / "cache",
            jobs=1,
            overrides={"theme": "bunko", "formats": ("pdf",), "volumes": {"by": ("all",)}},
        )
    )
    document = pypdfium2.PdfDocument(next((tmp_path / "out").glob("*.pdf")))
    heads = 0
    for number in range(3, len(document)):
        page = document[number]
        text_page, (width, height) = page.get_textpage(), page.get_size()
        boxes = [text_page.get_charbox(i) for i in range(text_page.count_chars())]
        lefts = [box[0] for box in boxes if box[2] > box[0]]
        rights = [box[2] for box in boxes if box[2] > box[0]]
        if lefts:
            assert min(lefts) > 15 and max(rights) < width - 15, f"page {number + 1}"
        head = text_page.get_text_bounded(0, height - 30, width, height)
        heads += head.endswith("…") and head.startswith("とても長い題名")
    assert heads, "a cut head says so"
