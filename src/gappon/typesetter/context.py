"""What is known of one document while it is laid out and drawn.

Nothing of ours hangs on WeasyPrint's boxes and styles: it is kept here, by the object that it is
said of, and goes away with the document. Lines are WeasyPrint's boxes too, but of a class of ours
(:class:`gappon.typesetter.inline.composed.ComposedText`), because WeasyPrint copies boxes of lines
when it moves them (footnotes, repeated table heads), and a copy must draw what its original does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from gappon.typesetter.fragment import Document

if TYPE_CHECKING:
    from gappon.kumihan.paragraph import Paragraph
    from gappon.typesetter.inline.collect import Fallback
    from gappon.typesetter.inline.composer import ParagraphLines
    from gappon.typesetter.inline.content import InlineContent
    from gappon.typesetter.inline.shape import Face, Faces
    from gappon.typesetter.inline.stream import DrawState

Value = TypeVar("Value")
# Line height and baseline of a style, in CSS px.
Strut = tuple[float, float]


class ByIdentity(Generic[Value]):
    """Values by objects that cannot be hashed (computed styles are dictionaries).

    It holds the objects, so that no other can come to have the same ``id``.
    """

    def __init__(self, find: Callable[[Any], Value]) -> None:
        self._find = find
        self._kept: dict[int, tuple[Value, Any]] = {}

    def of(self, owner: Any) -> Value:
        """Return the value of an object, found once."""
        kept = self._kept.get(id(owner))
        if kept is None:
            kept = self._kept[id(owner)] = (self._find(owner), owner)
        return kept[0]

    def values(self) -> Iterator[Value]:
        """Yield the values found so far."""
        return (value for value, _ in self._kept.values())


@dataclass
class LayoutContext:
    """What is known of one document while it is laid out and drawn.

    Attributes:
        document: which it is.
        faces: glyphs by font style.
        drawing: what drawing notes.
        strut: line heights and baselines, by computed style.
        page_styles: computed styles of pages, by what they are made from.
        contents: inline content of line boxes, or why it is not for kumihan.
        paragraphs: the same as composition sees it.
        lines: lines of line boxes.
        fonts: WeasyPrint's records of the fonts that it would have written.
        fallbacks: why WeasyPrint breaks the lines of elements that kumihan does not take.
    """

    document: Document
    faces: Faces
    drawing: DrawState
    strut: ByIdentity[Strut]
    page_styles: dict[Any, Any] = field(default_factory=dict)
    contents: dict[Any, InlineContent | Fallback] = field(default_factory=dict)
    paragraphs: dict[Any, Paragraph] = field(default_factory=dict)
    lines: dict[Any, ParagraphLines] = field(default_factory=dict)
    fonts: list[Any] = field(default_factory=list)
    fallbacks: dict[Any, str] = field(default_factory=dict)
    _faces_of_styles: ByIdentity[Face] = field(init=False)

    def __post_init__(self) -> None:
        self._faces_of_styles = ByIdentity(self.faces.of)

    def face(self, style: Any) -> Face:
        """Return the face of a computed style."""
        return self._faces_of_styles.of(style)

    def faces_used(self) -> list[Face]:
        """Return the faces of all styles that have been asked for."""
        return list(dict.fromkeys(self._faces_of_styles.values()))
