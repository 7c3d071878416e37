"""What the linker is told: which pages of which fragments, in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from gappon.exporters.pdf.folios import Folios
from gappon.typesetter.fragment import Fragment


@dataclass(frozen=True)
class PagePlan:
    """One page of the file.

    Attributes:
        fragment: index of the fragment that it comes from; None for a blank page.
        page: index of the page in the fragment.
        overlays: ``(fragment index, page index)`` of what is laid over it.
        folio: number that is drawn from samples; 0 for none.
    """

    fragment: int | None
    page: int = 0
    overlays: tuple[tuple[int, int], ...] = ()
    folio: int = 0


@dataclass(frozen=True)
class LinkPlan:
    """All that linking needs.

    Attributes:
        fragments: by index.
        pages: in order.
        starts: key of a fragment → index of its first page in the file.
        depths: key of a fragment → how deep its headings are in the outline: 1 in a part, else 0;
            those of others are not in it.
        parts: titles in the outline under which chapters stand, each with its first page.
        labels: index of a page → what a viewer calls it instead of its number.
        web: key of a post → its address, for links to posts that are not in the volume.
        title, authors, subject, keywords, language: document information.
        created: for the dates, aware; None: there are none.
        identifier: of the volume.
        size: of a blank page, in points.
        folios: draws numbers; None when folios are overlays.
        late: indexes of fragments that are still being compiled: the contents, which have to wait
            for the pages of all others. Drafts of at least as many pages stand for them meanwhile.
    """

    fragments: Sequence[Fragment]
    pages: Sequence[PagePlan]
    starts: Mapping[str, int]
    web: Mapping[str, str]
    title: str
    authors: Sequence[str]
    subject: str
    keywords: Sequence[str]
    language: str
    created: datetime | None
    identifier: str
    size: tuple[float, float]
    producer: str = "gappon"
    folios: Folios | None = None
    depths: Mapping[str, int] = field(default_factory=dict)
    parts: Sequence[tuple[str, int]] = ()
    labels: Mapping[int, str] = field(default_factory=dict)
    late: frozenset[int] = frozenset()
