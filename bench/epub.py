"""Reading, converting and writing an EPUB, against Pandoc on the same posts, in one run.

Pandoc draws no cover; gappon's worker draws one meanwhile, and the time that the command then waits
for it is in the last row alone.

usage: bench/epub.py [--posts SITE] [--count N]
"""

from __future__ import annotations

import argparse
import re
import tempfile
from pathlib import Path

import pypandoc
from common import EXAMPLES, gappon, run, site_with, table


def _for_pandoc(path: Path, folder: Path) -> Path:
    """Return a copy with its title as a heading: Pandoc takes each ``---`` for metadata."""
    text = path.read_text("utf-8")
    found = re.match(r"---\n(.*?)\n---\n(.*)", text, re.DOTALL)
    head, body = found.groups() if found else ("", text)
    title = re.search(r'^title:\s*"?(.*?)"?\s*$', head, re.MULTILINE)
    target = folder / path.name
    image = re.search(r'^image:\s*"?/?(.*?)"?\s*$', head, re.MULTILINE)
    picture = f"![]({image[1]})\n\n" if image else ""
    target.write_text(f"# {title[1] if title else path.stem}\n\n{picture}{body}", "utf-8")
    return target


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=Path, default=EXAMPLES)
    parser.add_argument("--count", type=int, default=86)
    arguments = parser.parse_args()
    site = site_with(arguments.posts, arguments.count)
    posts = sorted((site / "_posts").glob("*.md"))
    folder = Path(tempfile.mkdtemp(prefix="bench-epub-"))
    bodies = [_for_pandoc(path, folder) for path in posts]
    pandoc = run(
        pypandoc.get_pandoc_path(),
        "--from",
        "markdown-yaml_metadata_block",
        "--to",
        "epub3",
        "--file-scope",
        "--resource-path",
        site,
        "--metadata",
        "title=bench",
        "--output",
        folder / "pandoc.epub",
        *bodies,
    )
    ours, report = gappon(
        site, "--by", "all", "--format", "epub", "--out", folder, "--cache", folder / "cache"
    )
    steps = sum(report["seconds"][name] for name in ("read", "convert", "epub"))
    peak = max(report["peak_megabytes"].values())
    table(
        [
            ("", "seconds", "of Pandoc", "peak MB"),
            ("Pandoc", f"{pandoc.wall:.2f}", "1.00", f"{pandoc.megabytes:.0f}"),
            ("gappon: read, convert, write", f"{steps:.2f}", f"{steps / pandoc.wall:.2f}", ""),
            (
                "gappon: the whole command",
                f"{ours.wall:.2f}",
                f"{ours.wall / pandoc.wall:.2f}",
                f"{peak:.0f}",
            ),
        ]
    )
    print(f"{len(posts)} posts; seconds by step: {report['seconds']}")


if __name__ == "__main__":
    main()
