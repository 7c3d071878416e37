"""Fonts: what ``fonts.yaml`` declares, checked, and a fontconfig of our own that knows no others.

Books must not depend on the fonts that happen to be on a machine. Characters that no declared font
has are looked up in the system's fonts as the last resort, and reported.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from array import array
from collections.abc import Iterable, Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from gappon.diagnostics import Notices
from gappon.errors import FontError
from gappon.paths import content_digest, data_folder, write_atomically
from gappon.yamlfile import read_mapping

SUFFIXES = {".otf", ".ttf", ".ttc", ".otc"}
# CSS weight → fontconfig's (fontconfig.h, FC_WEIGHT_*)
FC_WEIGHTS = {100: 0, 200: 40, 300: 50, 350: 55, 400: 80, 500: 100}
FC_WEIGHTS |= {600: 180, 700: 200, 800: 205, 900: 210}
# Controls, joiners, marks of direction and selectors of variants: nothing is drawn for them.
INVISIBLE = frozenset(
    {0x09, 0x0A, 0x0D, 0x200B, 0x200C, 0x200D, 0xFEFF}
    | {*range(0x202A, 0x202F), *range(0x2060, 0x206A)}
    | {*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}
)
# Pango asks for the family "emoji" where a character is shown as one (UTS #51).
EMOJI_ALIAS = (
    '<alias binding="same"><family>emoji</family>'
    "<prefer><family>Gappon Emoji</family></prefer></alias>\n"
)
# Of a variable font, the pages have the default instance, which is what its outlines are without
# its variations: no other one may be chosen.
NO_INSTANCES = (
    '<match target="scan"><test name="index" compare="more"><int>0</int></test>'
    '<edit name="family" mode="assign_replace"><string>Gappon Instance</string></edit></match>\n'
    '<match target="scan"><test name="variable"><bool>true</bool></test>'
    '<edit name="family" mode="assign_replace"><string>Gappon Instance</string></edit></match>\n'
    '<selectfont><rejectfont><pattern><patelt name="family"><string>Gappon Instance</string>'
    "</patelt></pattern></rejectfont></selectfont>\n"
)
FSTYPE_RESTRICTED = 0x0002  # OpenType OS/2 fsType bit 1: embedding needs the owner's permission


@dataclass(frozen=True)
class Font:
    """One font file.

    Attributes:
        family: name by which style sheets ask for it.
        role: ``mincho``, ``gothic``, ``mono``, ``emoji``, ``world`` (other scripts), ``gaiji`` or
            ``user``.
        weight: CSS weight, 100 to 900.
        style: ``normal`` or ``italic``.
        path: the file, absolute.
        sha256: of the file, hexadecimal.
        licence: SPDX identifier, or what the font says.
    """

    family: str
    role: str
    weight: int
    style: str
    path: Path
    sha256: str
    licence: str = ""
    design: str = ""
    package: str = ""


def load_fonts(folders: Iterable[Path] = (), notices: Notices | None = None) -> tuple[Font, ...]:
    """Return the fonts of ``fonts.yaml`` and of the user's folders.

    Fonts of the user that forbid embedding are left out, with a notice.

    Raises:
        FontError: a declared font is missing or altered, or a user's file is no font.
    """
    own = data_folder("fonts") / "fonts.yaml"
    fonts = list(_declared(own))
    for folder in folders:
        declaration = folder / "fonts.yaml"
        if declaration.is_file():
            found = _declared(declaration)
        elif folder.is_dir():
            found = _found(folder)
        else:
            raise FontError(f"{folder}: there is no such folder of fonts")
        fonts.extend(font for font in found if _may_be_embedded(font, notices))
    return tuple(fonts)


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """Open a font file with fontTools."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(path, fontNumber=0, lazy=True) as font:
            yield font
    except (TTLibError, KeyError, OSError) as error:
        raise FontError(f"{path}: is no font that can be read ({error}); take it out") from error


def _may_be_embedded(font: Font, notices: Notices | None) -> bool:
    with _opened(font.path) as opened:
        forbidden = bool(opened["OS/2"].fsType & FSTYPE_RESTRICTED)
    if forbidden and notices is not None:
        notices.warning(
            "font-licence",
            f"the licence of {font.path.name} forbids embedding; books are made without it",
        )
    return not forbidden


def _declared(path: Path) -> Iterable[Font]:
    for number, entry in enumerate(read_mapping(path, FontError).get("fonts") or (), 1):
        if not isinstance(entry, dict) or not {"family", "file"} <= entry.keys():
            raise FontError(f"{path}: entry {number} of 'fonts' needs 'family' and 'file'")
        yield _check(entry, path)


def _check(entry: dict[str, Any], declaration: Path) -> Font:
    name = f"{entry.get('family')} {entry.get('weight', 400)} ({entry.get('file')})"
    package = str(entry.get("package") or "")
    base = _site_packages(str(entry["file"])) if package else declaration.parent
    path = base / str(entry["file"]) if base else None
    if path is None or not path.is_file():
        remedy = f"install the package {package}" if package else "put the file back"
        raise FontError(f"{declaration}: the font {name} is missing; {remedy}")
    digest = content_digest(path)
    if entry.get("sha256") and digest != entry["sha256"]:
        raise FontError(
            f"{path}: the font {name} is not the file that {declaration.name} declares "
            f"(sha256 {digest[:16]}…); reinstall {package or 'it'} or correct the declaration"
        )
    return Font(
        family=str(entry["family"]),
        role=str(entry.get("role", "user")),
        weight=int(entry.get("weight", 400)),
        style=str(entry.get("style", "normal")),
        path=path,
        sha256=digest,
        licence=str(entry.get("licence", "")),
        design=str(entry.get("design", "")),
        package=package,
    )


