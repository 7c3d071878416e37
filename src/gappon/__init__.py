"""gappon (合本): a publication compiler from Markdown posts to EPUB and PDF volumes."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gappon.config import Config
    from gappon.driver.build import build, plan
    from gappon.driver.options import BuildOptions
    from gappon.driver.report import Report
    from gappon.errors import GapponError

__version__ = "0.1.0"
__all__ = ["BuildOptions", "Config", "GapponError", "Report", "build", "plan"]

_HOMES = {
    "BuildOptions": "gappon.driver.options",
    "Config": "gappon.config",
    "GapponError": "gappon.errors",
    "Report": "gappon.driver.report",
    "build": "gappon.driver.build",
    "plan": "gappon.driver.build",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is asked for first: workers need none of them (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module 'gappon' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)
