"""Themes found by name in folders, and read with those that they extend."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from gappon.diagnostics import Notices
from gappon.errors import ThemeError
from gappon.paths import data_folder
from gappon.theme.files import ThemeFolder, files_of
from gappon.theme.settings import ThemeSettings
from gappon.theme.theme import Theme
from gappon.yamlfile import line_of, merge, read_mapping


def find_themes(folders: Iterable[Path] = ()) -> dict[str, ThemeFolder]:
    """Return all themes by name; those in ``folders`` come before gappon's own."""
    found: dict[str, ThemeFolder] = {}
    for base in folders:
        for theme in _themes_in(base):
            found.setdefault(theme.name, theme)
    for theme in _themes_in(data_folder("themes")):
        found.setdefault(theme.name, ThemeFolder(theme.name, theme.path))
    return found


def _themes_in(base: Path) -> Iterable[ThemeFolder]:
    """Return the theme that a folder is, and those in it."""
    for folder in (base, *(sorted(base.iterdir()) if base.is_dir() else ())):
        if (folder / "theme.yaml").is_file():
            yield ThemeFolder(folder.name, folder, within=base)


def load_theme(name: str, folders: Iterable[Path] = (), notices: Notices | None = None) -> Theme:
    """Read a theme and those that it extends.

    Args:
        name: of the theme, without any path.
        folders: in which a site has themes.
        notices: gathers what of the theme cannot be used, now and when its templates are filled in.

    Raises:
        ThemeError: there is no such theme, or ``theme.yaml`` has a mistake.
    """
    themes = find_themes(folders)
    chain: list[ThemeFolder] = []
    merged: dict[str, Any] = {}
    current = name
    while current or not chain:
        folder = themes.get(current)
        if folder is None:
            known = ", ".join(sorted(themes))
            raise ThemeError(f"there is no theme '{current}'; there are: {known}")
        if folder in chain:
            raise ThemeError(
                f"{folder.path}/theme.yaml: the theme extends itself; remove 'extends'"
            )
        values = read_mapping(files_of(folder)["theme.yaml"], ThemeError)
        if chain:
            values.pop("abstract", None)  # that is said of a theme, not of those that extend it
        chain.append(folder)
        current = str(values.get("extends") or "")
        merged = merge(values, merged)
    settings = _validated(merged, [folder.path / "theme.yaml" for folder in chain])
    theme = Theme(name, tuple(chain), settings, Notices() if notices is None else notices)
    theme.check()
    return theme


def _validated(values: dict[str, Any], files: Sequence[Path]) -> ThemeSettings:
    """Return settings; ``files`` are those that may have set them, the theme's own first."""
    try:
        settings = ThemeSettings.model_validate(values)
    except ValidationError as error:
        lines = [
            f"{_place(files, e['loc'])}: '{'.'.join(map(str, e['loc']))}': {e['msg']}"
            for e in error.errors()
        ]
        raise ThemeError("\n".join(lines)) from error
    if settings.chapter_start == "any" and settings.page.inner_share != 0.5:
        raise ThemeError(
            f"{files[0]}: 'chapter_start: any' needs 'page.inner_share: 0.5', "
            "because a chapter's pages must look the same on both sides"
        )
    return settings


def _place(files: Sequence[Path], location: tuple[str | int, ...]) -> str:
    """Return the file and line that set something, of a theme and those that it extends."""
    keys = [part for part in location if isinstance(part, str)]
    found = ((path, line_of(path, keys)) for path in files)
    path, line = next(((p, n) for p, n in found if n), (files[0], 1))
    return f"{path}:{line}"
