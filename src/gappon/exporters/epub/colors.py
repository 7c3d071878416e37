"""A theme's colours for pages whose ground the reader chooses: white, sepia, black.

Nothing here is a colour by itself. Letters mix the reader's own colour (``currentColor``) with
another one, so that the result is the theme's colour beside black letters and a lighter one beside
white letters; grounds and rules are veils. Where a reader does not know ``color-mix`` (CSS Color 5)
letters keep its own colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import tinycss2.color3
from tinycss2.ast import Node

GROUNDS = ("panel", "mark")
RULES = ("rule",)
TEXT = "text"
SHARE = 0.5  # of the reader's colour in the letters'
VEIL = 0.05  # how much denser a ground is than it must be, so that it is seen on black
WHITE = 255.0

Rgb = tuple[float, float, float]


def adaptive(colors: Mapping[str, str]) -> dict[str, str]:
    """Return a theme's colours by name, as CSS that depends on the colour of the text around."""
    text = _rgb(colors.get(TEXT, "")) or (0.0, 0.0, 0.0)
    return {name: _adaptive(name, color, text) for name, color in colors.items()}


def filled(name: str, value: Sequence[Node]) -> str | None:
    """Return a colour of letters that depends on the reader's as what letters are filled with.

    A colour that depends on itself is not asked for again by Chromium (156) when a reader changes
    its own after a chapter was shown; what letters are filled with is.
    """
    text = tinycss2.serialize(value)
    if name != "color" or "currentcolor" not in text.lower():
        return None
    return f"color: inherit; -webkit-text-fill-color:{text}"


def _adaptive(name: str, color: str, text: Rgb) -> str:
    rgb = _rgb(color)
    if name == TEXT:
        return "inherit"
    if rgb is None:
        return color
    if name in GROUNDS:
        return _veil(rgb)
    if name in RULES:
        share = (WHITE - sum(rgb) / 3) / max(1.0, WHITE - sum(text) / 3)
        return f"color-mix(in srgb, currentColor {min(1.0, share):.0%}, transparent)"
    other = ((c - SHARE * t) / (1 - SHARE) for c, t in zip(rgb, text, strict=True))
    return f"color-mix(in srgb, currentColor {SHARE:.0%}, {_hex(other)})"


def _veil(rgb: Rgb) -> str:
    """Return a translucent colour that looks like ``rgb`` on white."""
    least = 1 - min(rgb) / WHITE
    alpha = min(1.0, least + min(least, VEIL))
    if alpha == 0:
        return "transparent"
    red, green, blue = (round(WHITE - (WHITE - c) / alpha) for c in rgb)
    return f"rgba({red}, {green}, {blue}, {alpha:.3f})"


def _hex(rgb: Iterable[float]) -> str:
    return "#" + "".join(f"{round(min(WHITE, max(0.0, c))):02x}" for c in rgb)


def _rgb(color: str) -> Rgb | None:
    """Return a colour's parts from 0 to 255, None for what is no plain colour."""
    parsed = tinycss2.color3.parse_color(color)
    if parsed is None or parsed == "currentColor" or parsed.alpha < 1:
        return None
    return (parsed.red * WHITE, parsed.green * WHITE, parsed.blue * WHITE)
