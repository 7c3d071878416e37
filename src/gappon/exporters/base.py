"""What an exporter is: the driver knows exporters by these protocols alone.

An exporter orders pages early (:meth:`Exporter.prepare`), while posts are still being converted;
when all are laid out, it says what a volume's file depends on (:meth:`Exporter.key`) and, unless
that file is there already, writes it (:meth:`Exporter.write`). What it takes from others is an
:class:`~gappon.publication.Artifact`, asked for by type.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Protocol, TypeVar

from gappon.config import Config
from gappon.fonts import Font
from gappon.publication import Artifact, Book, Chapter, Imprint
from gappon.theme import Theme
from gappon.typesetter.fragment import Document, Fragment

Kind = TypeVar("Kind", bound=Artifact)


@dataclass(frozen=True)
class Edition:
    """What all volumes of a build have in common.

    Attributes:
        theme: how they look.
        settings: what they have.
        web: addresses of all posts of the site by key, for links out of a volume.
        fonts: that pages may use and books may embed.
        geta: characters that no font has; 〓 (the geta mark) stands for them.
        producer: name and version of the program.
    """

    theme: Theme
    settings: Config
    web: Mapping[str, str] = field(default_factory=dict)
    fonts: tuple[Font, ...] = ()
    geta: str = ""
    producer: str = "gappon"

    @cached_property
    def imprint(self) -> Imprint:
        """Who publishes."""
        return self.settings.imprint()

    def addresses_for(self, book: Book) -> dict[str, str]:
        """Return the web addresses of the posts that a book's text leads to, by key."""
        linked = dict.fromkeys(key for text in book.converted for key in text.links)
        return {key: self.web.get(key, "") for key in linked}


@dataclass(frozen=True)
class Orders:
    """What workers are to do for a book.

    Attributes:
        pages: documents to be laid out.
        images: documents whose first page is to be drawn.
    """

    pages: tuple[Document, ...] = ()
    images: tuple[Document, ...] = ()


@dataclass(frozen=True)
class Job:
    """A volume that is to be written.

    Attributes:
        book: its chapters have been converted.
        chapters: what was laid out of chapters for the exporter, by key, pages left out.
        failures: why documents of the exporter could not be laid out, by their keys.
    """

    book: Book
    chapters: Mapping[str, Fragment] = field(default_factory=dict)
    failures: Mapping[str, str] = field(default_factory=dict)


class Ordered(Protocol):
    """A document that is being laid out."""

    def result(self) -> Fragment:
        """Wait for the fragment, without its pages.

        Raises:
            CompileError: the document could not be laid out.
        """


class Shelf(Protocol):
    """Keeps what was made, from one build to the next."""

    def pages_of(self, fragment: Fragment) -> bytes:
        """Return the pages of a fragment.

        Raises:
            CompileError: they were lost or damaged since.
        """

    def made(self, function: Callable[..., bytes], /, *arguments: object) -> bytes:
        """Return what a function of a module makes of values, made once.

        What it returns must depend on nothing else.
        """


class Workshop(Shelf, Protocol):
    """Lays documents out; what was laid out before, it has kept."""

    def begin(self, document: Document) -> Ordered:
        """Begin to lay out a document."""

    def fragments(self, documents: Iterable[Document]) -> dict[str, Fragment]:
        """Return the fragments of documents by their keys, without their pages.

        Raises:
            CompileError: one could not be laid out.
        """

    def image(self, document: Document) -> bytes:
        """Return the first page of a document as a PNG.

        Raises:
            CompileError: it could not be drawn.
        """


class Artifacts:
    """What was made of a book, by type."""

    def __init__(self, made: Iterable[Artifact] = ()) -> None:
        self._made = {type(artifact): artifact for artifact in made}

    def get(self, kind: type[Kind]) -> Kind | None:
        """Return an artifact, None when the book has none of the kind."""
        found = self._made.get(kind)
        return found if isinstance(found, kind) else None


class ArtifactMaker(Protocol):
    """Makes one kind of artifact.

    Attributes:
        makes: the kind.
        format: only when this format is made too; empty: always.
    """

    @property
    def makes(self) -> type[Artifact]: ...  # noqa: D102

    @property
    def format(self) -> str: ...  # noqa: D102

    def prepare(self, book: Book) -> Orders:
        """Return what can be done already when chapters have but their titles."""

    def key(self, job: Job) -> tuple[object, ...] | None:
        """Return the values that the artifact depends on; None: the book has no such artifact.

        What :meth:`prepare` orders is among them without being named, and so is what a file of
        :attr:`format` depends on.
        """

    def make(self, job: Job, workshop: Workshop) -> Artifact:
        """Return the artifact of a book that has one."""


class Exporter(Protocol):
    """Writes the volumes of a build in one format.

    Attributes:
        name: of the format; also the suffix of its files.
        step: what writing is called among the steps of a build.
        needs: kinds of artifacts that it uses where there are some.
        reads_text: it needs the text and images of chapters after these were laid out.
        modules: what writing imports; that can be done while workers are waited for.
        shared_styles: style sheets that many of its documents have.
    """

    @property
    def name(self) -> str: ...  # noqa: D102

    @property
    def step(self) -> str: ...  # noqa: D102

    @property
    def needs(self) -> tuple[type[Artifact], ...]: ...  # noqa: D102

    @property
    def reads_text(self) -> bool: ...  # noqa: D102

    @property
    def modules(self) -> tuple[str, ...]: ...  # noqa: D102

    @property
    def shared_styles(self) -> tuple[str, ...]: ...  # noqa: D102

    def prepare(self, book: Book) -> Orders:
        """Return what can be done for a book.

        Asked twice: when chapters have but their titles, and when they have been converted.
        """

    def prepare_chapter(self, chapter: Chapter) -> Document | None:
        """Return the document of a chapter, which is the same in all volumes; None: it has none."""

    def key(self, job: Job) -> tuple[object, ...]:
        """Return the values that a volume's file depends on.

        What :meth:`prepare` orders is among them without being named, and so are artifacts and the
        theme.

        Raises:
            ExportError: the volume cannot be written.
        """

    def write(
        self, job: Job, artifacts: Artifacts, workshop: Workshop, target: Path
    ) -> dict[str, int]:
        """Write a volume's file and return what there is to count in it: ``pages`` ….

        Raises:
            OSError: the file cannot be written.
            CompileError: what belongs to the volume could not be laid out.
        """
