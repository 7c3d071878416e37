"""Math: ``$…$``, ``$$…$$`` and fenced ``math``; kept as TeX until after sanitising."""

from __future__ import annotations

import re
from typing import Any

from mistune.util import escape

# As in Pandoc: no space inside the dollar signs, no digit after the closing one.
INLINE = (
    r"\$\$(?P<math_display>(?:[^$\\\n]|\\.)+?)\$\$|"
    r"\$(?P<math_tex>(?![\s$])(?:[^$\\\n]|\\.)+?)(?<![\s\\])\$(?![\d$])"
)
BLOCK = r"^ {0,3}\$\$[ \t]*(?P<math_block>(?:(?!\$\$)[^\n]|\n(?![ \t]*\n))*?)\$\$[ \t]*(?:\n|$)"
JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff、。]")
TEXT_COMMAND = re.compile(r"\\(?:text|textrm|mathrm|mbox|operatorname)\s*\{[^{}]*\}")


def is_tex(tex: str) -> bool:
    """Say whether text between dollar signs is a formula, not prose between two prices."""
    return not JAPANESE.search(TEXT_COMMAND.sub("", tex))


def parse_inline(inline: Any, match: re.Match[str], state: Any) -> int | None:
    """Add a formula in a line."""
    tex = match["math_display"] or match["math_tex"]
    if not is_tex(tex):
        return None
    display = "block" if match["math_display"] else "inline"
    state.append_token({"type": "math", "raw": tex, "attrs": {"display": display}})
    return match.end()


def parse_block(block: Any, match: re.Match[str], state: Any) -> int | None:
    """Add a displayed formula."""
    tex = match["math_block"].strip()
    if not tex:
        return None
    state.append_token({"type": "block_math", "raw": tex})
    return match.end()


def render_math(renderer: Any, tex: str, display: str = "inline") -> str:
    """Return the place-holder that :mod:`gappon.converter.formula` turns into MathML."""
    return f'<code class="gappon-math" title="{display}">{escape(tex)}</code>'


def render_block_math(renderer: Any, tex: str) -> str:
    """Return a displayed formula's place-holder in a block of its own."""
    return f'<div class="math">{render_math(renderer, tex, "block")}</div>\n'


def math(md: Any) -> None:
    """Register both forms, also inside quotes and lists."""
    md.inline.register("math", INLINE, parse_inline, before="codespan", start_chars="$")
    md.block.register("block_math", BLOCK, parse_block, before="list")
    md.block.insert_rule(md.block.block_quote_rules, "block_math", before="list")
    md.block.insert_rule(md.block.list_rules, "block_math", before="list")
    md.renderer.register("math", render_math)
    md.renderer.register("block_math", render_block_math)
