"""MathML that posts bring as HTML: kept where EPUBCheck takes it, else shown as its text.

Content models: MathML 3 §3 (presentation markup), which EPUB 3.3 §6.1.3 asks for.
"""

from __future__ import annotations

from lxml import etree

from gappon.converter import tree
from gappon.converter.findings import Findings, PassContext

TOKENS = {"mi", "mn", "mo", "ms", "mtext"}
SPACES = {"mspace", "none", "mprescripts"}  # empty
ARGUMENTS = {
    **dict.fromkeys(("mfrac", "mroot", "msub", "msup", "munder", "mover"), 2),
    **dict.fromkeys(("msubsup", "munderover"), 3),
}
GROUPS = {"math", "mrow", "msqrt", "mstyle", "merror", "mpadded", "mphantom", "mtd"}
PARTS = {"mtable": "mtr", "mtr": "mtd"}
SCRIPTS = "mmultiscripts"
# All names that formulas have in books; those that stand in any formula or group.
NAMES = TOKENS | SPACES | ARGUMENTS.keys() | GROUPS | PARTS.keys() | {SCRIPTS}
ORDINARY = NAMES - {"math", "mtr", "mtd", "none", "mprescripts"}


def keep_valid(root: etree._Element, context: PassContext) -> Findings:
    """Replace formulas that are no MathML by their text, and unwrap parts outside of formulas."""
    notices = []
    for formula in list(root.iter("math")):
        if formula.getparent() is None or next(formula.iterancestors("math"), None) is not None:
            continue
        for nested in list(formula.iterdescendants("math")):
            nested.tag = "mrow"
            nested.attrib.clear()
        if not is_valid(formula):
            text = tree.text_of(formula)
            message = f"the formula {text[:40]!r} is no MathML; its text was kept"
            notices.append(context.warning("formula", message, tree.line_of(formula)))
            _become_text(formula, text)
    tree.unwrap_all(
        element
        for element in list(root.iter(*(NAMES - {"math"})))
        if next(element.iterancestors("math"), None) is None
    )
    return Findings(tuple(notices))


def is_valid(element: etree._Element) -> bool:
    """Say whether an element has what MathML says of its kind; ``math`` and parts of it."""
    tag, children = str(element.tag), list(element)
    if tag in TOKENS or tag in SPACES:
        return not children and (tag in TOKENS or not (element.text or "").strip())
    texts = [element.text, *(child.tail for child in children)]
    if any(text and text.strip() for text in texts):
        return False
    tags = [str(child.tag) for child in children]
    return _may_hold(tag, tags) and all(map(is_valid, children))


def _may_hold(tag: str, children: list[str]) -> bool:
    part = PARTS.get(tag)
    if part is not None:
        return all(child == part for child in children)
    if tag == SCRIPTS:
        return _are_scripts(children)
    if not ORDINARY.issuperset(children):
        return False
    return tag in GROUPS or len(children) == ARGUMENTS.get(tag)


def _are_scripts(children: list[str]) -> bool:
    """Say whether children are a base and pairs of scripts (MathML 3 §3.4.7)."""
    if not children or children.count("mprescripts") > 1:
        return False
    base, scripts = children[0], children[1:]
    split = scripts.index("mprescripts") if "mprescripts" in scripts else len(scripts)
    before, behind = scripts[:split], scripts[split + 1 :]
    return (
        base in ORDINARY
        and len(before) % 2 == len(behind) % 2 == 0
        and all(script in ORDINARY or script == "none" for script in (*before, *behind))
    )


def _become_text(formula: etree._Element, text: str) -> None:
    for child in list(formula):
        formula.remove(child)
    formula.tag = "span"
    formula.attrib.clear()
    formula.text = text
