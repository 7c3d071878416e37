"""Themes: data in folders, read into one typed value. Python never names a theme.

A theme's folder holds ``theme.yaml``, style sheets and templates. It may extend another: settings
are merged, style sheets follow those of the extended theme, templates replace them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, TemplateError
from markupsafe import Markup
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gappon.errors import ThemeError
from gappon.kumihan.style import Style
from gappon.paths import data_folder
from gappon.yamlfile import line_of, merge, read_mapping

POINTS = {"pt": 1.0, "mm": 72 / 25.4, "cm": 720 / 25.4, "in": 72.0, "px": 0.75}
# ISO 216 and JIS P 0138, millimetres
SIZES = {
    "A4": (210.0, 297.0),
    "A5": (148.0, 210.0),
    "A6": (105.0, 148.0),
    "B5": (182.0, 257.0),
    "B6": (128.0, 182.0),
    "B40": (103.0, 182.0),
}


class Part(BaseModel):
    """Base of the parts of ``theme.yaml``: unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class KihonHanmen(Part):
    """The basic type area (JLREQ 2.2): characters per line, lines per page, size, line gap.

    Lengths are in points. With ``columns`` over 1, ``characters`` counts one column. With
    ``line_grid``, body text stands on the lines of the grid whatever stands before it, so that
    what is between takes whole lines (行取り, JLREQ 2.5).
    """

    characters: int = Field(gt=4)
    lines: int = Field(gt=4)
    size: float = Field(gt=0)
    line_gap: float = Field(ge=0)
    columns: int = Field(default=1, ge=1, le=4)
    column_gap: float = Field(default=0, ge=0, description="in characters")
    line_grid: bool = True


class PageSettings(Part):
    """Paper, and how what is left of it is shared between the margins."""

    size: str = "A5"
    inner_share: float = Field(default=0.5, ge=0, le=1)
    top_share: float = Field(default=0.5, ge=0, le=1)


class Writing(Part):
    """Direction of the lines, and what stands upright in vertical ones.

    ``tate_chu_yoko`` sets numbers of two digits, !? and single letters upright by itself, or only
    what is marked up (``^21^``); ``single_digits`` are set upright or become full-width forms.
    """

    epub: Literal["horizontal", "vertical"] = "horizontal"
    tate_chu_yoko: Literal["automatic", "markup"] = "automatic"
    single_digits: Literal["upright", "full-width"] = "upright"
    pdf: Literal["horizontal"] = "horizontal"


class TextSettings(Part):
    """Habits of text, see :class:`gappon.converter.japanese.TextHabits`."""

    join_lines: bool = True
    typed_spaces: Literal["keep", "remove"] = "keep"
    cut_off: Literal["mend", "keep"] = "mend"


class LatinSettings(Part):
    """The font of Latin letters and digits in Japanese text of PDFs (JLREQ 3.2.2).

    ``scale`` is of the text's size, ``shift`` raises the letters by em of the text.
    """

    family: str
    scale: float = Field(default=1.0, gt=0.5, lt=2)
    shift: float = Field(default=0.0, gt=-0.5, lt=0.5)


class Composition(Part):
    """Japanese line composition, in JLREQ's terms; see :class:`gappon.kumihan.style.Style`."""

    enabled: bool = True
    kinsoku: Literal["strict", "normal", "loose"] = "strict"
    japanese_western_space: float = Field(default=0.25, ge=0, le=0.5)
    line_start_bracket: Literal["tentsuki", "nibu"] = "tentsuki"
    hanging: Literal["off", "allow", "force"] = "off"
    breaking: Literal["paragraph", "greedy"] = "paragraph"
    dividing_space: float = Field(default=0.0, ge=0, le=1)
    headings: Literal["phrases", "filled"] = "phrases"
    hyphenation: bool = False
    tight_setting: float = Field(default=0.04, ge=0, le=0.05)
    white_share: float = Field(default=3.0, ge=0, le=10)
    letter_spacing: float = Field(default=0.03, ge=0, le=0.1)
    minimum_last_line: int = Field(default=2, ge=1)

    def style(self) -> Style | None:
        """Return the settings for kumihan, None when it is not to compose."""
        return Style(**self.model_dump(exclude={"enabled"})) if self.enabled else None


