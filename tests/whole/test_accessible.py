"""Accessibility, as Ace by DAISY sees it (EPUB Accessibility 1.1, WCAG 2.2)."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from gappon import Report
from tests.conftest import need, need_tool
from tests.whole.conftest import THEMES

pytestmark = [pytest.mark.whole, pytest.mark.xdist_group("whole")]


@pytest.mark.parametrize("theme", THEMES)
def test_ace_finds_no_violation(
    theme: str, built: dict[str, tuple[Path, Report]], tmp_path: Path
) -> None:
    program = need_tool("@daisy/ace-cli") / "bin" / "ace.js"
    environment = os.environ | {"PUPPETEER_EXECUTABLE_PATH": need("chromium")}
    environment.pop("FONTCONFIG_FILE", None)
    book = next(built[theme][0].glob("*.epub"))
    subprocess.run(
        [need("node"), program, "--silent", "--force", "--outdir", tmp_path, book],
        env=environment,
        check=True,
        timeout=300,
    )
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    found = [
        (document["earl:testSubject"]["url"], finding["earl:test"]["dct:title"])
        for document in report["assertions"]
        for finding in document["assertions"]
    ]
    assert (report["earl:result"]["earl:outcome"], found) == ("pass", [])
