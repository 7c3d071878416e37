"""What the benchmarks share: choosing posts, running commands, measuring time and memory."""

from __future__ import annotations

import compileall
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import gappon

BOOK = """
import sys
from pathlib import Path
from gappon import BuildOptions, Settings, plan
from gappon.driver.build import convert
from gappon.driver.cache import Cache
from gappon.fonts import load_fonts, use_fonts
from gappon.theme import load_theme
site, out, theme = Path(sys.argv[1]), Path(sys.argv[2]), load_theme(sys.argv[3])
cache = Cache(out / "cache")
fonts = use_fonts(load_fonts(), cache.folder)
planned = plan(BuildOptions(site=site, overrides=Settings(volumes={"by": ("all",)})))
book, = convert(planned, theme, cache)
"""
PLAIN = """
from gappon.binding.templates import web_addresses
from gappon.exporters.pdf.whole import whole_document
from gappon.typesetter.engine import render_whole
web = web_addresses(planned.site.posts, book.imprint)
pdf, pages = render_whole(whole_document(book, theme, web))
(out / "plain.pdf").write_bytes(pdf)
print(pages)
"""
EXAMPLES = Path(__file__).parent.parent / "examples"

# pip does so for what it installs, but not for an editable project.
compileall.compile_dir(Path(gappon.__file__).parent, quiet=2)


@dataclass(frozen=True)
class Run:
    """A finished command: wall seconds, CPU seconds of it and its children, peak memory in MB."""

    wall: float
    cpu: float
    megabytes: float
    output: str


def run(*command: object, input_text: str | None = None) -> Run:
    """Run a command to its end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(
        [*map(str, command)], capture_output=True, text=True, check=False, input=input_text
    )
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{command}: {done.stderr[-2000:]}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(wall, cpu, after.ru_maxrss / 1024, done.stdout)


def gappon(*arguments: object) -> tuple[Run, dict]:
    """Run gappon with ``--json``; return the run and the report."""
    done = run(sys.executable, "-m", "gappon", "build", *arguments, "--json")
    return done, json.loads(done.output)


def build_pdf(site: Path, out: Path, cache: Path, *extra: object) -> tuple[Run, dict]:
    """Run gappon for one PDF of all posts; return the run and the report."""
    common = ("--by", "all", "--format", "pdf", "--out", out, "--cache", cache)
    return gappon(site, *common, *extra)


def with_books(script: str, site: Path, folder: Path, theme: str) -> Run:
    """Run a script that has ``book`` (all posts of a site), ``theme``, ``out`` and ``fonts``."""
    folder.mkdir(exist_ok=True)
    return run(sys.executable, "-c", BOOK + script, site, folder, theme)


def plain_pdf(site: Path, folder: Path, theme: str) -> tuple[Run, Path]:
    """Lay out all posts with plain WeasyPrint; return the run, which prints the pages' number."""
    return with_books(PLAIN, site, folder, theme), folder / "plain.pdf"


def site_with(posts: Path, count: int, copies: int = 1, category: str = "AI技術ガイド") -> Path:
    """Return a new site with the first posts of 2025-11 by date and file name, maybe repeated.

    Posts are chosen by the month and category written in their front matter when the folder has
    such, else all are taken. Copies have a changed text.
    """
    target = Path(tempfile.mkdtemp(prefix="bench-site-"))
    for name in ("_config.yml", "gappon.yaml"):
        if (posts / name).is_file():
            shutil.copy(posts / name, target / name)
    if (posts / "assets").is_dir():
        shutil.copytree(posts / "assets", target / "assets")
    sources = sorted((posts / "_posts").glob("*.md"), key=_date_and_name)
    chosen = [p for p in sources if _matches(p, category)] or sources
    (target / "_posts").mkdir()
    number = 0
    for copy in range(copies):
        for path in chosen:
            if number == count:
                return target
            text = path.read_text("utf-8")
            name = path.name
            if copy:
                name = f"{path.stem}-{copy}.md"
                text = text.replace("です。", f"です（{copy}）。")
            (target / "_posts" / name).write_text(text, "utf-8")
            number += 1
    return target


def _head(path: Path) -> str:
    return path.read_text("utf-8").split("\n---", 1)[0]


def _matches(path: Path, category: str) -> bool:
    head = _head(path)
    return f'categories: ["{category}"]' in head and "\ndate: 2025-11" in head


def _date_and_name(path: Path) -> tuple[str, str]:
    date = next((line for line in _head(path).splitlines() if line.startswith("date")), "")
    return date, path.name


def table(rows: list[tuple[str, ...]]) -> None:
    """Print rows in columns."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        )
