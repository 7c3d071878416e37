"""The PDF exporter against plain WeasyPrint on the same HTML; every figure is a ratio of one run.

What is compared with other programs is done in turn, several times, and the best of each counts:
other work on the machine slows some down and not the rest. Plain WeasyPrint is run first and last.

usage: bench/pdf.py [--posts SITE] [--count N] [--large N]
"""

from __future__ import annotations

import argparse
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import peers
from common import EXAMPLES, Run, build_pdf, plain_pdf, site_with, table, with_books

ROUNDS = 3
CPU = """
import time
from dataclasses import replace
from gappon.exporters.pdf.documents import chapter_document
from gappon.typesetter.engine import compile_document
sheets = [chapter_document(chapter, theme, book.imprint) for chapter in book.chapters]
without = [replace(sheet, composition=None, grid=None) for sheet in sheets]
for some in (sheets, without):
    compile_document(some[0])
times = []
for some in (sheets, without):
    start = time.process_time()
    for document in some:
        compile_document(document)
    times.append(time.process_time() - start)
print(times[0] / times[1])
"""


def build(site: Path, folder: Path, name: str, *extra: object) -> tuple[Run, dict]:
    return build_pdf(site, folder / name, folder / f"cache-{name}", *extra)


def cold_build(site: Path, folder: Path) -> tuple[Run, dict]:
    """Build with nothing in the cache."""
    for name in ("two", "cache-two"):
        shutil.rmtree(folder / name, ignore_errors=True)
    return build(site, folder, "two", "--jobs", 2)


def in_turn(*commands: Callable[[], Any]) -> list[Any]:
    """Run commands in turn, several times; return the quickest run of each, with what it gave."""
    rounds = [[command() for command in commands] for _ in range(ROUNDS)]
    return [
        min(runs, key=lambda made: made[0].wall) if all(runs) else None
        for runs in zip(*rounds, strict=True)
    ]


def change_one(site: Path) -> None:
    """Change a word in the post in the middle."""
    posts = sorted((site / "_posts").glob("*.md"))
    path = posts[len(posts) // 2]
    path.write_text(path.read_text("utf-8") + "\n変更した一行です。\n", "utf-8")


def change_cover_colour(site: Path) -> None:
    """Give the site a theme of its own that differs by a colour of the cover."""
    folder = site / "themes" / "geppo-green"
    folder.mkdir(parents=True)
    (folder / "theme.yaml").write_text('extends: geppo\ncover_colors: {background: "#14532d"}\n')


def peak(report: dict) -> float:
    return max(report["peak_megabytes"].values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=Path, default=EXAMPLES)
    parser.add_argument("--count", type=int, default=86)
    parser.add_argument("--large", type=int, default=0, help="posts of the memory test, e.g. 500")
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="bench-pdf-"))
    site = site_with(arguments.posts, arguments.count)
    plain, plain_file = plain_pdf(site, folder / "plain", "geppo")
    chromium, typst, cold = in_turn(
        lambda: peers.chromium(site, folder / "chromium"),
        lambda: peers.typst(site, folder / "typst"),
        lambda: cold_build(site, folder),
    )
    cpu = with_books(CPU, site, folder / "cpu", "geppo").output.split()[-1]
    plain = min(plain, plain_pdf(site, folder / "plain", "geppo")[0], key=lambda done: done.wall)
    pages = int(re.findall(r"\d+", plain.output)[-1])
    rows = [
        ("", "seconds", "of plain", "compiled", "peak MB"),
        ("plain WeasyPrint", f"{plain.wall:.1f}", "1.000", "", f"{plain.megabytes:.0f}"),
    ]

    def add(name: str, done: Run, report: dict) -> None:
        rows.append(
            (
                name,
                f"{done.wall:.2f}",
                f"{done.wall / plain.wall:.3f}",
                str(report["fragments"]["compiled"]),
                f"{peak(report):.0f}",
            )
        )

    def add_peer(name: str, made: tuple[Run, Path] | None) -> None:
        share = (f"{made[0].wall:.1f}", f"{made[0].wall / plain.wall:.3f}") if made else ("", "")
        rows.append((name if made else f"{name}: not installed", *share, "", ""))

    add_peer("Chromium (printing the converted posts)", chromium)
    add_peer("Pandoc and Typst", typst)
    add("cold, --jobs 2", *cold)
    add("nothing changed", *build(site, folder, "two", "--jobs", 2))
    size = next((folder / "two").glob("*.pdf")).stat().st_size
    change_cover_colour(site)
    add("cover colour changed", *build(site, folder, "two", "--jobs", 2, "--theme", "geppo-green"))
    change_one(site)
    build(site, folder, "two", "--jobs", 2)
    change_one(site)
    add("one post changed", *build(site, folder, "two", "--jobs", 2))
    add("cold, --jobs 1", *build(site, folder, "one", "--jobs", 1))
    add("cold, 10 posts", *build(site_with(arguments.posts, 10), folder, "ten", "--jobs", 2))
    if arguments.large:
        large = site_with(arguments.posts, arguments.large, copies=100)
        add(f"cold, {arguments.large} posts", *build(large, folder, "large", "--jobs", 2))
    table(rows)
    share = size / plain_file.stat().st_size
    print(f"compiling with composition takes {float(cpu):.3f} of the CPU time without it")
    print(f"{arguments.count} posts, {pages} pages; the file is {share:.3f} of plain's")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
