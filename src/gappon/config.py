"""``gappon.yaml`` as a typed model; a site's own ``_config.yml`` or ``hugo.toml`` read into it.

The configuration is resolved once, before any work begins, into one :class:`Config`.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic.json_schema import SkipJsonSchema

from gappon.diagnostics import Notice
from gappon.errors import ConfigError
from gappon.publication import Imprint
from gappon.siteconfig import read_site_config, web_address
from gappon.yamlfile import line_of, merge, read_mapping

IndexKind = Literal["tag", "author"]
FontUse = Literal["body", "heading", "ui", "code", "gaiji"]
GroupBy = Literal["category", "month", "tag", "author", "series", "all"]
Format = Literal["epub", "pdf"]
CONFIG_NAME = "gappon.yaml"
INTERNAL = ("defaults", "ignored")  # not to be set in it


class Section(BaseModel):
    """Base of all sections: unknown keys are errors, values cannot be changed afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class PostSettings(Section):
    """Which files are posts, and which of them are left out."""

    folders: tuple[str, ...] = ()
    """Folders with posts, relative to the site; empty: found by the kind of site."""
    exclude: tuple[str, ...] = ()
    """Glob patterns of files that are no posts, e.g. ``README.md``."""
    drafts: bool = False
    """Take drafts (``draft: true``, ``_drafts/``)."""
    future: bool = False
    """Take posts dated after today."""
    unpublished: bool = False
    """Take posts with ``published: false``."""


class VolumeSettings(Section):
    """How posts become volumes."""

    by: tuple[GroupBy, ...] = ("category",)
    """Group by these fields, e.g. ``[category, month]`` for monthly reports by category."""
    multiple: Literal["first", "each"] = "first"
    """A post in several categories goes to its first one, or to each."""
    order: Literal["date", "title", "weight"] = "date"
    """Order of the posts in a volume."""
    reverse: bool = False
    """Newest (or last) first."""
    max_posts: int = Field(default=0, ge=0)
    """Split a volume with more posts than this; 0: never."""
    max_characters: int = Field(default=0, ge=0)
    """Split a volume with more characters than this; 0: never."""
    title: str = ""
    """Title of a volume with ``{category}``, ``{month}`` …; empty: the values, then the site."""

    @field_validator("by", mode="before")
    @classmethod
    def _one_or_many(cls, value: Any) -> Any:
        return (value,) if isinstance(value, str) else value


class EpubSettings(Section):
    """What the EPUB has besides the posts."""

    contents_depth: int = Field(default=2, ge=1, le=3)
    """Contents go down to this heading level (1: posts alone)."""
    image_megapixels: float = Field(default=2.0, gt=0)
    """Larger images are scaled down to this many megapixels."""
    page_list: bool = True
    """Carry the page numbers of the PDF, when it is built too."""
    indexes: tuple[IndexKind, ...] = ("tag", "author")
    """Indexes at the end: of tags, of authors (when there are two or more)."""
    series_links: bool = True
    """Lead to the previous and the next post of a series."""
    embed_fonts: tuple[FontUse, ...] = ("code", "gaiji")
    """Embed fonts for these, cut to the characters used; readers have fonts for Japanese text."""
    font_format: Literal["woff2", "otf"] = "woff2"
    """Form of embedded fonts; some old readers know only ``otf``."""
    conforms_to: str = ""
    """``dcterms:conformsTo``, only for a publisher who has had the book evaluated."""
    certified_by: str = ""
    """Who evaluated the accessibility (``a11y:certifiedBy``)."""


class PdfSettings(Section):
    """What the PDF does."""

    contents_depth: int = Field(default=1, ge=1, le=3)
    """Contents pages go down to this heading level (1: posts alone)."""
    tags: bool = False
    """Write structure tags for screen readers (ISO 14289); the file is larger."""
    chapter_seconds: int = Field(default=300, ge=1)
    """A chapter that takes longer than this to lay out is given up."""


class Contact(Section):
    """The contact box of a brief."""

    heading: str = ""
    name: str = ""
    department: str = ""
    phone: str = ""
    email: str = ""
    url: str = ""
    note: str = ""


