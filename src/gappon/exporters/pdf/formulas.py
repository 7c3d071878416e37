"""MathML → SVG for paper, through ziamath."""

from __future__ import annotations

import hashlib
import re
from copy import deepcopy
from functools import lru_cache

from lxml import etree

from gappon.markup import ASSET, FORMULA, MATHML_NAMESPACE, TEX
from gappon.trees import Element

VIEW_BOX = re.compile(r'viewBox="([^"]+)"')


def draw_formulas(root: Element, size: float) -> dict[str, bytes]:
    """Replace MathML in a chapter's content by images of it; return these by name.

    What cannot be drawn is replaced by its source.

    Args:
        root: the content.
        size: of the text, in points.
    """
    images: dict[str, bytes] = {}
    for math in list(root.iter("math")):
        alt = math.get("alttext", "")
        alone = deepcopy(math)  # without namespaces that are declared around it
        drawn = _draw(etree.tostring(alone, encoding="unicode", with_tail=False), size)
        if drawn is None:
            element = etree.Element("code", {"class": TEX})
            element.text = alt
        else:
            name, images[name], width, height, depth = drawn
            style = f"width:{width:.2f}pt;height:{height:.2f}pt;vertical-align:{depth:.2f}pt"
            source = {"class": FORMULA, "src": f"{ASSET}{name}", "alt": alt, "style": style}
            element = etree.Element("img", source)
        element.tail = math.tail
        parent = math.getparent()
        assert parent is not None  # the root is a div
        parent.replace(math, element)
    return images


@lru_cache(maxsize=512)
def _draw(mathml: str, size: float) -> tuple[str, bytes, float, float, float] | None:
    """Return name, SVG, width, height and depth below the baseline (all in points)."""
    import ziamath  # takes long to import, and most books have no formula

    source = mathml.replace("<math", f'<math xmlns="{MATHML_NAMESPACE}"', 1)
    try:
        drawn = ziamath.Math(source, size=size)
        svg = drawn.svg()
        _, top, width, height = (float(n) for n in VIEW_BOX.search(svg)[1].split())  # type: ignore[index]
    except Exception:  # ziamath raises many kinds for what it does not know
        return None
    name = f"formula-{hashlib.sha256(svg.encode()).hexdigest()[:16]}.svg"
    return name, svg.encode(), width, height, -(top + height)
