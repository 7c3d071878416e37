"""TeX formulas → MathML, through latex2mathml."""

from __future__ import annotations

from copy import deepcopy
from functools import lru_cache

from latex2mathml.converter import convert
from lxml import etree

from gappon.converter import tree
from gappon.converter.findings import Findings, PassContext
from gappon.converter.mathml import is_valid
from gappon.converter.tree import FORMULA
from gappon.markup import TEX

# latex2mathml writes some presentation attributes that MathML Core dropped; EPUBCheck refuses them.
DROPPED = {"class", "style", "scriptminsize", "movablelimits", "columnlines", "rowlines"}
MAX_LENGTH = 5000
SHOWN = 40  # characters of a formula in a notice


def insert_formulas(root: etree._Element, context: PassContext) -> Findings:
    """Replace the place-holders of the math plugin by MathML.

    A formula that cannot be read stays as its TeX, with a warning.
    """
    notices = []
    for holder in list(root.iter("code")):
        display = holder.get(FORMULA)
        if display is None:
            continue
        tex = "".join(map(str, holder.itertext()))
        math = mathml(tex, "block" if display == "block" else "inline")
        if math is None:
            message = f"the formula {tex[:SHOWN]} cannot be read; it is shown as TeX"
            notices.append(context.warning("formula", message, tree.line_of(holder)))
            holder.set("class", TEX)
            continue
        element = deepcopy(math)
        element.tail = holder.tail
        parent = holder.getparent()
        assert parent is not None
        parent.replace(holder, element)
    return Findings(tuple(notices))


@lru_cache(maxsize=512)
def mathml(tex: str, display: str) -> etree._Element | None:
    """Return MathML without namespace and with the TeX as ``alttext``, or None.

    It is not to be changed: the next formula that is the same gets it too.
    """
    if len(tex) > MAX_LENGTH:
        return None
    try:
        root = etree.fromstring(convert(tex, display=display))
    except Exception:  # latex2mathml raises many kinds, KeyError and IndexError among them
        return None
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname
        for name in DROPPED & set(element.attrib):
            del element.attrib[name]
    if max(map(tree.depth, root.iter(etree.Element))) > tree.MAX_DEPTH or not is_valid(root):
        return None
    bare = etree.Element("math", {"display": display, "alttext": " ".join(tex.split())})
    bare.extend(root)
    return bare
