"""What a user writes: ``gappon.yaml`` as a typed model, and the JSON Schema that editors read."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, field_validator

from gappon.addresses import web_address
from gappon.languages import is_language
from gappon.yamltree import NOT_PRINTABLE

IndexKind = Literal["tag", "author"]
FontUse = Literal["body", "heading", "ui", "code", "gaiji"]
GroupBy = Literal["category", "month", "tag", "author", "series", "all"]
Format = Literal["epub", "pdf"]
TITLE_FIELDS = ("site", "category", "month", "tag", "author", "series", "language")
Failed = Literal["page", "omit", "stop"]
CONFIG_NAME = "gappon.yaml"


class Section(BaseModel):
    """Base of all sections: unknown keys are errors, values cannot be changed afterwards."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        use_attribute_docstrings=True,
        coerce_numbers_to_str=True,
    )

    @field_validator("*", mode="before")
    @classmethod
    def _printable(cls, value: Any) -> Any:
        texts = value if isinstance(value, list | tuple) else (value,)
        if any(isinstance(text, str) and NOT_PRINTABLE.search(text) for text in texts):
            raise ValueError("a control character is in it; remove it")
        return value


DateSource = Literal["front-matter", "file-name", "git"]


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
    hard_breaks: bool | None = None
    """A line end within a paragraph is a line break; null: as the kind of site has it."""
    date_from: tuple[DateSource, ...] = ("front-matter", "file-name")
    """Where a post's date is looked for; ``git``: the day of its first commit."""
    failed: Failed = "page"
    """What of a post that cannot be converted or laid out: a page that says so, nothing (``omit``),
    or no volume at all (``stop``)."""


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

    @field_validator("title")
    @classmethod
    def _known_fields(cls, value: str) -> str:
        for name in re.findall(r"\{(\w*)\}", value):
            if name not in TITLE_FIELDS:
                known = ", ".join(f"{{{field}}}" for field in TITLE_FIELDS)
                raise ValueError(f"{{{name}}} is not known; there are {known}")
        return value

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


class LimitSettings(Section):
    """What a post may cost; posts are written by whoever has written them."""

    post_seconds: int = Field(default=60, ge=1)
    """A post that takes longer than this to convert is given up."""


class Contact(Section):
    """The contact box of a brief."""

    heading: str = ""
    name: str = ""
    department: str = ""
    phone: str = ""
    email: str = ""
    url: str = ""
    note: str = ""


class Settings(Section):
    """Everything that can be set in ``gappon.yaml``."""

    model_config = ConfigDict(title="gappon.yaml")

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
    pages: dict[str, str] = Field(default_factory=dict)
    """Pages of the site that stand in each book, by kind: ``afterword: pages/atogaki.md``."""
    volumes: VolumeSettings = VolumeSettings()
    epub: EpubSettings = EpubSettings()
    pdf: PdfSettings = PdfSettings()
    limits: LimitSettings = LimitSettings()
    images: dict[str, str] = Field(default_factory=dict)
    """Addresses of the site's own images elsewhere, with the folder that has them:
    ``https://raw.githubusercontent.com/me/blog/main/: .``"""
    formats: tuple[Format, ...] = ("epub", "pdf")
    out: str = "dist"
    """Folder for the finished books, relative to where the command runs."""
    themes: tuple[str, ...] = ()
    """Folders with own themes, relative to the site."""
    fonts: tuple[str, ...] = ()
    """Folders with own fonts (each with a fonts.yaml or just font files), relative to the site."""
    kind: str = "auto"
    """Kind of site; ``auto`` looks at what is there."""

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

    @field_validator("language")
    @classmethod
    def _known_language(cls, value: str) -> str:
        if not is_language(value):
            raise ValueError("no language tag of BCP 47; write one such as ja or en-US")
        return value

    @field_validator("url")
    @classmethod
    def _address(cls, value: str) -> str:
        address = web_address(value)
        if value and not address:
            raise ValueError("no address of a web site; write one such as https://example.com")
        return address


def json_schema(kinds: Sequence[str]) -> str:
    """Return the JSON Schema of ``gappon.yaml`` as indented JSON.

    Args:
        kinds: names of the kinds of site that are known.
    """
    model = Settings.model_json_schema()
    model["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    model["properties"]["kind"]["enum"] = ["auto", *kinds]
    return json.dumps(model, ensure_ascii=False, indent=2) + "\n"


def keys_at(location: tuple[str, ...]) -> list[str]:
    """Return the valid keys of a section, named by its path of keys."""
    model: type[BaseModel] = Settings
    for key in location:
        field = model.model_fields.get(key)
        if field is None or not isinstance(field.annotation, type):
            return []
        if not issubclass(field.annotation, BaseModel):
            return []
        model = field.annotation
    return list(model.model_fields)
