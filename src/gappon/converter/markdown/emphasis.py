"""Emphasis and strikethrough: CommonMark's rules, and what authors mean beside Japanese.

CommonMark 0.31 §6.2 wants a space or punctuation around ``**「重要」**です``; Japanese has none.
Beside East Asian characters a run of marks opens and closes as beside letters *and* as beside
spaces (the rule that the CommonMark extension "CJK-friendly emphasis" has). What is left are runs
between a letter and a mark, such as both of ``a**`x`**は``: they may take the role that CommonMark
denies them where Japanese stands at one of the four edges of the emphasis.
"""

from __future__ import annotations

from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.emphasis import postProcess as resolve_emphasis
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.rules_inline.strikethrough import postProcess

from gappon.characters import is_east_asian, is_punctuation

OPENING = frozenset("([{<")
CLOSING = frozenset(")]}>")
SEEN_THROUGH = 3  # marks between a run and the Japanese that counts as being at it: [`「


@dataclass(slots=True)
class Run(Delimiter):
    """One mark of a run.

    Attributes:
        may_open, may_close: in a pair of which one end is beside Japanese.
        japanese: Japanese stands before or behind the run.
    """

    may_open: bool = False
    may_close: bool = False
    japanese: bool = False


@dataclass(frozen=True)
class Flanks:
    """What a run may do, by what is on both sides of it."""

    length: int
    opens: bool
    closes: bool
    may_open: bool = False
    may_close: bool = False
    japanese: bool = False


def scan(state: StateInline) -> Flanks:
    """Return what the run at the state's position may do."""
    start, marker = state.pos, state.src[state.pos]
    end = start
    while end < state.posMax and state.src[end] == marker:
        end += 1
    before = state.src[start - 1] if start else " "
    after = state.src[end] if end < state.posMax else " "
    if marker == "_":
        scanned = state.scanDelims(start, False)
        return Flanks(end - start, scanned.can_open, scanned.can_close)
    opens, closes = _flanking(before, after), _flanking(after, before)
    spaced = before.isspace() or after.isspace()
    return Flanks(
        end - start,
        opens,
        closes,
        may_open=not spaced and after not in CLOSING,
        may_close=not spaced and before not in OPENING,
        japanese=_is_japanese(state.src, start - 1, -1) or _is_japanese(state.src, end, 1),
    )


def _flanking(outside: str, inside: str) -> bool:
    """Say whether a run between two characters may be an end of what is inside."""
    if inside.isspace():
        return False
    if is_east_asian(inside) or not is_punctuation(inside):
        return True
    return outside.isspace() or is_punctuation(outside) or is_east_asian(outside)


def _is_japanese(text: str, position: int, step: int) -> bool:
    """Say whether Japanese stands at a place, or behind a few marks there."""
    for index in range(position, position + step * (SEEN_THROUGH + 1), step):
        if not 0 <= index < len(text):
            return False
        if is_east_asian(text[index]):
            return True
        if not is_punctuation(text[index]):
            return False
    return False


def emphasis(state: StateInline, silent: bool) -> bool:
    """Add each mark of a run of ``*`` or ``_`` as a text, and remember what it may do."""
    if silent or state.src[state.pos] not in "*_":
        return False
    flanks = scan(state)
    for _ in range(flanks.length):
        _add(state, state.src[state.pos], flanks, flanks.length)
    state.pos += flanks.length
    return True


