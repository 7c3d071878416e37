"""Exporters at work: in the order of their needs, and with nothing imported that is not needed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable

import pytest

from gappon.config import Config
from gappon.exporters.base import Edition
from gappon.exporters.registry import exporters_for, makers_for
from gappon.publication import CoverImage, Pagination
from gappon.theme import load_theme
from tests.book import BookTest

HEAVY = {"weasyprint", "pikepdf", "pypdfium2", "uharfbuzz", "ebooklib", "fontTools", "nh3", "PIL"}
PROGRAM = """
import json, sys
from pathlib import Path
from gappon import BuildOptions, build
build(BuildOptions(site=Path(sys.argv[1]), out=Path(sys.argv[2]), cache=Path(sys.argv[3]), jobs=1))
print(json.dumps([name for name in sys.modules if "." not in name]))
"""


def edition(**settings: object) -> Edition:
    return Edition(load_theme("geppo"), Config.model_validate(settings))


@pytest.mark.parametrize("formats", [["epub", "pdf"], ["pdf", "epub"]])
def test_an_exporter_comes_behind_those_whose_artifacts_it_needs(formats: list[str]) -> None:
    assert [exporter.name for exporter in exporters_for(edition(formats=formats))] == [
        "pdf",
        "epub",
    ]


@pytest.mark.parametrize(
    ("settings", "made"),
    [
        ({"formats": ["epub", "pdf"]}, {CoverImage, Pagination}),
        ({"formats": ["epub"]}, {CoverImage}),
        ({"formats": ["epub", "pdf"], "epub": {"page_list": False}}, {CoverImage}),
        ({"formats": ["pdf"]}, set()),
    ],
)
def test_artifacts_are_made_that_somebody_needs(
    settings: dict[str, object], made: set[type]
) -> None:
    asked = edition(**settings)
    assert {maker.makes for maker in makers_for(asked, exporters_for(asked))} == made


def test_a_build_that_changes_nothing_imports_nothing_to_lay_out_or_write_with(
    new_book: Callable[..., BookTest],
) -> None:
    book = new_book("-- _posts/2025-11-01-a.md --\n# 甲\n本文。")
    command = [sys.executable, "-c", PROGRAM, book.site, book.out, book.cache]

    def imported() -> set[str]:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return set(json.loads(done.stdout.splitlines()[-1]))

    assert {"pikepdf", "ebooklib"} <= imported()
    assert not imported() & HEAVY
