"""Habits of Japanese text: how lines join, and what a space beside a Latin word means."""

from __future__ import annotations

import re

from lxml import etree

from gappon.characters import JAPANESE
from gappon.converter.findings import NOTHING, Findings, PassContext
from gappon.converter.habits import TextHabits
from gappon.converter.tree import PHRASING

JOIN = re.compile(rf"(?<=[{JAPANESE}])[ \t]*\n[ \t]*(?=[{JAPANESE}])")
SPACED = re.compile(rf"(?<=[{JAPANESE}]) (?=[A-Za-z0-9])|(?<=[A-Za-z0-9%]) (?=[{JAPANESE}])")
KEPT = {"pre", "code", "kbd", "samp", "math", "textarea"}


def apply_habits(root: etree._Element, context: PassContext) -> Findings:
    """Apply the habits to all text outside of code."""
    habits = context.site.habits
    wanted = "\n " if habits.typed_spaces == "remove" else "\n"
    for element in root.iter(etree.Element):
        text = element.text
        if text and _needs(text, wanted) and not _in_kept(element):
            element.text = _change(text, habits, _before(element), _first_character(element))
        tail = element.tail
        if tail and element is not root and _needs(tail, wanted):
            parent = element.getparent()
            if parent is not None and not _in_kept(parent):
                element.tail = _change(tail, habits, _last_character(element), _after(element))
    return NOTHING


def _needs(text: str, wanted: str) -> bool:
    return any(char in text for char in wanted) and (not text.isspace() or "\n" in text)


def _change(text: str, habits: TextHabits, before: str, after: str) -> str:
    whole = before + text + after
    if habits.join_lines and "\n" in text:
        whole = JOIN.sub("", whole)
    if habits.typed_spaces == "remove" and " " in text:
        whole = SPACED.sub("", whole)
    return whole[len(before) : len(whole) - len(after)]


def _first_character(element: etree._Element) -> str:
    """Return the first character of an element's first child."""
    return _lead(element[0]) if len(element) else ""


def _lead(element: etree._Element) -> str:
    """Return the first character inside an inline element, ``""`` when it cannot be told."""
    while element.tag in PHRASING:
        if element.text:
            return element.text[:1]
        if not len(element):
            return ""
        element = element[0]
    return ""


def _last_character(element: etree._Element) -> str:
    """Return the last character inside an inline element, ``""`` when it cannot be told."""
    while element.tag in PHRASING:
        if element.tag in KEPT:
            return "x"
        if not len(element):
            return (element.text or "")[-1:]
        element = element[-1]
        if element.tail:
            return element.tail[-1:]
    return ""


def _before(element: etree._Element) -> str:
    """Return the character before an inline element's text."""
    while element.tag in PHRASING:
        previous = element.getprevious()
        if previous is not None:
            return previous.tail[-1:] if previous.tail else _last_character(previous)
        parent = element.getparent()
        if parent is None:
            return ""
        if parent.text:
            return parent.text[-1:]
        element = parent
    return ""


def _after(element: etree._Element) -> str:
    """Return the character after an element's tail."""
    following = element.getnext()
    return _lead(following) if following is not None else ""


def _in_kept(element: etree._Element) -> bool:
    return element.tag in KEPT or any(parent.tag in KEPT for parent in element.iterancestors())
