"""SVG images made safe: no scripts, no event handlers, nothing fetched from elsewhere."""

from __future__ import annotations

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
EXTERNAL_CSS = re.compile(
    r"@import[^;]*;?|url\(\s*(?!['\"]?#)[^)]*\)|expression\([^)]*\)", re.IGNORECASE
)


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
            elif EXTERNAL_CSS.search(text):
                element.set(key, EXTERNAL_CSS.sub("none", text))
                changed = True
        if name == "style" and element.text and EXTERNAL_CSS.search(element.text):
            element.text = EXTERNAL_CSS.sub("", element.text)
            changed = True
    return changed


def _is_own(reference: str) -> bool:
    return reference.startswith("#") or bool(
        re.match(r"data:image/(?:png|jpeg|gif|webp);", reference, re.IGNORECASE)
    )


def _size(root: etree._Element) -> tuple[float, float]:
    box = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", root.get("viewBox") or "")]
    width, height = _length(root.get("width")), _length(root.get("height"))
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        ratio = box[3] / box[2]
        if width is None and height is None:
            width, height = box[2], box[3]
        width = width if width is not None else (height or 0) / ratio
        height = height if height is not None else width * ratio
    width, height = width or 300.0, height or 150.0
    if len(box) != 4:
        root.set("viewBox", f"0 0 {width:g} {height:g}")
    return width, height


def _length(text: str | None) -> float | None:
    match = re.match(r"\s*(\d*\.?\d+)\s*(px|pt|mm|cm|in|em|rem)?\s*$", text or "")
    if not match or float(match[1]) == 0:
        return None
    factor = {"pt": 4 / 3, "mm": 96 / 25.4, "cm": 960 / 25.4, "in": 96, "em": 16, "rem": 16}
    return float(match[1]) * factor.get(match[2] or "px", 1)
