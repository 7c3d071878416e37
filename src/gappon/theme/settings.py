"""What ``theme.yaml`` may say."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from pydantic.dataclasses import dataclass

from gappon.kumihan.style import Style


def _switches_as_words(cls: Any, value: Any, info: ValidationInfo) -> Any:
    """Take ``off`` and ``on`` as the words they are where words are asked for.

    YAML 1.1 reads them, without quotes, as false and true.
    """
    field = cls.__pydantic_fields__[info.field_name]
    word = {False: "off", True: "on"}.get(value) if isinstance(value, bool) else None
    is_choice = get_origin(field.annotation) is Literal
    return word if is_choice and word in get_args(field.annotation) else value


class Part(BaseModel):
    """Base of the parts of ``theme.yaml``: unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    _words = field_validator("*", mode="before")(classmethod(_switches_as_words))


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


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class Composition(Style):
    """Japanese line composition: the settings of :class:`gappon.kumihan.style.Style`, or none."""

    enabled: bool = True

    _words = field_validator("*", mode="before")(classmethod(_switches_as_words))

    def style(self) -> Style | None:
        """Return the settings for kumihan, None when it is not to compose."""
        values = {field.name: getattr(self, field.name) for field in fields(Style)}
        return Style(**values) if self.enabled else None


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
