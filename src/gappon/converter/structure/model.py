"""The content model of HTML, enforced: EPUBCheck refuses what browsers forgive.

The HTML parser nests tags properly but lets ``<span><p>`` or ``<dl><p>`` stand. Rules: WHATWG HTML
§3.2.5 (content models), as EPUB 3.3 §6.1 asks of XHTML.
"""

from __future__ import annotations

from lxml import etree

from gappon.converter import tree
from gappon.converter.findings import Findings, PassContext
from gappon.markup import HEADINGS

INLINE = tree.PHRASING - {"ruby", "rt", "rp", "math"}
TRANSPARENT = {"a", "ins", "del"}  # may hold what their parent may
PHRASING_BLOCKS = {*HEADINGS, "p", "pre", "dt", "summary"}
BLOCKS = (
    PHRASING_BLOCKS
    | {"div", "section", "aside", "blockquote", "figure", "figcaption", "details", "hr", "nav"}
    | {"ul", "ol", "dl", "li", "dd"}
    | {"table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "td", "th"}
)
# parent → what its element children may be; others are wrapped, moved or unwrapped
PARTS = {
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"dt", "dd"},
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tfoot": {"tr"},
    "tr": {"td", "th"},
    "colgroup": {"col"},
}
WRAPPERS = {"ul": "li", "ol": "li", "dl": "dd", "table": "caption", "tr": "td"}
NEVER_EMPTY = frozenset({"ul", "ol", "dl", "tr", "thead", "tbody", "table", "colgroup"})
PARTED = frozenset({"li", "p", "dt", "dd", "tr", "div", "td"})  # as spans they want a space
# Attributes that spans have not.
OF_BLOCKS = (
    *("start", "type", "reversed", "value", "colspan", "rowspan", "scope", "headers", "span"),
    *("open", "cite"),
)
ONLY_IN = {
    "li": {"ul", "ol"},
    "dt": {"dl"},
    "dd": {"dl"},
    "figcaption": {"figure"},
    "summary": {"details"},
    "caption": {"table"},
    "rt": {"ruby"},
}


def conform(root: etree._Element, context: PassContext) -> Findings:
    """Make the tree conform; text is never lost (parentheses around ruby are put back later)."""
    for parenthesis in list(root.iter("rp")):
        tree.remove(parenthesis)
    for element in list(root.iter(etree.Element)):
        if element is root or element.getparent() is None:
            continue
        _place(element)
    _fill_all(root)
    for ruby in reversed(list(root.iter("ruby"))):
        if ruby.getparent() is not None:
            _repair_ruby(ruby)
    for element in reversed(list(root.iter(etree.Element))):
        if element is root or element.getparent() is None:
            continue
        if element.tag in INLINE and _holds_blocks(element):
            _widen(element)
        elif element.tag in PHRASING_BLOCKS:
            _narrow(element)
    return _part_links(root, context)


def _place(element: etree._Element) -> None:
    """Turn a part that stands outside of its whole into a division or a span."""
    parent = element.getparent()
    wanted = ONLY_IN.get(str(element.tag))
    if wanted and parent is not None and parent.tag not in wanted:
        element.tag = "span" if element.tag == "rt" else "div"
    elif (
        (element.tag == "bdo" and not element.get("dir"))
        or (element.tag == "time" and not element.get("datetime"))
        or (element.tag == "dfn" and next(element.iterancestors("dfn"), None) is not None)
    ):
        element.tag = "span"  # what these say, they say by an attribute, or once


def _fill_all(root: etree._Element) -> None:
    """Give every element the children that it must have, and take out those that can have none.

    From the last to the first: an element is looked at when those within it are what they must be.
    """
    empty: dict[etree._Element, list[etree._Element]] = {}  # by their parents
    for element in reversed(list(root.iter(etree.Element))):
        tree.remove_all(empty.pop(element, ()))
        parent = element.getparent()
        if element is root or parent is None:
            continue
        if element.tag in PARTS:
            _only_parts(element, PARTS[str(element.tag)], WRAPPERS.get(str(element.tag)))
        if _is_empty(element):
            empty.setdefault(parent, []).append(element)
        else:
            _fill(element)


def _is_empty(element: etree._Element) -> bool:
    """Say whether an element has nothing of what it is for."""
    if element.tag == "img":
        return not element.get("src")
    if element.tag not in NEVER_EMPTY:
        return False
    return not len(element) and not (element.text or "").strip()


def _fill(element: etree._Element) -> None:
    """Make the children of lists, tables, figures and details what they must be."""
    tag = str(element.tag)
    if tag == "dl":
        if element[0].tag == "dd":
            element.insert(0, etree.Element("dt"))
        if element[-1].tag == "dt":
            etree.SubElement(element, "dd")
    elif tag == "table":
        _order_table(element)
    elif tag == "figure":
        _one_part(element, "figcaption", at_end=True)
    elif tag == "details":
        _one_part(element, "summary", at_end=False)
        if not len(element) or element[0].tag != "summary":
            summary = etree.Element("summary")
            summary.text = "詳細"
            summary.tail, element.text = element.text, None
            element.insert(0, summary)


