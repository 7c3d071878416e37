"""Paragraphs that stop at an opening bracket, which no line may end with (JLREQ 3.1.8)."""

from __future__ import annotations

from lxml import etree

from gappon.characters import CLOSING_BRACKETS
from gappon.converter import tree
from gappon.converter.findings import Findings, PassContext
from gappon.diagnostics import Notice

GERMAN = {"“": "„", "‘": "‚"}  # what closes there, by what opened it
SHOWN = 30  # characters of a paragraph's end
NO_PLACE = frozenset({"br", "code", "img", "kbd", "math", "samp"})  # the end is not text


def mend_dangling(root: etree._Element, context: PassContext) -> Findings:
    """Join a paragraph with the next one where that closes the bracket, else leave it out.

    A theme may ask to keep them as they are.
    """
    keep = context.site.habits.cut_off == "keep"
    found: list[tuple[int, str, str]] = []
    # From the last to the first: what a paragraph is joined with is whole then.
    for paragraph in reversed(list(root.iter("p"))):
        end = _dangling(paragraph)
        following = paragraph.getnext()
        if not end:
            continue
        line = tree.last_line_of(paragraph)
        if not keep and following is not None and _closes(following, end[-1]):
            _join(paragraph, following)
            found.append((line, end, "which the next one closes; they were joined"))
        elif keep or not _leave_out(paragraph):
            found.append((line, end, "its end is missing, or stands in the next paragraph"))
        else:
            found.append(
                (line, end, "which nothing closes; it was left out. Write what is missing")
            )
    return Findings(tuple(_notice(context, *each) for each in reversed(found)))


def _notice(context: PassContext, line: int, end: str, remark: str) -> Notice:
    return context.warning("cut-off", f"a paragraph ends with {end[-1]}, {remark}", line)


def _dangling(paragraph: etree._Element) -> str:
    """Return the end of a paragraph that stops at an opening bracket, else ``""``."""
    place = _end_of(paragraph)
    end = _text_at(*place).rstrip() if place else ""
    if end[-1:] not in CLOSING_BRACKETS:
        return ""
    if end[-1] in GERMAN and GERMAN[end[-1]] in tree.text_of(paragraph):
        return ""
    return end.rpartition("\n")[2][-SHOWN:]


def _end_of(element: etree._Element) -> tuple[etree._Element, str] | None:
    """Return where the last text in an element is: the element that has it, as text or tail."""
    while len(element):
        last = element[-1]
        if (last.tail or "").strip():
            return last, "tail"
        if last.tag in NO_PLACE:
            return None
        element = last
    return element, "text"


def _text_at(element: etree._Element, place: str) -> str:
    return getattr(element, place) or ""


def _closes(following: etree._Element, opening: str) -> bool:
    """Say whether a paragraph closes a bracket that is not opened in it."""
    if following.tag != "p" or set(following.attrib) - set(tree.OWN):
        return False
    depth = 0
    for char in tree.text_of(following):
        depth += (char == opening) - (char == CLOSING_BRACKETS[opening])
        if depth < 0:
            return True
    return False


def _join(paragraph: etree._Element, following: etree._Element) -> None:
    place = _end_of(paragraph)
    assert place is not None
    setattr(*place, _text_at(*place).rstrip())
    text = (following.text or "").lstrip()
    if len(paragraph):
        paragraph[-1].tail = (paragraph[-1].tail or "") + text
    else:
        paragraph.text = (paragraph.text or "") + text
    paragraph.extend(list(following))
    tree.remove(following)


def _leave_out(paragraph: etree._Element) -> bool:
    """Take the bracket away, unless the paragraph has nothing else; say whether."""
    place = _end_of(paragraph)
    assert place is not None
    rest = _text_at(*place).rstrip().rstrip("".join(CLOSING_BRACKETS)).rstrip()
    if not rest:
        return False
    setattr(*place, rest)
    return True
