"""Habits of Japanese text: how lines join, and what a space beside a Latin word means."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

JA = "\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
LINE_END = re.compile(r"[ \t]*\n[ \t]*")
JOIN = re.compile(rf"(?<=[{JA}])[ \t]*\n[ \t]*(?=[{JA}])")
SPACED = re.compile(rf"(?<=[{JA}]) (?=[A-Za-z0-9])|(?<=[A-Za-z0-9%]) (?=[{JA}])")
IS_JA = re.compile(f"[{JA}]")
INLINE = {
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "cite",
    "code",
    "del",
    "dfn",
    "em",
    "i",
    "ins",
    "kbd",
    "mark",
    "math",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "time",
    "u",
    "var",
}
KEPT = {"pre", "code", "kbd", "samp", "math", "textarea"}


@dataclass(frozen=True)
class TextHabits:
    """What a theme asks of text; see ``text`` in ``theme.yaml``.

    Attributes:
        join_lines: a line break between two Japanese characters leaves no space.
        typed_spaces: ``keep`` spaces typed between Japanese and Latin, or ``remove`` them where
            the composer or the reading system puts its own space.
    """

    join_lines: bool = True
    typed_spaces: str = "keep"


def apply_habits(root: etree._Element, habits: TextHabits) -> None:
    """Apply the habits to all text outside of code."""
    previous = ""
    for event, element in etree.iterwalk(root, events=("start", "end")):
        kept = element.tag in KEPT
        if element.tag not in INLINE:
            previous = ""
        if event == "start":
            if kept:
                continue
            if element.text:
                following = _first_character(element)
                element.text = _change(element.text, habits, previous, following)
                previous = element.text[-1:]
        else:
            if element is root:
                break
            if kept and element.tag in INLINE:
                previous = "x"
            if element.tail and not _in_kept(element):
                element.tail = _change(element.tail, habits, previous, _after(element))
                previous = element.tail[-1:]


def _change(text: str, habits: TextHabits, before: str, after: str) -> str:
    if habits.join_lines and "\n" in text:
        whole = before + text + after
        whole = JOIN.sub("", whole)
        text = whole[len(before) : len(whole) - len(after)]
    if habits.typed_spaces == "remove" and " " in text:
        whole = before + text + after
        whole = SPACED.sub("", whole)
        text = whole[len(before) : len(whole) - len(after)]
    return text


def _first_character(element: etree._Element) -> str:
    return _lead(element[0]) if len(element) else ""


def _lead(element: etree._Element) -> str:
    """Return the first character inside an inline element, ``""`` when it cannot be told."""
    while True:
        if element.tag not in INLINE:
            return ""
        if element.text:
            return element.text[:1]
        if not len(element):
            return ""
        element = element[0]


def _after(element: etree._Element) -> str:
    following = element.getnext()
    return _lead(following) if following is not None else ""


def _in_kept(element: etree._Element) -> bool:
    return any(parent.tag in KEPT for parent in element.iterancestors())