def _only_parts(element: etree._Element, parts: set[str], wrapper: str | None) -> None:
    if element.text and element.text.strip() and wrapper:
        holder = etree.Element(wrapper)
        holder.text, element.text = element.text, None
        element.insert(0, holder)
    for child in list(element):
        tail = child.tail if child.tail and child.tail.strip() else None
        if tail is not None:
            child.tail = None
            if wrapper and wrapper != "caption":
                holder = etree.Element(wrapper)
                holder.text = tail
                child.addnext(holder)
            else:
                child.tail = None
        if child.tag in parts:
            continue
        if wrapper and wrapper != "caption":
            holder = etree.Element(wrapper)
            element.replace(child, holder)
            holder.append(child)
        else:
            tree.remove(child)


def _order_table(table: etree._Element) -> None:
    """One caption first, column groups, one head, bodies, one foot; without rows it is no table."""
    order = ["caption", "colgroup", "thead", "tbody", "tfoot"]
    for tag in ("thead", "tfoot"):
        for extra in table.findall(tag)[1:]:
            extra.tag = "tbody"
    captions = table.findall("caption")
    for extra in captions[1:]:
        extra.tag = "div"
        captions[0].append(extra)
    table[:] = sorted(table, key=lambda child: order.index(str(child.tag)))
    if not any(child.tag in ("thead", "tbody", "tfoot") for child in table):
        tree.remove_all(table.findall("colgroup"))
        for caption in table:
            caption.tag = "div"
        table.tag = "div"


def _one_part(element: etree._Element, part: str, *, at_end: bool) -> None:
    """Keep one caption or summary at the edge where it belongs; others become divisions."""
    found = [child for child in element if child.tag == part]
    for extra in found[1:]:
        extra.tag = "div"
    if not found:
        return
    kept = found[0]
    is_first = element[0] is kept and not (element.text or "").strip()
    is_last = element[-1] is kept and not (kept.tail or "").strip()
    if at_end and not is_first and not is_last:
        _move(element, kept, len(element))
    elif not at_end and element[0] is not kept:
        _move(element, kept, 0)
    if not at_end and element.text and element.text.strip():
        kept.tail, element.text = element.text + (kept.tail or ""), None


def _move(parent: etree._Element, child: etree._Element, index: int) -> None:
    tail, child.tail = child.tail, None
    previous = child.getprevious()
    parent.remove(child)
    if tail:
        if previous is not None:
            previous.tail = (previous.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    parent.insert(index, child)


def _holds_blocks(element: etree._Element) -> bool:
    """Say whether blocks are among an element's children, those of links and edits taken in."""
    return any(
        child.tag in BLOCKS or (child.tag in TRANSPARENT and _holds_blocks(child))
        for child in element
    )


def _widen(element: etree._Element) -> None:
    """An inline element around blocks becomes a division (a link may stay one)."""
    if element.tag in TRANSPARENT:
        return
    element.tag = "div"
    for name in ("cite", "datetime"):
        element.attrib.pop(name, "")


def _narrow(element: etree._Element) -> None:
    """Blocks inside a paragraph or a heading become spans."""
    rules = []
    for child in list(element.iterdescendants(etree.Element)):
        if child.tag not in BLOCKS or (element.tag == "summary" and child.tag in HEADINGS):
            continue
        if child.tag == "hr":
            rules.append(child)
            continue
        if child.tag in PARTED and not (child.tail or "").startswith(" "):
            child.tail = " " + (child.tail or "")
        child.tag = "span"
        for name in OF_BLOCKS:
            child.attrib.pop(name, "")
    tree.remove_all(rules)


def _repair_ruby(ruby: etree._Element) -> None:
    """Base text, then its reading, again and again; a ruby without reading is a span."""
    if not any(child.tag == "rt" for child in ruby):
        ruby.tag = "span"
        return
    inner = list(ruby.iterdescendants(etree.Element))
    tree.unwrap_all(child for child in inner if child.tag in BLOCKS or child.tag == "ruby")
    for child in ruby.iterdescendants("rt"):
        if child.getparent() is not ruby:
            child.tag = "span"
    base = (ruby.text or "").strip()
    for child in list(ruby):
        if child.tag == "rt":
            if not base:
                child.tag = "span"
            base = (child.tail or "").strip()
        else:
            base = "x"
    last = max((i for i, child in enumerate(ruby) if child.tag == "rt"), default=-1)
    if last < 0:
        _repair_ruby(ruby)
        return
    # What follows the last reading is not annotated: it belongs outside.
    rest = list(ruby)[last + 1 :]
    tail = ruby[last].tail or ""
    if tail.strip() or rest:
        ruby[last].tail = None
        outside = etree.Element("span")
        outside.text = tail
        for child in rest:
            outside.append(child)
        outside.tail, ruby.tail = ruby.tail, None
        ruby.addnext(outside)


def _part_links(root: etree._Element, context: PassContext) -> Findings:
    """Unwrap links within links, around details, and without anything to press."""
    notices, unwrapped = [], []
    for link in list(root.iter("a")):
        inside = next(link.iterancestors("a"), None) is not None
        if inside or next(link.iter("details"), None) is not None:
            unwrapped.append(link)
        elif not tree.text_of(link) and next(link.iter("img", "math"), None) is None:
            address = link.attrib.pop("href", "")
            if address and not link.get("id"):
                message = f"the link to {address[:80]!r} has no text; it was left out"
                notices.append(context.warning("link", message, tree.line_of(link)))
                unwrapped.append(link)
    tree.unwrap_all(unwrapped)
    summaries = list(root.iter("summary"))
    tree.unwrap_all(inner for each in summaries for inner in each.iter("details"))
    return Findings(tuple(notices))
