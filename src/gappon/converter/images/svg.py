"""SVG images made safe: no scripts, no event handlers, nothing fetched from elsewhere."""

from __future__ import annotations

import math
import re

from lxml import etree

SVG = "http://www.w3.org/2000/svg"
REMOVED = {
    "script",
    "foreignObject",
    "iframe",
    "audio",
    "video",
    "animate",
    "animateMotion",
    "animateTransform",
    "set",
    "handler",
    "listener",
    "metadata",
}
# Each alternative ends at the end of the text at the latest, so that none is read twice.
EXTERNAL_CSS = re.compile(
    r"@import[^;]*;?|url\(\s*+(?!['\"]?#)[^)]*\)?|expression\([^)]*\)?", re.IGNORECASE
)
MOST_ATTRIBUTES = 1000  # of an element; lxml looks through them one by one
LONGEST_SIDE = 100_000.0  # CSS px
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
LENGTH = re.compile(r"\s*(\d*\.?\d+)\s*(px|pt|pc|mm|cm|in|em|rem)?\s*")
UNITS = {
    **{"px": 1, "pt": 4 / 3, "pc": 16, "mm": 96 / 25.4, "cm": 960 / 25.4, "in": 96},
    **{"em": 16, "rem": 16},
}


def sanitize_svg(data: bytes) -> tuple[bytes, float, float, bool] | None:
    """Return safe SVG, its width and height in CSS px and whether something was taken out.

    None when the bytes are no SVG.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root.tag not in (f"{{{SVG}}}svg", "svg"):
        return None
    if any(len(element.attrib) > MOST_ATTRIBUTES for element in root.iter(etree.Element)):
        return None
    changed = _clean(root)
    if root.tag == "svg":
        return None
    width, height = _size(root)
    root.set("width", f"{width:g}")
    root.set("height", f"{height:g}")
    return etree.tostring(root, encoding="utf-8", xml_declaration=True), width, height, changed


def _clean(root: etree._Element) -> bool:
    changed = False
    for element in list(root.iter()):
        name = etree.QName(element).localname if isinstance(element.tag, str) else "script"
        foreign = isinstance(element.tag, str) and etree.QName(element).namespace != SVG
        if name in REMOVED or foreign:
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
                changed = changed or (name != "metadata" and not foreign)
            continue
        for key, value in list(element.attrib.items()):
            local = etree.QName(str(key)).localname.lower()
            text = str(value)
            reference = local in ("href", "src") and not _is_own(text)
            if local.startswith("on") or reference or "javascript:" in text.lower():
                del element.attrib[key]
                changed = True
            elif (css := _own_css(text)) is not None:
                element.set(key, css)
                changed = True
        if name == "style" and (css := _own_css("".join(map(str, element.itertext())))) is not None:
            element[:] = []
            element.text = css
            changed = True
    return changed


def _own_css(text: str) -> str | None:
    """Return CSS without what leads elsewhere, None when nothing does."""
    if "\\" in text and "(" in text:  # escapes may spell anything: u\72l(…)
        return ""
    return EXTERNAL_CSS.sub("none", text) if EXTERNAL_CSS.search(text) else None


def _is_own(reference: str) -> bool:
    return reference.startswith("#") or bool(
        re.match(r"data:image/(?:png|jpeg|gif|webp);", reference, re.IGNORECASE)
    )


def _size(root: etree._Element) -> tuple[float, float]:
    """Return width and height in CSS px; what is written is taken where it is a size."""
    box = _view_box(root)
    width, height = _length(root.get("width")), _length(root.get("height"))
    if box is None:
        width, height = width or 300.0, height or 150.0
        root.set("viewBox", f"0 0 {width:g} {height:g}")
        return width, height
    if width is None and height is None:
        width, height = box
    ratio = box[1] / box[0]
    if width is None:
        width = (height or 0) / ratio
    if height is None:
        height = width * ratio
    return _clamped(width), _clamped(height)


def _view_box(root: etree._Element) -> tuple[float, float] | None:
    """Return the width and height of the viewBox; one that is none is taken off."""
    numbers = [float(n) for n in NUMBER.findall((root.get("viewBox") or "")[:1000])]
    if len(numbers) == 4 and all(map(math.isfinite, numbers)):
        width, height = numbers[2:]
        if 1 / LONGEST_SIDE <= width <= LONGEST_SIDE and 1 / LONGEST_SIDE <= height <= LONGEST_SIDE:
            return width, height
    root.attrib.pop("viewBox", "")
    return None


def _length(text: str | None) -> float | None:
    match = LENGTH.fullmatch((text or "")[:1000])
    if match is None:
        return None
    length = float(match[1]) * UNITS[match[2] or "px"]
    return _clamped(length) if length > 0 else None


def _clamped(length: float) -> float:
    return min(max(length, 1.0), LONGEST_SIDE)
