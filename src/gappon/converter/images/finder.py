"""Where the images of a post are: inside the site folder, or nowhere."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from gappon.paths import file_digest
from gappon.publication import ImagePlaces

WEB = re.compile(r"(?:https?:)?//(?:www\.)?", re.IGNORECASE)
ON_THE_WEB = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:)?//|[A-Za-z]{2,}:")


class ImageError(Exception):
    """The image cannot be used; the text says why."""


@dataclass(frozen=True)
class LookedUp:
    """A file that was looked for.

    Attributes:
        source: its address, as the post has it.
        state: hash of what it holds, or why it cannot be had.
    """

    source: str
    state: str


@dataclass(frozen=True)
class ImageFinder:
    """Finds images of a site.

    Attributes:
        root: the site folder, resolved.
        baseurl: path of the site below its host.
        site_url: address of the site; images at it are looked for in the folder.
        megapixels: larger images are scaled down to this.
        places: where the site has images.
    """

    root: Path = field(compare=False)  # where a site is does not make it another
    baseurl: str = ""
    site_url: str = ""
    megapixels: float = 2.0
    places: ImagePlaces = field(default_factory=ImagePlaces)

    def locate(self, source: str, post_source: str) -> Path:
        """Return the file that an image address means.

        Raises:
            ImageError: it is on the web, leaves the site folder, or is not there.
        """
        source = self._on_site(source)
        known = any(source.startswith(prefix) for prefix, _ in self.places.prefixes)
        if not known and ON_THE_WEB.match(source):
            raise ImageError("is on the web; nothing is fetched")
        path = unquote(source.split("#")[0].split("?")[0])
        if self.baseurl and path.startswith(self.baseurl + "/"):
            path = path[len(self.baseurl) :]
        if "\x00" in path or not path.strip("/"):
            raise ImageError("is no file name")
        outside = False
        for candidate in self._candidates(path, post_source):
            try:
                resolved = candidate.resolve()
                if not resolved.is_relative_to(self.root):
                    outside = True
                elif resolved.is_file():
                    return resolved
            except (OSError, RuntimeError, ValueError):
                continue
        raise ImageError("lies outside the site folder" if outside else "is not there")

    def look_up(self, source: str, post_source: str) -> LookedUp:
        """Return what an image address leads to now; a chapter is out of date when that changes."""
        if source.lower().startswith("data:"):
            return LookedUp(source, "")
        try:
            return LookedUp(source, file_digest(self.locate(source, post_source)))
        except (ImageError, OSError) as error:
            return LookedUp(source, str(error))

    def _on_site(self, address: str) -> str:
        """Return the path of an address of the site itself; others as they are."""
        site = WEB.sub("", self.site_url)
        bare = WEB.sub("", address) if site and WEB.match(address) else ""
        return bare[len(site) :] if bare.startswith(f"{site}/") else address

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[Path, ...]]:
        """All files of the site by their names in small letters; hidden folders are left out."""
        found: dict[str, tuple[Path, ...]] = {}
        for folder, names, files in os.walk(self.root):
            names[:] = sorted(name for name in names if not name.startswith("."))
            for name in sorted(files):
                known = found.get(name.casefold(), ())
                found[name.casefold()] = (*known, Path(folder, name))
        return found

    def _candidates(self, path: str, post_source: str) -> list[Path]:
        for prefix, place in self.places.prefixes:
            if path.startswith(prefix):
                return [self.root / place / path[len(prefix) :]]
        folder = self.root / PurePosixPath(post_source).parent
        static = [self.root / name / path.lstrip("/") for name in self.places.static_folders]
        if path.startswith("/"):
            return static
        own = [folder.joinpath(PurePosixPath(post_source).stem)] if self.places.own_folder else []
        near = [*(place / path for place in (folder, *own)), *static]
        if self.places.anywhere:
            near += self._by_name.get(PurePosixPath(path).name.casefold(), ())
        return near