class Place(Part):
    """Where a running head or folio stands, and its style (CSS declarations)."""

    verso: str = "none"
    recto: str = "none"
    verso_text: Literal["volume", "chapter", "none"] = "volume"
    recto_text: Literal["volume", "chapter", "none"] = "chapter"
    css: str = ""


class Furniture(Part):
    """What stands around the type area."""

    head: Place = Place()
    folio: Place = Place()


class ThemeSettings(Part):
    """The content of ``theme.yaml``."""

    title: str = ""
    description: str = ""
    extends: str = ""
    abstract: bool = False
    chapter_start: Literal["recto", "any"] = "recto"
    page: PageSettings = PageSettings()
    kihon_hanmen: KihonHanmen
    writing: Writing = Writing()
    text: TextSettings = TextSettings()
    composition: Composition = Composition()
    fonts: dict[str, str] = Field(default_factory=dict)
    """Uses (``body``, ``heading``, ``code``, ``ui``) → font roles (``mincho`` …) or families."""
    latin: LatinSettings | None = None
    colors: dict[str, str] = Field(default_factory=dict)
    cover_colors: dict[str, str] = Field(default_factory=dict)
    furniture: Furniture = Furniture()


@dataclass(frozen=True)
class Geometry:
    """Page and type area in points, computed from the kihon-hanmen.

    ``top``, ``bottom``, ``inner`` and ``outer`` are margins of the CSS page box: half a line gap
    reaches above the first and below the last line, because CSS lines carry their gap around them.
    """

    width: float
    height: float
    top: float
    bottom: float
    inner: float
    outer: float
    pitch: float
    size: float
    column_gap: float


