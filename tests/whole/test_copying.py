"""Text is copied and found as it was typed, though fonts have one glyph for several characters."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.book import BookTest
from tests.conftest import need
from tests.promise.matching import Pages, Run, bare, difference, drawn, missing
from tests.promise.pdftext import by_pdfium, by_poppler

pytestmark = [pytest.mark.whole, pytest.mark.xdist_group("copying")]
# Characters for which the bundled fonts have the same glyph, or make one glyph of a cluster. (ﬁ is
# not among them: PDFium gives its letters, whatever a file says.)
SHARED = (
    *(
        "高⾼",
        "青⻘",
        "日⽇",
        "立⽴立",
        "女⼥女",
        "〜～",
        "①➀",
        "❶➊",
        "—―",
        "…⋯",
        "-‑",
        "〈〈",
        "／∕",
    ),
    *(["é", "e\u0301"], ["が", "か\u3099"], ["——", "――"]),
)
CHARACTERS = st.sampled_from([char for group in SHARED for char in group])
WORDS = st.sampled_from(["本文です。", "という", "（注）", "text ", "。次は、", "12"])
TEXT = st.lists(st.one_of(CHARACTERS, WORDS), min_size=3, max_size=30).map(
    lambda parts: f"{''.join(parts)}。"
)
# The first word is another in each, so that a text is found in its place alone.
BLOCKS = (
    "段落{0}の{1}",
    "## 見出し{0}の{1}",
    "- 項目{0}の{1}",
    "```\nコード{0}の{1}\n```",
    "> 引用{0}の**{1}**",
    "| 頭{0} |\n|---|\n| 欄{0}の{1} |",
)
POST = st.lists(st.tuples(st.sampled_from(BLOCKS), TEXT), min_size=1, max_size=6)


def by_mupdf(path: Path) -> list[str]:
    command = [need("mutool"), "draw", "-q", "-F", "txt", path]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode().split("\n")


ENGINES: dict[str, Callable[[Path], list[str]]] = {
    "PDFium": lambda path: [line for page in by_pdfium(path) for line in page.lines],
    "poppler": lambda path: [line for page in by_poppler(path) for line in page.lines],
    "MuPDF": by_mupdf,
}


@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # making a failing book smaller would take minutes
    suppress_health_check=list(HealthCheck),
)
@given(posts=st.lists(POST, min_size=2, max_size=4))
def test_text_comes_back_as_it_was_typed(
    posts: list[list[tuple[str, str]]], new_book: Callable[..., BookTest]
) -> None:
    files, runs = "", []
    for number, post in enumerate(posts, 1):
        files += f"-- _posts/2025-11-{number:02}-p.md --\n---\ntitle: 題{number}\n---\n\n"
        for place, (block, text) in enumerate(post):
            files += block.format(f"{number}の{place}", text) + "\n\n"
            runs.append(Run(drawn(bare(f"の{place}の{text}"))))
    path = new_book(files, formats=["pdf"]).build().pdf.path
    for engine, lines_of in ENGINES.items():
        pages = Pages([drawn(line) for line in lines_of(path)], [])
        lost = [difference(run, pages) for run in missing(runs, pages)]
        assert lost == [], engine
