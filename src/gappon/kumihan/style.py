"""How text is to be composed; names are JLREQ's terms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from annotated_types import Ge, Interval


@dataclass(frozen=True)
class Style:
    """Settings of composition, with the ranges that they may have; themes set them by these names.

    Attributes:
        kinsoku: ``strict``, ``normal`` (small kana and ー may begin a line) or ``loose`` (also
            iteration marks, hyphens and ！？), JLREQ 3.1.7 and Appendix.
        japanese_western_space: space between Japanese and Latin letters or digits, in em (3.2.6).
        line_start_bracket: ``tentsuki`` (flush) or ``nibu`` (half an em in), JLREQ 3.1.5.
        hanging: 、 and 。 past the line end: ``off``, ``allow`` or ``force`` (3.8.2 note).
        breaking: over whole ``paragraph``s, or ``greedy`` line by line.
        dividing_space: space put after ！？ in a sentence, in em (3.1.6); 0: as typed.
        headings: broken at ``phrases`` into lines of even length, or ``filled`` like other text.
        hyphenation: long Latin words are divided between syllables where lines would be loose.
        tight_setting: the most that every gap loses, in em, where a line would be loose otherwise.
            JLREQ has no such step in its order.
        white_share: how much more, in their measure, gaps beside marks and word spaces gain than
            solid ones, where all gaps of a line are widened; 0: as much (JLREQ).
        letter_spacing: the most that gaps between letters of a word gain, in em, where all gaps of
            a line are widened; 0: nothing (JLREQ).
        minimum_last_line: characters that a last line has at least, punctuation not counted.
        paragraph_limit: longer paragraphs (in characters) are broken greedily.
    """

    kinsoku: Literal["strict", "normal", "loose"] = "strict"
    japanese_western_space: Annotated[float, Interval(ge=0, le=0.5)] = 0.25
    line_start_bracket: Literal["tentsuki", "nibu"] = "tentsuki"
    hanging: Literal["off", "allow", "force"] = "off"
    breaking: Literal["paragraph", "greedy"] = "paragraph"
    dividing_space: Annotated[float, Interval(ge=0, le=1)] = 0.0
    headings: Literal["phrases", "filled"] = "phrases"
    hyphenation: bool = False
    tight_setting: Annotated[float, Interval(ge=0, le=0.05)] = 0.04
    white_share: Annotated[float, Interval(ge=0, le=10)] = 6.0
    letter_spacing: Annotated[float, Interval(ge=0, le=0.1)] = 0.03
    minimum_last_line: Annotated[int, Ge(1)] = 2
    paragraph_limit: Annotated[int, Ge(0)] = 20_000
