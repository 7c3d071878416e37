"""MathML → SVG for paper, through ziamath."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

MATH = re.compile(r"<math\b[^>]*>.*?</math>", re.DOTALL)
VIEW_BOX = re.compile(r'viewBox="([^"]+)"')
ALT = re.compile(r'\balttext="([^"]*)"')


def draw_formulas(html: str, size: float) -> tuple[str, dict[str, bytes]]:
    """Replace MathML by images of it; return the text and the images by name.

    Args:
        html: a chapter's content.
        size: of the text, in points.
    """
    images: dict[str, bytes] = {}

    def draw(match: re.Match[str]) -> str:
        alt = ALT.search(match[0])
        drawn = _draw(match[0], size)
        if drawn is None:
            return f'<code class="tex">{alt[1] if alt else ""}</code>'
        name, svg, width, height, depth = drawn
        images[name] = svg
        return (
            f'<img class="formula" src="asset:{name}" alt="{alt[1] if alt else ""}" '
            f'style="width:{width:.2f}pt;height:{height:.2f}pt;vertical-align:{depth:.2f}pt"/>'
        )

    return MATH.sub(draw, html), images


@lru_cache(maxsize=512)
def _draw(mathml: str, size: float) -> tuple[str, bytes, float, float, float] | None:
    """Return name, SVG, width, height and depth below the baseline (all in points)."""
    import ziamath  # takes long to import, and most books have no formula

    source = re.sub(r"<math\b", '<math xmlns="http://www.w3.org/1998/Math/MathML"', mathml, count=1)
    try:
        drawn = ziamath.Math(source, size=size)
        svg = drawn.svg()
        _, top, width, height = (float(n) for n in VIEW_BOX.search(svg)[1].split())  # type: ignore[index]
    except Exception:  # ziamath raises many kinds for what it does not know
        return None
    name = f"formula-{hashlib.sha256(svg.encode()).hexdigest()[:16]}.svg"
    return name, svg.encode(), width, height, -(top + height)
