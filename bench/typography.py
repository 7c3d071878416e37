"""Evenness of lines and strictness of rules, this program's and others', from the same posts.

usage: bench/typography.py --meter kumi_meter.py [--posts SITE] [--count N]

The meter is any program that takes PDF files and prints a JSON object for each. Chromium and Typst
(with Pandoc) take part when they are installed.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

import peers
from common import EXAMPLES, Run, build_pdf, plain_pdf, run, site_with, table

COLUMNS = ("full", "flush", "kinsoku", "quarter", "bracket", "widow1", "loose95", "loose_max")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=Path, default=EXAMPLES)
    parser.add_argument("--count", type=int, default=10)
    parser.add_argument("--meter", type=Path, required=True)
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="bench-typography-"))
    site = site_with(arguments.posts, arguments.count)
    # The meter reads a page's lines from edge to edge: columns are measured one to a page.
    own_themes = {
        "greedy": "extends: geppo\ncomposition: {breaking: greedy}\n",
        "brief-one": "extends: brief\nkihon_hanmen: {columns: 1}\n",
    }
    for name, text in own_themes.items():
        path = site / "themes" / name / "theme.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(text)

    def composed(theme: str) -> Path:
        build_pdf(site, folder / theme, folder / "cache", "--theme", theme)
        return next((folder / theme).glob("*.pdf"))

    def file_of(made: tuple[Run, Path] | None) -> Path | None:
        return made and made[1]

    files: dict[str, Path | None] = {
        "gappon, geppo": composed("geppo"),
        "gappon, bunko": composed("bunko"),
        "gappon, brief (a column a page)": composed("brief-one"),
        "gappon, geppo, greedy": composed("greedy"),
        "plain WeasyPrint": plain_pdf(site, folder / "plain", "geppo")[1],
        "Chromium": file_of(peers.chromium(site, folder)),
        "Pandoc and Typst": file_of(peers.typst(site, folder)),
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
