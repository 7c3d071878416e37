"""What of ``gappon.yaml`` only the site can judge: folders, placeholders, what leads out of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gappon.addresses import web_address
from gappon.config.schema import Settings
from gappon.sources import permalink
from gappon.sources.base import PostFacts, Source
from gappon.sources.files import PostFile
from gappon.yamlfile import line_of

REMEDY = "remove it or correct its name"
# Of any post: placeholders have the same names for all of them.
ANY_POST = PostFacts(PostFile(Path("a.md"), "a.md", "a"), None, "a", ())


@dataclass(frozen=True)
class Origin:
    """Where settings come from, and what they may reach.

    Attributes:
        path: the file.
        site: the site folder.
        allowed: folders out of the site that the command line consents to.
        is_trusted: the command line names the file itself; what it says is consented to.
    """

    path: Path
    site: Path
    allowed: tuple[Path, ...] = ()
    is_trusted: bool = False

    def place(self, *keys: str) -> str:
        """Return file and line of a key."""
        return f"{self.path}:{line_of(self.path, keys) or 1}"

    def reaches(self, folder: Path) -> bool:
        """Say whether settings may name a folder."""
        roots = [self.site, *self.allowed]
        return self.is_trusted or is_inside(folder, roots)


def mistakes(settings: Settings, origin: Origin, source: Source) -> Iterator[str]:
    """Yield what is wrong with settings of a site, each with file, line and remedy."""
    yield from _in_site(settings, origin)
    yield from _may_lead_out(settings, origin)
    for name in unknown_placeholders(settings.permalink, source):
        known = ", ".join(f":{n}" for n in sorted(source.placeholders(ANY_POST)))
        place = origin.place("permalink")
        yield f"{place}: 'permalink': ':{name}' is not known; {source.name} has {known}"


def _in_site(settings: Settings, origin: Origin) -> Iterator[str]:
    """Check what is read from the site alone: folders of posts and images, pages."""
    named = [
        *((("posts", "folders"), "folder", name) for name in settings.posts.folders),
        *((("pages", kind), "file", name) for kind, name in settings.pages.items()),
        *((("images", address), "folder", name) for address, name in settings.images.items()),
    ]
    for keys, what, name in named:
        key = keys[0] if keys[0] == "images" else ".".join(keys)
        place, path = f"{origin.place(*keys)}: '{key}'", origin.site / name
        if not (path.is_file() if what == "file" else path.is_dir()):
            yield f"{place}: there is no {what} '{name}' in the site; {REMEDY}"
        elif not is_inside(path, [origin.site]):
            yield f"{place}: '{name}' is not in the site; only what is can be read"
    for address in settings.images:
        if not web_address(address):
            place = origin.place("images", address)
            yield f"{place}: 'images': '{address}' is no address; write https://…/ and a folder"


def _may_lead_out(settings: Settings, origin: Origin) -> Iterator[str]:
    """Check what leads out of the site with the command line's consent alone."""
    for key in ("themes", "fonts"):
        for name in getattr(settings, key):
            if not origin.reaches(origin.site / name):
                yield _leads_out(origin, key, origin.site / name)
            elif not (origin.site / name).is_dir():
                yield f"{origin.place(key)}: '{key}': there is no folder '{name}'; {REMEDY}"
    out = Path(settings.out)
    if not origin.reaches(out) and not is_inside(out, [Path()]):
        yield _leads_out(origin, "out", out)


def unknown_placeholders(pattern: str, source: Source) -> tuple[str, ...]:
    """Return what of a configured permalink the kind of site does not know."""
    if source.fields_are_placeholders:
        return ()
    return permalink.unknown(source.pattern(pattern, ANY_POST), source.placeholders(ANY_POST))


def is_inside(folder: Path, roots: Sequence[Path]) -> bool:
    """Say whether a folder, symbolic links followed, lies in one of others."""
    try:
        target = folder.resolve()
        return any(target.is_relative_to(root.resolve()) for root in roots)
    except (OSError, RuntimeError, ValueError):
        return False


def _leads_out(origin: Origin, key: str, folder: Path) -> str:
    return (
        f"{origin.place(key)}: '{key}' leads out of the site; "
        f"'--allow {folder.resolve()}' on the command line consents"
    )
