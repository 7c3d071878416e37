"""Evenness of lines and strictness of rules, this program's and others', from the same posts.

usage: bench/typography.py --meter kumi_meter.py [--posts SITE] [--count N] [--theme NAME]

The meter is any program that takes PDF files and prints a JSON object for each. Chromium and Typst
(with Pandoc) take part when they are installed.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

from common import EXAMPLES, build_pdf, plain_pdf, run, site_with, table, with_books

COLUMNS = ("full", "flush", "kinsoku", "quarter", "bracket", "widow1", "loose95", "loose_max")
# The same type area, text and font for the others.
CSS = """@page {{ size: A5; margin: 20mm {margin}pt }}
body {{ font: 9pt/15.5pt 'Gappon Mincho'; text-align: justify; margin: 0; line-break: strict;
text-autospace: normal; text-spacing-trim: normal; hanging-punctuation: allow-end }}
p {{ margin: 0; text-indent: 1em }}"""
MARGIN = (148 * 72 / 25.4 - 36 * 9) / 2
POSTS = """
(out / "posts.html").write_text("".join(chapter.body for chapter in book.chapters))
print(fonts)
"""


def chromium(site: Path, folder: Path) -> Path | None:
    """Print the posts with Chromium."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        return None
    fonts = with_books(POSTS, site, folder, "geppo").output.strip().splitlines()[-1]
    body = re.sub(r"<img\b[^>]*>", "", (folder / "posts.html").read_text("utf-8"))
    page = folder / "chromium.html"
    style = CSS.format(margin=MARGIN)
    page.write_text(
        f'<html lang="ja"><meta charset="utf-8"><style>{style}</style>{body}</html>', "utf-8"
    )
    target = folder / "chromium.pdf"
    os.environ["FONTCONFIG_FILE"] = fonts
    run(
        program,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-pdf-header-footer",
        f"--user-data-dir={folder / 'profile'}",
        f"--print-to-pdf={target}",
        page.as_uri(),
    )
    del os.environ["FONTCONFIG_FILE"]
    return target if target.is_file() else None


def typst(site: Path, folder: Path) -> Path | None:
    """Set the posts with Typst, through Pandoc."""
    program, pandoc = shutil.which("typst"), shutil.which("pandoc")
    if program is None or pandoc is None:
        return None
    bodies = [
        re.sub(r"(?s)^---\n.*?\n---\n", "", path.read_text("utf-8"))
        for path in sorted((site / "_posts").glob("*.md"))
    ]
    source = run(
        pandoc,
        "--from",
        "markdown-yaml_metadata_block",
        "--to",
        "typst",
        input_text="\n\n".join(bodies),
    ).output
    head = (
        f"#set page(width: 148mm, height: 210mm, margin: (x: {MARGIN}pt, y: 20mm))\n"
        '#set text(lang: "ja", font: "Noto Serif JP", size: 9pt)\n#set par(justify: true)\n'
    )
    (folder / "posts.typ").write_text(head + source, "utf-8")
    run(program, "compile", folder / "posts.typ", folder / "typst.pdf")
    return folder / "typst.pdf"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=Path, default=EXAMPLES)
    parser.add_argument("--count", type=int, default=10)
    parser.add_argument("--theme", default="geppo")
    parser.add_argument("--meter", type=Path, required=True)
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="bench-typography-"))
    site = site_with(arguments.posts, arguments.count)
    greedy = site / "themes" / "greedy"
    greedy.mkdir(parents=True)
    (greedy / "theme.yaml").write_text(
        f"extends: {arguments.theme}\ncomposition: {{breaking: greedy}}\n"
    )

    def composed(theme: str) -> Path:
        build_pdf(site, folder / theme, folder / "cache", "--theme", theme)
        return next((folder / theme).glob("*.pdf"))

    files: dict[str, Path | None] = {
        f"gappon ({arguments.theme})": composed(arguments.theme),
        "the same, greedy": composed("greedy"),
        "plain WeasyPrint": plain_pdf(site, folder / "plain", arguments.theme)[1],
        "Chromium": chromium(site, folder),
        "Typst": typst(site, folder),
    }
    rows = [("", *COLUMNS)]
    for name, path in files.items():
        if path is None:
            rows.append((f"{name}: not installed", *[""] * len(COLUMNS)))
            continue
        found = json.loads(run(sys.executable, arguments.meter, path).output)
        rows.append((name, *(str(found[column]) for column in COLUMNS)))
    table(rows)


if __name__ == "__main__":
    main()
