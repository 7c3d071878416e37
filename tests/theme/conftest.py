"""A theme of a site, written for a test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gappon.theme import Theme, load_theme


@pytest.fixture
def make_theme(tmp_path: Path) -> Callable[..., Theme]:
    """Write files of a theme that extends geppo, and load it: ``make_theme({"book.css": "…"})``."""

    def make(files: dict[str, str], settings: str = "") -> Theme:
        folder = tmp_path / "themes" / "ours"
        folder.mkdir(parents=True)
        (folder / "theme.yaml").write_text(f"extends: geppo\n{settings}", "utf-8")
        for name, content in files.items():
            (folder / name).write_text(content, "utf-8")
        return load_theme("ours", [folder.parent])

    return make
