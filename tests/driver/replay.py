"""What was laid out once, for a maker that runs alone in a fresh process.

Nothing is imported here that the maker would not import by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256

from gappon.typesetter.fragment import Document, Fragment


def name_of(document: Document) -> str:
    """Return a name for a document that it shares with no other."""
    return f"{document.key} {sha256((document.html + document.css).encode()).hexdigest()}"


@dataclass(frozen=True)
class Ordered:
    fragment: Fragment

    def result(self) -> Fragment:
        return self.fragment


@dataclass(frozen=True)
class Replay:
    """A workshop in which everything was laid out before (``gappon.exporters.base.Workshop``)."""

    fragments_by_name: dict[str, Fragment]
    pages: dict[str, bytes]
    images: dict[str, bytes]

    def begin(self, document: Document) -> Ordered:
        return Ordered(self.fragments_by_name[name_of(document)])

    def fragments(self, documents: Iterable[Document]) -> dict[str, Fragment]:
        return {each.key: self.fragments_by_name[name_of(each)] for each in documents}

    def pages_of(self, fragment: Fragment) -> bytes:
        return self.pages[fragment.stored_as]

    def image(self, document: Document) -> bytes:
        return self.images[name_of(document)]

    def made(self, function: Callable[..., bytes], /, *arguments: object) -> bytes:
        return function(*arguments)
