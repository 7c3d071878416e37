"""A small language for tests of whole books, after mdBook's ``BookTest``.

A site stands as text in the test, is built, changed and built again, and the test asks what was made
and what a reader finds in the files. Sites are written as in Go's ``txtar``: a line ``-- NAME --``
before each file. Nothing here knows more of gappon than its public interface, so that tests in this
language survive any change inside::

    def test_a_changed_post_alone_is_made_again(new_book):
        book = new_book('''
            -- _posts/2025-11-01-a.md --
            # 甲
            一。
            -- _posts/2025-11-02-b.md --
            # 乙
            二。
        ''')
        book.build()
        built = book.change_file("_posts/2025-11-02-b.md", "# 乙\\n\\n三。").build()
        assert built.made.converted == {"_posts/2025-11-02-b.md"}
        assert "三。" in built.epub.document("乙").text
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copytree
from textwrap import dedent
from typing import Any, Self

import yaml

from gappon import BuildOptions, Report, build, plan
from tests.readers import Epub, Pdf

FILE = re.compile(r"^-- (\S.*) --$", re.MULTILINE)
ONE_VOLUME = {"volumes": {"by": ["all"]}}


@dataclass
class Made:
    """What a build has made, and what it has taken from the build before.

    Attributes:
        converted, reused: posts whose chapters were converted or taken from the cache, by source.
        compiled: what was laid out: posts by source, and ``cover``, ``contents`` and the like.
        written, unchanged: names of the volumes' files.
    """

    converted: set[str] = field(default_factory=set)
    reused: set[str] = field(default_factory=set)
    compiled: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)
    unchanged: set[str] = field(default_factory=set)

    @property
    def compiled_posts(self) -> set[str]:
        """Sources of the posts that were laid out."""
        return {name for name in self.compiled if "/" in name or "." in name}


class _Listener:
    """Hears from a build what it does (``gappon.driver.options.Progress``)."""

    def __init__(self, sources: dict[str, str]) -> None:
        self.sources = sources
        self.made = Made()

    def begin(self, step: str, total: int) -> None:
        """Nothing is asked of this."""

    def advance(self, step: str, name: str, *, reused: bool, pages: int = 0) -> None:
        if step == "convert":
            (self.made.reused if reused else self.made.converted).add(name)
        elif not reused:
            self.made.compiled.add(self.sources.get(name, name))

    def volume(self, title: str, path: str, state: str) -> None:
        (self.made.written if state == "written" else self.made.unchanged).add(Path(path).name)


@dataclass(frozen=True)
class Built:
    """A finished build."""

    report: Report
    made: Made

    @property
    def exit_code(self) -> int:
        return self.report.exit_code

    @property
    def notices(self) -> list[str]:
        """What there was to say, each as ``FILE:LINE CODE`` (``FILE CODE`` without a line)."""
        return [
            f"{n.file}:{n.line} {n.code}" if n.line else f"{n.file} {n.code}"
            for n in self.report.notices
        ]

    def message(self, code: str) -> str:
        """Return the message of the only notice with a code."""
        (message,) = {n.message for n in self.report.notices if n.code == code}
        return str(message)

    @property
    def volumes(self) -> list[str]:
        """Titles of the volumes."""
        return [volume.title for volume in self.report.volumes]

    @property
    def epub(self) -> Epub:
        """The EPUB of the only volume."""
        return Epub(self._only("epub"))

    @property
    def pdf(self) -> Pdf:
        """The PDF of the only volume."""
        return Pdf(self._only("pdf"))

    def path(self, volume: str, suffix: str) -> Path:
        """Return a file of the volume with a title."""
        (found,) = self._paths(suffix, volume)
        return found

    def _only(self, suffix: str) -> Path:
        (found,) = self._paths(suffix)
        return found

    def _paths(self, suffix: str, title: str | None = None) -> Iterator[Path]:
        for volume in self.report.volumes:
            if title in (None, volume.title):
                yield from (Path(f.path) for f in volume.files if f.format == suffix)


class BookTest:
    """A site folder with a cache and a place for books of its own.

    Args:
        folder: in which they are made.
        files: the site as text; indentation that all lines share is taken away.
        settings: the site's ``gappon.yaml``, when ``files`` has none; all posts in one volume unless
            it says otherwise.
    """

    def __init__(self, folder: Path, files: str, **settings: Any) -> None:
        self.site, self.out, self.cache = folder / "site", folder / "out", folder / "cache"
        self.site.mkdir(parents=True)
        names_and_texts = FILE.split(dedent(files).lstrip("\n"))[1:]
        for name, text in zip(names_and_texts[::2], names_and_texts[1::2], strict=True):
            self.change_file(name, text.removeprefix("\n"))
        if not (self.site / "gappon.yaml").exists():
            self.change_file("gappon.yaml", yaml.safe_dump(ONE_VOLUME | settings))

    @classmethod
    def of_folder(cls, folder: Path, site: Path, **settings: Any) -> BookTest:
        """Take a copy of a site, with settings put over those of its ``gappon.yaml``."""
        book = cls.__new__(cls)
        book.site, book.out, book.cache = folder / "site", folder / "out", folder / "cache"
        copytree(site, book.site)
        own = book.site / "gappon.yaml"
        written = (yaml.safe_load(own.read_text("utf-8")) or {}) if own.is_file() else {}
        return book.change_file("gappon.yaml", yaml.safe_dump(written | ONE_VOLUME | settings))

    def change_file(self, name: str, content: str | bytes) -> Self:
        """Write a file of the site, a new one or another text for an old one."""
        path = self.site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return self

    def replace_in_file(self, name: str, old: str, new: str) -> Self:
        """Put a new text for the only place of an old one in a file of the site."""
        text = (self.site / name).read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        return self.change_file(name, text.replace(old, new))

    def remove_file(self, name: str) -> Self:
        """Take a file out of the site."""
        (self.site / name).unlink()
        return self

    def build(self, **options: Any) -> Built:
        """Build the site; ``options`` are those of :class:`gappon.BuildOptions`."""
        defaults = {"site": self.site, "out": self.out, "cache": self.cache, "jobs": 1}
        asked = BuildOptions(**(defaults | options))
        listener = _Listener({post.key: post.source for post in plan(asked).site.posts})
        return Built(build(asked, listener), listener.made)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command in the site folder as a user does: ``book.run("plan", "--json")``."""
        return subprocess.run(
            [sys.executable, "-m", "gappon", *arguments],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            cwd=self.site,
        )
