"""gappon (合本): a publication compiler from Markdown posts to EPUB and PDF volumes.

What stands in ``__all__`` is the public interface, documented in ``docs/api.md``.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gappon.config import (
        Config,
        Contact,
        EpubSettings,
        LimitSettings,
        PdfSettings,
        PostSettings,
        Settings,
        VolumeSettings,
    )
    from gappon.diagnostics import Notice, Severity
    from gappon.driver.build import build
    from gappon.driver.options import BuildOptions, Progress
    from gappon.driver.planning import Planned, Totals, plan
    from gappon.driver.report import FileReport, Report, VolumeReport
    from gappon.errors import (
        CompileError,
        ConfigError,
        FontError,
        GapponError,
        NothingToBuild,
        ThemeError,
    )

__version__ = "0.1.0"
__all__ = [
    "BuildOptions",
    "CompileError",
    "Config",
    "ConfigError",
    "Contact",
    "EpubSettings",
    "FileReport",
    "FontError",
    "GapponError",
    "LimitSettings",
    "NothingToBuild",
    "Notice",
    "PdfSettings",
    "Planned",
    "PostSettings",
    "Progress",
    "Report",
    "Settings",
    "Severity",
    "ThemeError",
    "Totals",
    "VolumeReport",
    "VolumeSettings",
    "build",
    "plan",
]

_HOMES = {
    "gappon.config": (
        "Config",
        "Contact",
        "EpubSettings",
        "LimitSettings",
        "PdfSettings",
        "PostSettings",
        "Settings",
        "VolumeSettings",
    ),
    "gappon.diagnostics": ("Notice", "Severity"),
    "gappon.driver.build": ("build",),
    "gappon.driver.planning": ("Planned", "Totals", "plan"),
    "gappon.driver.options": ("BuildOptions", "Progress"),
    "gappon.driver.report": ("FileReport", "Report", "VolumeReport"),
    "gappon.errors": (
        "CompileError",
        "ConfigError",
        "FontError",
        "GapponError",
        "NothingToBuild",
        "ThemeError",
    ),
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is asked for first: workers need none of them (PEP 562)."""
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"module 'gappon' has no attribute '{name}'")


def __dir__() -> list[str]:
    """Return the public names too, imported or not."""
    return sorted({*globals(), *__all__})
