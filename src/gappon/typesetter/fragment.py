"""A fragment: the pages of one document without fonts, with a record of what they use."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from gappon.kumihan.style import Style

HEAD_BYTES = 65536  # enough of a font file to tell it from the others


@dataclass(frozen=True)
class Grid:
    """The lines of the kihon-hanmen on a page (JLREQ 2.5, 行取り), in CSS px.

    Attributes:
        top: upper edge of the first line.
        pitch: from one line to the next.
    """

    top: float
    pitch: float

    def shift(self, y: float) -> float:
        """Return how far it is from a height down to the next line of the grid."""
        rest = (self.top - y) % self.pitch
        return 0.0 if rest < 0.01 or rest > self.pitch - 0.01 else rest


@dataclass(frozen=True)
class Latin:
    """The font of Latin letters and digits in Japanese text.

    Attributes:
        family: of the font.
        within: family of the text in which it is used.
        scale: its size, of the size of the text.
        shift: how far it is raised, in em of the text.
    """

    family: str
    within: str
    scale: float = 1.0
    shift: float = 0.0


@dataclass(frozen=True)
class Document:
    """A document to be laid out, with all that its pages depend on.

    Attributes:
        key: of the chapter, or a name such as ``cover``.
        html: XHTML without namespaces.
        css: one style sheet.
        assets: images by name.
        composition: how kumihan composes the text; None leaves it to WeasyPrint.
        grid: lines on which body text stands, whatever stands between; None: wherever it comes.
        latin: font of Latin letters and digits; None: that of the text.
        furniture: the style sheet has page margin boxes.
        tags: structure tags are wanted (ISO 32000-2 §14.8).
    """

    key: str
    html: str
    css: str
    assets: Mapping[str, bytes]
    composition: Style | None = None
    grid: Grid | None = None
    latin: Latin | None = None
    furniture: bool = False
    tags: bool = False

    def with_css(self, css: str) -> Document:
        """Return the same document with another style sheet."""
        return replace(self, css=css)

    def with_tags(self) -> Document:
        """Return the same document, to be tagged."""
        return replace(self, tags=True)


@dataclass(frozen=True)
class UsedFont:
    """A font as WeasyPrint would have embedded it, without its program.

    Attributes:
        name: resource name in the pages (``/Font << /NAME … >>``), the same in every fragment.
        base_font: PostScript-like name with prefix.
        identity: what :func:`identify` says of the file's bytes.
        glyphs: ids of the glyphs used, 16 bits each; many fragments are held at once.
        advances: of the same glyphs, in thousandths of an em, 16 bits each.
        texts: what they stand for, with U+0000 behind each.
        missing: code point → the unused glyph id that stands for it.
        second_name: resource name of a font of the same glyphs, for those that stand for other text
            than at their first use; of this fragment alone. Empty: there are none.
        second_codes: glyph ids and texts of the codes 1, 2, … of that font.
    """

    name: str
    base_font: str
    family: str
    identity: str
    flags: int
    ascent: int
    descent: int
    glyphs: bytes
    advances: bytes
    texts: str
    missing: dict[int, int]
    second_name: str = ""
    second_codes: tuple[tuple[int, str], ...] = ()

    @property
    def widths(self) -> dict[int, int]:
        """Advances by glyph id."""
        return dict(zip(_numbers(self.glyphs), _numbers(self.advances), strict=True))

    @property
    def to_unicode(self) -> dict[int, str]:
        """Text by glyph id."""
        texts = zip(_numbers(self.glyphs), self.texts.split("\0"), strict=False)
        return {glyph: text for glyph, text in texts if text}


@dataclass(frozen=True)
class Fragment:
    """What compiling a document gives.

    Attributes:
        key: of the document.
        pdf: a PDF without fonts; every ``/Font`` dictionary in it is empty. It is stored apart, and
            empty while many fragments are held at once.
        pages: how many pages.
        fonts: the glyphs used, by font.
        bookmarks: ``(page index, level, label, x, y)`` in points from the lower left corner.
        warnings: what WeasyPrint had to say.
        composed: characters of the text that kumihan composed.
        fallback: characters of what WeasyPrint broke into lines, by the reason; no list markers.
        strangers: font families that were asked for and did not come, with those that came.
        characters: on each page, white space left out, and what the EPUB does not have as text.
        stored_as: where its pages are kept when they are not here; empty until they are.
    """

    key: str
    pdf: bytes
    pages: int
    fonts: tuple[UsedFont, ...]
    bookmarks: tuple[tuple[int, int, str, float, float], ...]
    warnings: tuple[str, ...]
    composed: int = 0
    fallback: Mapping[str, int] = field(default_factory=dict)
    strangers: tuple[tuple[str, str], ...] = ()
    characters: tuple[int, ...] = ()
    stored_as: str = ""

    def without_pages(self, stored_as: str) -> Fragment:
        """Return what is known of the pages, without the pages, which are kept elsewhere."""
        return replace(self, pdf=b"", stored_as=stored_as)


def packed(widths: Mapping[int, int], to_unicode: Mapping[int, str]) -> tuple[bytes, bytes, str]:
    """Return glyphs, advances and texts as :class:`UsedFont` holds them."""
    glyphs = sorted({*widths, *to_unicode})
    advances = array("H", (max(0, min(widths.get(g, 0), 65535)) for g in glyphs))
    texts = "".join(to_unicode.get(g, "").replace("\0", "") + "\0" for g in glyphs)
    return array("H", glyphs).tobytes(), advances.tobytes(), texts


def _numbers(data: bytes) -> array[int]:
    numbers = array("H")
    numbers.frombytes(data)
    return numbers


def identify(head: bytes, size: int) -> str:
    """Return a short name for a font file by its first :data:`HEAD_BYTES` and its size in bytes."""
    return f"{size}-{hashlib.sha256(head).hexdigest()[:16]}"
