"""Books built once for all whole-book tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from gappon.build import Options, Report, build
from tests.conftest import EXAMPLES

THEMES = ("geppo", "brief", "bunko")


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
            Options(
                site=EXAMPLES,
                out=out,
                cache=cache_folder,
                jobs=2,
                overrides={
                    "theme": theme,
                    "volumes": {"by": ("all",)},
                    "customer": "株式会社みなと",
                },
            )
        )
        books[theme] = (out, report)
    return books
