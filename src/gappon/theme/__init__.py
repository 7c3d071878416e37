"""Themes: data in folders, read into one typed value. Python never names a theme.

A theme's folder holds ``theme.yaml``, style sheets and templates. It may extend another: settings
are merged, style sheets follow those of the extended theme, templates replace them. A site's own
themes come with its posts, from whoever wrote them: their templates can compute but not act
(:mod:`~gappon.theme.sandbox`), their files stay in their folder (:mod:`~gappon.theme.files`), and
what they refer to outside of the book is left out (:mod:`~gappon.theme.references`).
"""

from gappon.theme.files import ThemeFolder
from gappon.theme.geometry import Geometry, compute_geometry, page_size
from gappon.theme.load import find_themes, load_theme
from gappon.theme.settings import Composition, ThemeSettings, Writing
from gappon.theme.theme import Theme

__all__ = [
    "Composition",
    "Geometry",
    "Theme",
    "ThemeFolder",
    "ThemeSettings",
    "Writing",
    "compute_geometry",
    "find_themes",
    "load_theme",
    "page_size",
]
