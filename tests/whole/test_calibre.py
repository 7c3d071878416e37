"""A book in the form that Kindles read, and back: ``pytest -m long``."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from gappon import Report
from tests.conftest import need

pytestmark = [pytest.mark.long, pytest.mark.whole, pytest.mark.xdist_group("whole")]


@pytest.mark.parametrize("theme", ["geppo", "bunko"])
def test_azw3_and_back_keeps_contents_ruby_and_images(
    theme: str, built: dict[str, tuple[Path, Report]], tmp_path: Path
) -> None:
    program = need("ebook-convert")
    book = next(built[theme][0].glob("*.epub"))
    kindle, back = tmp_path / "book.azw3", tmp_path / "back.epub"
    for source, target in ((book, kindle), (kindle, back)):
        subprocess.run([program, source, target], check=True, capture_output=True, timeout=300)
    before, after = _parts(book), _parts(back)
    assert after["contents"] >= before["contents"]
    assert after["ruby"] == before["ruby"]
    assert after["images"] >= before["images"]


def _parts(path: Path) -> dict[str, int]:
    """Count lines of the contents, readings and images."""
    counts = {"contents": 0, "ruby": 0, "images": 0}
    with zipfile.ZipFile(path) as epub:
        for name in epub.namelist():
            if name.endswith(".ncx"):
                counts["contents"] += sum(
                    1 for _ in etree.fromstring(epub.read(name)).iter("{*}navPoint")
                )
            elif name.endswith((".xhtml", ".html")) and "nav" not in name:
                root = etree.fromstring(epub.read(name))
                counts["ruby"] += sum(1 for _ in root.iter("{*}rt"))
                counts["images"] += sum(1 for _ in root.iter("{*}img", "{*}image"))
    return counts
