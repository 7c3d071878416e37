"""The PDF exporter against plain WeasyPrint on the same HTML; every figure is a ratio of one run.

usage: bench/pdf.py [--posts SITE] [--count N] [--large N]
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
from pathlib import Path

from common import EXAMPLES, Run, gappon, run, site_with, table

PLAIN = """
import sys
from pathlib import Path
from gappon.build import Options, plan
from gappon.build.chapters import ChapterSource
from gappon.build.options import Silent
from gappon.build.report import Report
from gappon.cache import Cache
from gappon.exporters import dress
from gappon.fonts import load_fonts, use_fonts
from gappon.publication import Book
from gappon.theme import load_theme
site, out, theme = Path(sys.argv[1]), Path(sys.argv[2]), load_theme(sys.argv[3])
cache = Cache(out / "cache")
use_fonts(load_fonts(), cache.folder)
planned = plan(Options(site=site, overrides={"volumes": {"by": ("all",)}}))
source = ChapterSource(planned.site, planned.config, theme, cache)
volume = planned.volumes[0]
chapters = source.chapters(volume.posts, Report(), Silent())
book = Book(volume, tuple(chapters[p.key] for p in volume.posts), planned.config.imprint())
web = {p.key: dress.web_address(p, book.imprint) for p in planned.site.posts}
from gappon.exporters.pdf.pages import whole_sheet
from gappon.exporters.pdf.weasy import render_whole
pdf, pages = render_whole(whole_sheet(book, theme, web))
(out / "plain.pdf").write_bytes(pdf)
print(pages)
"""


def build(site: Path, folder: Path, name: str, *extra: object) -> tuple[Run, dict]:
    return gappon(
        site,
        "--by",
        "all",
        "--format",
        "pdf",
        "--out",
        folder / name,
        "--cache",
        folder / f"cache-{name}",
        *extra,
    )


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
    (folder / "plain").mkdir()
    plain = run(sys.executable, "-c", PLAIN, site, folder / "plain", "geppo")
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

    add("cold, --jobs 2", *build(site, folder, "two", "--jobs", 2))
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
    plain_size = (folder / "plain" / "plain.pdf").stat().st_size
    print(f"{arguments.count} posts, {pages} pages; the file is {size / plain_size:.3f} of plain's")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