@dataclass(frozen=True)
class Theme:
    """A theme, read: settings, folders from its own to the one that it stands on."""

    name: str
    folders: tuple[Path, ...]
    settings: ThemeSettings = field(repr=False)

    @cached_property
    def geometry(self) -> Geometry:
        """The page in points."""
        return compute_geometry(self.settings)

    @property
    def vertical(self) -> bool:
        """The EPUB's lines run from top to bottom."""
        return self.settings.writing.epub == "vertical"

    def style_sheet(self, *names: str, **values: Any) -> str:
        """Return style sheets (``book.css`` …), those of extended themes first, filled in.

        Every chapter asks for the same ones, so they are kept.
        """
        asked = (names, repr(sorted(values.items())))
        if asked not in self._style_sheets:
            self._style_sheets[asked] = self._fill_in(names, values)
        return self._style_sheets[asked]

    def _fill_in(self, names: Iterable[str], values: Mapping[str, Any]) -> str:
        parts = []
        for name in names:
            for folder in reversed(self.folders):
                path = folder / name
                if path.is_file():
                    source = path.read_text("utf-8")
                    parts.append(self._render(self._environment.from_string(source), path, values))
        return "\n".join(parts)

    def render(self, template: str, **values: Any) -> str:
        """Fill in a template of the theme.

        Raises:
            ThemeError: the template is not there or has a mistake.
        """
        try:
            loaded = self._environment.get_template(template)
        except TemplateError as error:
            raise ThemeError(f"theme {self.name}: {template}: {error}") from error
        return self._render(loaded, Path(template), values)

    @cached_property
    def digest(self) -> str:
        """Hash of everything in the theme's folders."""
        state = hashlib.sha256()
        for folder in self.folders:
            for path in sorted(folder.rglob("*")):
                if path.is_file():
                    state.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        return state.hexdigest()

    @cached_property
    def _style_sheets(self) -> dict[tuple[tuple[str, ...], str], str]:
        return {}

    @cached_property
    def _environment(self) -> Environment:
        environment = Environment(
            loader=ChoiceLoader([FileSystemLoader(folder) for folder in self.folders]),
            autoescape=lambda name: bool(name and name.endswith(".j2")),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters["xhtml"] = Markup
        environment.globals["theme"] = self.settings
        environment.globals["page"] = self.geometry
        return environment

    def _render(self, template: Any, path: Path, values: Mapping[str, Any]) -> str:
        try:
            return str(template.render(**values))
        except TemplateError as error:
            line = getattr(error, "lineno", None)
            place = f"{path}:{line}" if line else str(path)
            raise ThemeError(f"theme {self.name}: {place}: {error}") from error


def find_themes(folders: Iterable[Path] = ()) -> dict[str, Path]:
    """Return all themes by name; those in ``folders`` come before gappon's own."""
    found: dict[str, Path] = {}
    for base in (*folders, data_folder("themes")):
        if not base.is_dir():
            continue
        if (base / "theme.yaml").is_file():
            found.setdefault(base.name, base)
        for folder in sorted(base.iterdir()):
            if (folder / "theme.yaml").is_file():
                found.setdefault(folder.name, folder)
    return found


def load_theme(name: str, folders: Iterable[Path] = ()) -> Theme:
    """Read a theme and those that it extends.

    Raises:
        ThemeError: there is no such theme, or ``theme.yaml`` has a mistake.
    """
    themes = find_themes(folders)
    chain: list[Path] = []
    merged: dict[str, Any] = {}
    current = name
    while current:
        folder = themes.get(current)
        if folder is None:
            known = ", ".join(sorted(themes))
            raise ThemeError(f"there is no theme '{current}'; there are: {known}")
        if folder in chain:
            raise ThemeError(f"{folder}/theme.yaml: the theme extends itself; remove 'extends'")
        values = read_mapping(folder / "theme.yaml", ThemeError)
        if chain:
            values.pop("abstract", None)  # that is said of a theme, not of those that extend it
        chain.append(folder)
        current = str(values.get("extends") or "")
        merged = merge(values, merged)
    try:
        settings = ThemeSettings.model_validate(merged)
    except ValidationError as error:
        lines = [
            f"{_place(chain, e['loc'])}: '{'.'.join(map(str, e['loc']))}': {e['msg']}"
            for e in error.errors()
        ]
        raise ThemeError("\n".join(lines)) from error
    if settings.chapter_start == "any" and settings.page.inner_share != 0.5:
        raise ThemeError(
            f"{chain[0] / 'theme.yaml'}: 'chapter_start: any' needs 'page.inner_share: 0.5', "
            "because a chapter's pages must look the same on both sides"
        )
    return Theme(name, tuple(chain), settings)


def _place(chain: Sequence[Path], location: tuple[str | int, ...]) -> str:
    """Return the file and line that set something, of a theme and those that it extends."""
    files = [folder / "theme.yaml" for folder in chain]
    keys = [part for part in location if isinstance(part, str)]
    found = ((path, line_of(path, keys)) for path in files)
    path, line = next(((p, n) for p, n in found if n), (files[0], 1))
    return f"{path}:{line}"


def compute_geometry(settings: ThemeSettings) -> Geometry:
    """Compute page margins from paper and kihon-hanmen (JLREQ 2.4).

    Raises:
        ThemeError: the type area is larger than the paper.
    """
    hanmen = settings.kihon_hanmen
    width, height = page_size(settings.page.size)
    column_gap = hanmen.column_gap * hanmen.size
    area_width = hanmen.characters * hanmen.size * hanmen.columns + column_gap * (
        hanmen.columns - 1
    )
    pitch = hanmen.size + hanmen.line_gap
    area_height = hanmen.lines * pitch
    if area_width > width or area_height > height:
        raise ThemeError(
            f"theme: the type area ({area_width:.0f} × {area_height:.0f} pt) is larger than the "
            f"paper ({width:.0f} × {height:.0f} pt); lessen kihon_hanmen"
        )
    across, down = width - area_width, height - area_height
    return Geometry(
        width=width,
        height=height,
        top=down * settings.page.top_share,
        bottom=down * (1 - settings.page.top_share),
        inner=across * settings.page.inner_share,
        outer=across * (1 - settings.page.inner_share),
        pitch=pitch,
        size=hanmen.size,
        column_gap=column_gap,
    )


def page_size(name: str) -> tuple[float, float]:
    """Return a paper size in points: ``A5`` or ``148mm 210mm``."""
    if name in SIZES:
        return SIZES[name][0] * POINTS["mm"], SIZES[name][1] * POINTS["mm"]
    number = r"(\d+(?:\.\d+)?)([a-z]+)"
    match = re.fullmatch(rf"{number}\s+{number}", name.strip())
    if match and match[2] in POINTS and match[4] in POINTS:
        return float(match[1]) * POINTS[match[2]], float(match[3]) * POINTS[match[4]]
    raise ThemeError(f"page size '{name}' is not one of {', '.join(SIZES)} or '148mm 210mm'")
