"""The configuration: what a user writes, how it is read (``load``), and what a build uses of it.

``load`` stands above the sources, which have a say in it; all else is imported from here.
"""

from gappon.config.resolved import Config, Recognised
from gappon.config.schema import (
    CONFIG_NAME,
    Contact,
    DateSource,
    EpubSettings,
    Failed,
    FontUse,
    Format,
    GroupBy,
    IndexKind,
    LimitSettings,
    PdfSettings,
    PostSettings,
    Settings,
    VolumeSettings,
)

__all__ = [
    "CONFIG_NAME",
    "Config",
    "Contact",
    "DateSource",
    "EpubSettings",
    "Failed",
    "FontUse",
    "Format",
    "GroupBy",
    "IndexKind",
    "LimitSettings",
    "PdfSettings",
    "PostSettings",
    "Recognised",
    "Settings",
    "VolumeSettings",
]
