"""What of ``gappon.yaml`` only the site can judge: folders, placeholders, what leads out of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

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
    site = origin.site
    for name in settings.posts.folders:
        place = origin.place("posts", "folders")
        if not (site / name).is_dir():
            yield f"{place}: 'posts.folders': there is no folder '{name}' in the site; {REMEDY}"
        elif not is_inside(site / name, [site]):
            yield f"{place}: 'posts.folders': '{name}' is not in the site; only what is can be read"
    for kind, name in settings.pages.items():
        place = origin.place("pages", kind)
        if not (site / name).is_file():
            yield f"{place}: 'pages.{kind}': there is no file '{name}' in the site; {REMEDY}"
        elif not is_inside(site / name, [site]):
            yield f"{place}: 'pages.{kind}': '{name}' is not in the site; only what is can be read"
    for key in ("themes", "fonts"):
        for name in getattr(settings, key):
            if not origin.reaches(site / name):
                yield _leads_out(origin, key, site / name)
            elif not (site / name).is_dir():
                yield f"{origin.place(key)}: '{key}': there is no folder '{name}'; {REMEDY}"
    out = Path(settings.out)
    if not origin.reaches(out) and not is_inside(out, [Path()]):
        yield _leads_out(origin, "out", out)
    for name in unknown_placeholders(settings.permalink, source):
        known = ", ".join(f":{n}" for n in sorted(source.placeholders(ANY_POST)))
        place = origin.place("permalink")
        yield f"{place}: 'permalink': ':{name}' is not known; {source.name} has {known}"


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
