"""Front matter that a Hugo site says for many pages (gohugo.io/content-management/front-matter)."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gappon.diagnostics import Notices
from gappon.sources import frontmatter, plainvalues
from gappon.sources.encoding import decode
from gappon.sources.files import FileError, PostFile, read_bytes

PAGE_LISTS = ("_index.md", "_index.markdown")
TARGETS = ("target", "_target")


@dataclass(frozen=True)
class Cascade:
    """What is said for the pages below a folder.

    Attributes:
        folder: the folder, relative to where the site begins; empty: all of the site.
        values: their front matter.
        paths: patterns of their paths; empty: all.
        kinds: patterns of their kinds; empty: all.
    """

    folder: str
    values: Mapping[str, Any]
    paths: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    def covers(self, file: PostFile) -> bool:
        """Say whether it is said for a file."""
        below = not self.folder or file.inner.startswith(f"{self.folder}/")
        path = f"/{file.section}/{file.slug}".replace("//", "/")
        return below and _matches(path, self.paths) and _matches("page", self.kinds)


def cascades_of(said: object, folder: str, ignored: tuple[str, ...]) -> Iterator[Cascade]:
    """Yield what stands under ``cascade``.

    Args:
        said: one rule, or several.
        folder: where it is said.
        ignored: keys that are left out: a picture for many pages is none of a page's own.
    """
    for rule in said if isinstance(said, list) else [said]:
        if not isinstance(rule, dict):
            continue
        nested = rule.get("params")
        targets = [rule[key] for key in TARGETS if isinstance(rule.get(key), dict)]
        target: Mapping[str, Any] = targets[0] if targets else {}
        values = {**rule, **(nested if isinstance(nested, dict) else {})}
        for key in (*TARGETS, "params", *ignored):
            values.pop(key, None)
        if values:
            plain = plainvalues.from_python(values)
            yield Cascade(folder, plain, _patterns(target, "path"), _patterns(target, "kind"))


def cascades_in(folder: Path, base: Path, ignored: tuple[str, ...]) -> Iterator[Cascade]:
    """Yield what lists of pages say for all below them, from the top down."""
    for path in sorted(path for name in PAGE_LISTS for path in folder.rglob(name)):
        try:
            text = decode(read_bytes(path, base.resolve()), Notices())
        except FileError:
            continue
        said = frontmatter.split(text, Notices()).values.get("cascade")
        yield from cascades_of(said, path.parent.relative_to(base).as_posix(), ignored)


def _patterns(target: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """Return the patterns of a target; ``{a,b}`` are two."""
    written = target.get(key)
    if not isinstance(written, str):
        return ()
    if written.startswith("{") and written.endswith("}"):
        return tuple(part.strip() for part in written[1:-1].split(","))
    return (written,)


def _matches(text: str, patterns: tuple[str, ...]) -> bool:
    return not patterns or any(fnmatch.fnmatchcase(text, pattern) for pattern in patterns)
