"""Books built once for all whole-book tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from gappon import BuildOptions, Report, Settings, build
from tests.conftest import EXAMPLES, need

THEMES = ("geppo", "brief", "bunko")


def epubcheck(book: Path) -> str:
    """Return all that EPUBCheck says of a book; findings are on its standard error."""
    need("java")
    done = subprocess.run(
        [sys.executable, "-m", "epubcheck", book],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    said = (done.stdout + done.stderr).strip()
    return said or ("" if done.returncode == 0 else f"ended with {done.returncode}")


@pytest.fixture(scope="session")
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def built(
    cache_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[Path, Report]]:
    """The examples in every theme, as one volume: folder and report by theme."""
    books = {}
    for theme in THEMES:
        out = tmp_path_factory.mktemp(theme)
        report = build(
            BuildOptions(
                site=EXAMPLES,
                out=out,
                cache=cache_folder,
                jobs=2,
                overrides=Settings(
                    theme=theme, volumes={"by": ("all",)}, customer="株式会社みなと"
                ),
            )
        )
        books[theme] = (out, report)
    return books
