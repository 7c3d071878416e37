"""The page in points, computed from paper and kihon-hanmen (JLREQ 2.4)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gappon.errors import ThemeError
from gappon.theme.settings import ThemeSettings

POINTS = {"pt": 1.0, "mm": 72 / 25.4, "cm": 720 / 25.4, "in": 72.0, "px": 0.75}
# ISO 216 and JIS P 0138, millimetres
SIZES = {
    "A4": (210.0, 297.0),
    "A5": (148.0, 210.0),
    "A6": (105.0, 148.0),
    "B5": (182.0, 257.0),
    "B6": (128.0, 182.0),
    "B40": (103.0, 182.0),
}


@dataclass(frozen=True)
class Geometry:
    """Page and type area in points, computed from the kihon-hanmen.

    ``top``, ``bottom``, ``inner`` and ``outer`` are margins of the CSS page box: half a line gap
    reaches above the first and below the last line, because CSS lines carry their gap around them.
    """

    width: float
    height: float
    top: float
    bottom: float
    inner: float
    outer: float
    pitch: float
    size: float
    column_gap: float


def compute_geometry(settings: ThemeSettings) -> Geometry:
    """Compute page margins from paper and kihon-hanmen (JLREQ 2.4).

    Raises:
        ThemeError: the type area is larger than the paper.
    """
    hanmen = settings.kihon_hanmen
    width, height = page_size(settings.page.size)
    column_gap = hanmen.column_gap * hanmen.size
    area_width = hanmen.characters * hanmen.size * hanmen.columns + column_gap * (
        hanmen.columns - 1
    )
    pitch = hanmen.size + hanmen.line_gap
    area_height = hanmen.lines * pitch
    if area_width > width or area_height > height:
        raise ThemeError(
            f"theme: the type area ({area_width:.0f} × {area_height:.0f} pt) is larger than the "
            f"paper ({width:.0f} × {height:.0f} pt); lessen kihon_hanmen"
        )
    across, down = width - area_width, height - area_height
    return Geometry(
        width=width,
        height=height,
        top=down * settings.page.top_share,
        bottom=down * (1 - settings.page.top_share),
        inner=across * settings.page.inner_share,
        outer=across * (1 - settings.page.inner_share),
        pitch=pitch,
        size=hanmen.size,
        column_gap=column_gap,
    )


def page_size(name: str) -> tuple[float, float]:
    """Return a paper size in points: ``A5`` or ``148mm 210mm``."""
    if name in SIZES:
        return SIZES[name][0] * POINTS["mm"], SIZES[name][1] * POINTS["mm"]
    number = r"(\d+(?:\.\d+)?)([a-z]+)"
    match = re.fullmatch(rf"{number}\s+{number}", name.strip())
    if match and match[2] in POINTS and match[4] in POINTS:
        return float(match[1]) * POINTS[match[2]], float(match[3]) * POINTS[match[4]]
    raise ThemeError(f"page size '{name}' is not one of {', '.join(SIZES)} or '148mm 210mm'")
