"""The style sheet of an EPUB: the theme's, with fonts and colours as reading systems want them."""

from __future__ import annotations

from collections.abc import Iterable

from gappon.binding import templates
from gappon.exporters.epub.colors import adaptive, filled
from gappon.exporters.epub.declarations import changed
from gappon.exporters.epub.fonts import EmbeddedFont
from gappon.exporters.epub.logical import logical
from gappon.exporters.epub.reflow.tables import STEPS
from gappon.theme import Theme

LINE = "1.75"  # of the font size


def style_sheet(theme: Theme, fonts: Iterable[EmbeddedFont]) -> str:
    """Return the style sheet of a theme's EPUBs.

    Args:
        theme: how the book looks.
        fonts: that are embedded.
    """
    fonts = list(fonts)
    css = theme.style_sheet(
        "book.css",
        "epub.css",
        font=_families(theme, fonts),
        line=LINE,
        vertical=theme.vertical,
        color=adaptive(theme.settings.colors),
        steps=STEPS,
    )
    css = changed(css, (filled, logical) if theme.vertical else (filled,))
    return "".join(f"{font.rule}\n" for font in fonts) + css


def _families(theme: Theme, fonts: Iterable[EmbeddedFont]) -> dict[str, str]:
    """Return the font families by use, embedded ones first."""
    families = templates.families(theme, templates.EPUB_FONTS)
    for font in fonts:
        name = f'"{font.family}"'
        for use in families if font.use == "gaiji" else (font.use,):
            if not families[use].startswith(name):
                families[use] = f"{name}, {families[use]}"
    return families