def strikethrough(state: StateInline, silent: bool) -> bool:
    """Add pairs of ``~``; one alone is a tilde, as Japanese writes ranges."""
    if silent or not state.src.startswith("~~", state.pos):
        return False
    flanks = scan(state)
    if flanks.length % 2:
        state.push("text", "", 0).content = "~"
    for _ in range(flanks.length // 2):
        _add(state, "~~", flanks, 0)
    state.pos += flanks.length
    return True


def _add(state: StateInline, mark: str, flanks: Flanks, length: int) -> None:
    state.push("text", "", 0).content = mark
    state.delimiters.append(
        Run(
            ord(mark[0]),
            length,  # 0: the rule of multiples of three is emphasis's alone
            len(state.tokens) - 1,
            -1,
            flanks.opens,
            flanks.closes,
            may_open=flanks.may_open,
            may_close=flanks.may_close,
            japanese=flanks.japanese,
        )
    )


def pair_runs(state: StateInline) -> None:
    """Find what closes what."""
    _pair(state.delimiters)
    for meta in state.tokens_meta:
        if meta and "delimiters" in meta:
            _pair(meta["delimiters"])


def _pair(delimiters: list[Delimiter]) -> None:
    """Pair marks, each closing one with the nearest that it may close (CommonMark's appendix).

    As markdown-it's ``processDelimiters``: ``jumps`` lead over what is paired already, and
    ``bottoms`` say below which no opener was found, so that the time is linear.
    """
    bottoms: dict[tuple[int, int, bool, bool, bool], int] = {}
    jumps: list[int] = []
    head, last_token = 0, -2  # of the run that the closer belongs to
    for index, closer in enumerate(delimiters):
        assert isinstance(closer, Run)
        jumps.append(0)
        if delimiters[head].marker != closer.marker or last_token != closer.token - 1:
            head = index
        last_token = closer.token
        if not (closer.close or closer.may_close):
            continue
        kind = (closer.marker, closer.length % 3, closer.open, closer.close, closer.japanese)
        bottom = bottoms.get(kind, -1)
        position = first = head - jumps[head] - 1
        while position > bottom:
            opener = delimiters[position]
            if _matches(opener, closer):
                jump = (
                    jumps[position - 1] + 1
                    if position and _is_closed(delimiters[position - 1])
                    else 0
                )
                jumps[index], jumps[position] = index - position + jump, jump
                _join(opener, closer, index)
                last_token = -2  # the next mark begins a run: <**a**<**b** stays linear
                break
            position -= jumps[position] + 1
        else:
            bottoms[kind] = first


def _matches(opener: Delimiter, closer: Delimiter) -> bool:
    assert isinstance(opener, Run) and isinstance(closer, Run)
    if opener.marker != closer.marker or opener.end >= 0:
        return False
    if not (opener.open and closer.close) and not (
        (opener.open or opener.may_open)
        and (closer.close or closer.may_close)
        and (opener.japanese or closer.japanese)
    ):
        return False
    # The rule of three: what can both open and close does not pair in sums that could be split.
    both = opener.close or closer.open
    split = (opener.length + closer.length) % 3 == 0
    return not (both and split and (opener.length % 3 or closer.length % 3))


def _is_closed(run: Delimiter) -> bool:
    """Say whether a mark opens nothing."""
    assert isinstance(run, Run)
    return not (run.open or run.may_open)


def _join(opener: Delimiter, closer: Delimiter, index: int) -> None:
    assert isinstance(opener, Run) and isinstance(closer, Run)
    opener.end = index
    opener.close = opener.may_close = False
    closer.open = closer.may_open = False


def resolve_strikethrough(state: StateInline) -> None:
    """Make paired marks elements: text that was taken out, not what is no longer right (``s``)."""
    postProcess(state)
    for token in state.tokens:
        if token.tag == "s":
            token.tag = "del"


def add_emphasis(md: MarkdownIt) -> None:
    """Put these rules in the place of markdown-it's."""
    md.inline.ruler.at("emphasis", emphasis)
    md.inline.ruler.at("strikethrough", strikethrough)
    md.inline.ruler2.at("balance_pairs", pair_runs)
    md.inline.ruler2.at("strikethrough", resolve_strikethrough)
    md.inline.ruler2.at("emphasis", resolve_emphasis)
    md.enable(["emphasis", "strikethrough", "balance_pairs"])