class Config(Section):
    """Everything that can be set, resolved."""

    title: str = ""
    """Title of the publication; default: the site's."""
    description: str = ""
    publisher: str = ""
    """Publisher; default: the site's author, else its title."""
    author: tuple[str, ...] = ()
    """Author for posts that name none."""
    author_kana: str = ""
    """Reading of the author, for sorting."""
    title_kana: str = ""
    """Reading of the publication's title, for sorting."""
    readings: dict[str, str] = Field(default_factory=dict)
    """Readings of categories, tags and authors, for sorting: ``技術: ぎじゅつ``."""
    rights: str = ""
    """Copyright line for the colophon."""
    language: str = "ja"
    url: str = ""
    """Address of the web site; links to posts outside a volume go there."""
    baseurl: str = ""
    timezone: str = "Asia/Tokyo"
    """Dates are kept in this time zone."""
    permalink: str = ""
    """How the web site makes a post's path: ``pretty``, ``date``, or ``/:year/:month/:title/``."""
    theme: str = "geppo"
    customer: str = ""
    """Name of the customer for whom a brief is printed; it stands on the cover."""
    contact: Contact = Contact()
    posts: PostSettings = PostSettings()
    volumes: VolumeSettings = VolumeSettings()
    epub: EpubSettings = EpubSettings()
    pdf: PdfSettings = PdfSettings()
    formats: tuple[Format, ...] = ("epub", "pdf")
    out: str = "dist"
    """Folder for the finished books, relative to where the command runs."""
    themes: tuple[str, ...] = ()
    """Folders with own themes, relative to the site."""
    fonts: tuple[str, ...] = ()
    """Folders with own fonts (each with a fonts.yaml or just font files), relative to the site."""
    kind: Literal["auto", "jekyll", "hugo", "plain"] = "auto"
    """Kind of site; ``auto`` looks at what is there."""
    defaults: tuple[dict[str, Any], ...] = Field(default=(), exclude=True)
    """Front matter defaults of a Jekyll site; taken from ``_config.yml``."""
    ignored: SkipJsonSchema[tuple[Notice, ...]] = Field(default=(), exclude=True)
    """What of a site's own configuration could not be used."""

    @field_validator("author", mode="before")
    @classmethod
    def _authors(cls, value: Any) -> Any:
        return (value,) if isinstance(value, str) and value else value or ()

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError("no such time zone; use a name such as Asia/Tokyo") from error
        return value

    @field_validator("url")
    @classmethod
    def _address(cls, value: str) -> str:
        address = web_address(value)
        if value and not address:
            raise ValueError("no address of a web site; write one such as https://example.com")
        return address

    @property
    def zone(self) -> ZoneInfo:
        """The site's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def all_readings(self) -> dict[str, str]:
        """Readings by name, those of the publication's title and author among them."""
        own = {self.title: self.title_kana}
        own |= dict.fromkeys(self.author[:1], self.author_kana)
        return {name: kana for name, kana in own.items() if kana} | self.readings

    @property
    def base_path(self) -> str:
        """Path of the site below its host: ``/blog``, or nothing."""
        path = self.baseurl.strip("/")
        return f"/{path}" if path else ""

    @property
    def site_url(self) -> str:
        """Address of the site with its base path, without a slash at the end."""
        return self.url.rstrip("/") + self.base_path

    def imprint(self) -> Imprint:
        """Return what books say of their publisher."""
        return Imprint(
            site_title=self.title,
            publisher=self.publisher or (self.author[0] if self.author else self.title),
            authors=self.author,
            language=self.language,
            url=self.site_url,
            description=self.description,
            rights=self.rights,
            customer=self.customer,
            contact={k: v for k, v in self.contact.model_dump().items() if v},
        )


def load(site: Path, config_file: Path | None = None, **overrides: Any) -> Config:
    """Resolve the configuration of a site folder.

    Args:
        site: the site folder.
        config_file: ``gappon.yaml``; default: the one in the site folder, when there.
        overrides: values from the command line, sections as mappings of what they change; ``None``
            means not given.

    Raises:
        ConfigError: a file is missing, is no YAML, or has unknown keys or wrong values.
    """
    if not site.is_dir():
        raise ConfigError(f"{site}: there is no such folder; give the folder of your site")
    values, ignored = read_site_config(site)
    path = config_file or site / CONFIG_NAME
    if path.is_file():
        own = read_mapping(path, ConfigError)
        _validate(own, path)
        values = merge(values, own)
    elif config_file:
        raise ConfigError(f"{config_file}: there is no such file")
    values = merge(values, {key: v for key, v in overrides.items() if v is not None})
    values.setdefault("title", site.resolve().name)
    values["ignored"] = tuple(notice for key, notice in ignored.items() if key not in values)
    try:
        return Config.model_validate(values)
    except ValidationError as error:
        raise ConfigError(_explain(error, path, {})) from error


def schema() -> str:
    """Return the JSON Schema of ``gappon.yaml`` as indented JSON."""
    model = Config.model_json_schema()
    model["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    for key in INTERNAL:
        model["properties"].pop(key, None)
    return json.dumps(model, ensure_ascii=False, indent=2) + "\n"


def _validate(values: Mapping[str, Any], path: Path) -> None:
    for key in INTERNAL:
        if key in values:
            raise ConfigError(f"{path}:{line_of(path, (key,))}: unknown key '{key}'; remove it")
    try:
        Config.model_validate(values)
    except ValidationError as error:
        raise ConfigError(_explain(error, path, values)) from error


def _explain(error: ValidationError, path: Path, values: Mapping[str, Any]) -> str:
    """Return one line per mistake: file, line, key, and the nearest valid key."""
    lines = []
    for mistake in error.errors():
        location = tuple(part for part in mistake["loc"] if isinstance(part, str))
        dotted = ".".join(str(part) for part in mistake["loc"])
        place = f"{path}:{line_of(path, location) or 1}" if values else str(path)
        if mistake["type"] == "extra_forbidden":
            near = difflib.get_close_matches(location[-1], _keys_at(location[:-1]), n=1, cutoff=0.5)
            remedy = (
                f"did you mean '{near[0]}'?"
                if near
                else ("valid keys: " + ", ".join(_keys_at(location[:-1])))
            )
            lines.append(f"{place}: unknown key '{dotted}'; {remedy}")
        else:
            lines.append(f"{place}: '{dotted}': {mistake['msg']} (got {mistake['input']!r})")
    return "\n".join(lines)


def _keys_at(location: tuple[str, ...]) -> list[str]:
    """Return the valid keys of a section, named by its path of keys."""
    model: type[BaseModel] = Config
    for key in location:
        field = model.model_fields.get(key)
        if field is None or not isinstance(field.annotation, type):
            return []
        if not issubclass(field.annotation, BaseModel):
            return []
        model = field.annotation
    return [key for key in model.model_fields if key not in INTERNAL]
