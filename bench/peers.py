"""Other programs that make PDFs of the same posts: Chromium, and Typst through Pandoc."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

from common import Run, run, with_books

# The type area, text and font of geppo for the others.
CSS = """@page {{ size: A5; margin: 20mm {margin}pt }}
body {{ font: 9pt/15.5pt 'Gappon Mincho'; text-align: justify; margin: 0; line-break: strict;
text-autospace: normal; text-spacing-trim: normal; hanging-punctuation: allow-end }}
p {{ margin: 0; text-indent: 1em }}"""
MARGIN = (148 * 72 / 25.4 - 36 * 9) / 2
POSTS = """
(out / "posts.html").write_text("".join(chapter.body for chapter in book.chapters))
print(fonts)
"""
TYPST = """
import sys
import pypandoc
import typst
from pathlib import Path
folder, head = Path(sys.argv[1]), sys.argv[2]
reader = "markdown-yaml_metadata_block-raw_html"
source = pypandoc.convert_file(folder / "posts.md", "typst", reader)
(folder / "posts.typ").write_text(head + source, "utf-8")
typst.compile(folder / "posts.typ", folder / "typst.pdf", font_paths=sys.argv[3:])
"""


def chromium(site: Path, folder: Path) -> tuple[Run, Path] | None:
    """Print the posts, converted already, with Chromium."""
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
    done = run(
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
    return (done, target) if target.is_file() else None


def typst(site: Path, folder: Path) -> tuple[Run, Path] | None:
    """Set the posts with Typst, through Pandoc, images left out."""
    try:
        import pypandoc  # noqa: F401
        import typst  # noqa: F401
    except ImportError:
        return None
    from gappon.fonts import load_fonts

    folder.mkdir(exist_ok=True)
    bodies = [
        re.sub(r"(?s)^---\n.*?\n---\n", "", path.read_text("utf-8"))
        for path in sorted((site / "_posts").glob("*.md"))
    ]
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", "\n\n".join(bodies))
    # Links into the site have no target here, and Typst would refuse them.
    text = re.sub(r"\[([^\]]*)\]\((?:#|/)[^)]*\)", r"\1", text)
    (folder / "posts.md").write_text(text, "utf-8")
    head = (
        f"#set page(width: 148mm, height: 210mm, margin: (x: {MARGIN}pt, y: 20mm))\n"
        '#set text(lang: "ja", font: "Noto Serif JP", size: 9pt)\n#set par(justify: true)\n'
        "#let horizontalrule = line(length: 100%)\n"
    )
    folders = sorted({str(font.path.parent) for font in load_fonts()})
    done = run(sys.executable, "-c", TYPST, folder, head, *folders)
    target = folder / "typst.pdf"
    return (done, target) if target.is_file() else None