def _site_packages(file: str) -> Path | None:
    spec = find_spec(file.split("/", maxsplit=1)[0])
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations))).parent


def _found(folder: Path) -> Iterable[Font]:
    """Return the font files of a folder, named as they name themselves."""
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in SUFFIXES:
            continue
        with _opened(path) as font:
            names, os2 = font["name"], font["OS/2"]
            yield Font(
                family=names.getDebugName(16) or names.getDebugName(1) or path.stem,
                role="user",
                weight=os2.usWeightClass,
                style="italic" if os2.fsSelection & 1 else "normal",
                path=path,
                sha256=content_digest(path),
                licence=names.getDebugName(13) or "",
            )


def fonts_digest(fonts: Iterable[Font]) -> str:
    """Return one hash for a set of fonts and the names they are given."""
    state = hashlib.sha256()
    for font in fonts:
        state.update(f"{font.family}|{font.weight}|{font.style}|{font.sha256}\n".encode())
    return state.hexdigest()


def use_fonts(fonts: tuple[Font, ...], folder: Path) -> None:
    """Make this process, and those that it starts, see these fonts and no others.

    For processes that lay out pages and do nothing else; it must run before the first page.
    """
    os.environ["FONTCONFIG_FILE"] = str(configure_fonts(fonts, folder))


def configure_fonts(fonts: tuple[Font, ...], cache: Path) -> Path:
    """Write a fontconfig configuration that knows these fonts and no others, under ``cache``.

    Returns the file, absolute; a process for which ``FONTCONFIG_FILE`` names it has these fonts.

    Raises:
        FontError: it cannot be written.
    """
    # Fontconfig looks for a relative name among the machine's own configuration, and compares the
    # names of files with those in its rules.
    folder = cache.resolve() / "fonts" / fonts_digest(fonts)[:16]
    try:
        return _configure_in(folder, fonts)
    except OSError as error:
        raise FontError(
            f"{folder}: the book's fonts cannot be noted there ({error.strerror}); "
            "remove the folder, make room, or name another cache with --cache"
        ) from error


def _configure_in(folder: Path, fonts: tuple[Font, ...]) -> Path:
    # Two workers that make fontconfig's own cache at once would disturb each other.
    (folder / "cache").mkdir(parents=True, exist_ok=True)
    rules = []
    for font in fonts:
        link = folder / f"{font.sha256[:12]}{font.path.suffix.lower()}"
        if not link.exists():
            _link(font.path, link)
        rules.append(_scan_rule(font, link))
    config = folder / "fonts.conf"
    text = (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
        f"<fontconfig>\n<dir>{escape(str(folder))}</dir>\n"
        f"<cachedir>{escape(str(folder / 'cache'))}</cachedir>\n"
        + "".join(rules)
        + EMOJI_ALIAS
        + NO_INSTANCES
        + "</fontconfig>\n"
    ).encode()
    if not config.is_file() or config.read_bytes() != text:
        write_atomically(config, text)
    return config


def _link(source: Path, link: Path) -> None:
    temporary = link.with_name(f"{link.name}.{os.getpid()}")
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(source.absolute())
    temporary.replace(link)


def _scan_rule(font: Font, link: Path) -> str:
    """Give a file the family, weight and slant under which style sheets know it."""
    weight = FC_WEIGHTS[min(FC_WEIGHTS, key=lambda w: abs(w - font.weight))]
    slant = 100 if font.style == "italic" else 0
    return (
        f'<match target="scan"><test name="file" compare="eq"><string>{escape(str(link))}</string>'
        '</test><edit name="family" mode="prepend">'
        f"<string>{escape(font.family)}</string></edit>"
        f'<edit name="weight" mode="assign_replace"><int>{weight}</int></edit>'
        f'<edit name="slant" mode="assign_replace"><int>{slant}</int></edit></match>\n'
    )


@lru_cache(maxsize=64)
def coverage(path: Path) -> frozenset[int]:
    """Return the code points that a font file has glyphs for."""
    import uharfbuzz  # reads a font's map a hundred times faster than fontTools

    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)))
    return frozenset(face.unicodes)


def common_coverage(fonts: Iterable[Font]) -> bytes:
    """Return the code points that some font has, 32 bits each; reading them takes long."""
    points = sorted(set().union(*(coverage(font.path) for font in fonts)))
    return array("I", points).tobytes()


def missing_characters(text: Iterable[str], have: Set[int]) -> list[str]:
    """Return the visible characters that are not in ``have``, in order of their code points."""
    return [chr(c) for c in sorted({ord(c) for c in text} - have - INVISIBLE)]


def system_font_for(character: str) -> Font | None:
    """Return an installed font that has a character, as the last resort, or None."""
    try:
        found = subprocess.run(
            ["fc-list", f":charset={ord(character):x}", "file"],
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
            env={k: v for k, v in os.environ.items() if k != "FONTCONFIG_FILE"},
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return None
    for line in sorted(found.splitlines()):
        path = Path(line.rstrip(": "))
        if path.suffix.lower() in SUFFIXES and path.is_file():
            digest = content_digest(path)
            return Font("Gappon Fallback", "fallback", 400, "normal", path, digest)
    return None
