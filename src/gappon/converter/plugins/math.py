"""Math: ``$…$``, ``$$…$$``, ``\\(…\\)``, ``\\[…\\]``; kept as TeX until after sanitising."""

from __future__ import annotations

import re
from html import escape

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from gappon.characters import has_japanese
from gappon.converter.markdown.render import Env, Tokens, line_attribute
from gappon.converter.markdown.state import LinedInline, line_text

# As in Pandoc: no space inside the dollar signs, no digit after the closing one.
DISPLAY = re.compile(r"\$\$(?P<tex>(?:[^$\\]|\\[\s\S])+?)\$\$")
INLINE = re.compile(r"\$(?![\s$])(?P<tex>(?:[^$\\\n]|\\.)+?)(?<![\s\\])\$(?![\d$])")
CODE = re.compile(r"\$(?P<ticks>`+)(?P<tex>[^`\n]+)(?P=ticks)\$(?!\d)")  # GitHub's
PATTERNS = ((DISPLAY, "block"), (CODE, "inline"), (INLINE, "inline"))
LATEX = {r"\\(": r"\\)", r"\\[": r"\\]"}
TEXT_COMMAND = re.compile(r"\\(?:text\w*|mathrm|mbox|operatorname)\s*\{[^{}]*\}")


def is_tex(tex: str) -> bool:
    """Say whether text between dollar signs is a formula, not prose between two prices."""
    return not has_japanese(TEXT_COMMAND.sub("", tex))


def inline(state: StateInline, silent: bool) -> bool:
    """Add a formula in a line."""
    if state.src[state.pos] != "$":
        return False
    for pattern, display in PATTERNS:
        match = pattern.match(state.src, state.pos, state.posMax)
        if match is not None:
            tex = match["tex"]
            certain = pattern is not INLINE or is_tex(tex)
            return certain and _add(state, tex, display, match.end(), silent)
    return False


def latex(state: StateInline, silent: bool) -> bool:
    r"""Add ``\\(…\\)`` or ``\\[…\\]``: LaTeX's marks, escaped as Markdown wants them."""
    start = state.pos
    closing = LATEX.get(state.src[start : start + 3])
    if closing is None:
        return False
    assert isinstance(state, LinedInline)
    end = state.tags.find(closing, start + 3)
    tex = state.src[start + 3 : end].strip() if 0 <= end <= state.posMax - 3 else ""
    display = "block" if closing.endswith("]") else "inline"
    return bool(tex) and _add(state, tex, display, end + 3, silent)


def _add(state: StateInline, tex: str, display: str, end: int, silent: bool) -> bool:
    if not silent:
        token = state.push("math", "", 0)
        token.content, token.meta["display"] = tex, display
    state.pos = end
    return True


def block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Add a displayed formula, which has its lines for itself and no empty ones."""
    if state.is_code_block(start_line) or not line_text(state, start_line).startswith("$$"):
        return False
    last = start_line
    text = line_text(state, start_line)[2:]
    while "$$" not in text:
        last += 1
        if last >= end_line or state.isEmpty(last) or state.sCount[last] < state.blkIndent:
            return False
        text = line_text(state, last)
    if text.partition("$$")[2].strip():
        return False
    lines = state.getLines(start_line, last + 1, state.blkIndent, False).strip()
    tex = lines.removeprefix("$$").removesuffix("$$").strip()
    if not tex:
        return False
    if not silent:
        token = state.push("block_math", "", 0)
        token.content, token.map = tex, [start_line, last + 1]
        state.line = last + 1
    return True


def holder(tex: str, display: str, token: Token, env: Env) -> str:
    """Return the place-holder that :mod:`gappon.converter.formula` turns into MathML."""
    line = line_attribute(token, env)
    return f'<code{line} data-formula="{display}">{escape(tex)}</code>'


def render_math(renderer: object, tokens: Tokens, idx: int, options: OptionsDict, env: Env) -> str:
    """Return a formula's place-holder in a line."""
    token = tokens[idx]
    return holder(token.content, token.meta["display"], token, env)


def render_block_math(
    renderer: object, tokens: Tokens, idx: int, options: OptionsDict, env: Env
) -> str:
    """Return a displayed formula's place-holder in a block of its own."""
    token = tokens[idx]
    return f'<div class="math">{holder(token.content, "block", token, env)}</div>\n'


def math(md: MarkdownIt) -> None:
    """Register all forms."""
    md.inline.ruler.before("escape", "math_latex", latex)
    md.inline.ruler.before("backticks", "math", inline)
    md.block.ruler.before(
        "fence", "block_math", block, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    md.add_render_rule("math", render_math)
    md.add_render_rule("block_math", render_block_math)
