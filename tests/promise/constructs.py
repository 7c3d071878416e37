"""Examples of constructs, each beside what a reader finds of it: ``constructs/*.txt``.

A file has one construct. An example begins with ``=== NAME``; its source ends at ``--- reads``, behind
which stands what is read, white space not counted. Behind ``--- pdf`` is the same for the PDF, where
readings are not in brackets; ``--- notes`` stand behind the post, ``--- notices`` are the codes of what
is told. Lines before the first example say something about the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

EXAMPLE = re.compile(r"^=== (.+)\n", re.MULTILINE)
APART = "apart "  # before what stands elsewhere in the PDF: readings
PART = re.compile(r"^--- (reads|pdf|notes|notices)\n", re.MULTILINE)


@dataclass(frozen=True)
class Construct:
    """One example.

    Attributes:
        name: of its file and of itself.
        source: Markdown.
        reads: what is read of it, line by line.
        pdf: the same in the PDF, where it differs.
        notes: what stands behind the post.
        notices: codes of what is told.
    """

    name: str
    source: str
    reads: tuple[str, ...]
    pdf: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


def constructs() -> list[Construct]:
    """Return all examples, in order of their files."""
    folder = Path(__file__).parent / "constructs"
    return [one for path in sorted(folder.glob("*.txt")) for one in _of_file(path)]


def _of_file(path: Path) -> Iterator[Construct]:
    _, *parts = EXAMPLE.split(path.read_text("utf-8"))
    for name, text in zip(parts[::2], parts[1::2], strict=True):
        source, *sections = PART.split(text)
        told = dict(zip(sections[::2], sections[1::2], strict=True))
        values = {key: tuple(value.split("\n")[:-1]) for key, value in told.items()}
        yield Construct(f"{path.stem}: {name}", source, **values)
