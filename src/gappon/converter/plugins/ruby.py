"""Ruby: ``{漢字|かんじ}``, per character ``{漢字|かん|じ}``, and ``漢字《かんじ》``."""

from __future__ import annotations

import re
from typing import Any

from mistune.util import escape

from gappon.converter.marks import RUBY_BAR

HAN = "\u3005-\u3007\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
BRACES = (
    r"\{(?P<ruby_base>[^{}\n"
    + RUBY_BAR
    + r"]{1,60})"
    + RUBY_BAR
    + r"(?P<ruby_text>[^{}\n]{1,120})\}"
)
BAR = r"[｜|](?P<ruby_bar_base>[^｜|《》\s]{1,40})《(?P<ruby_bar_text>[^《》\n]{1,80})》"


def parse_ruby(inline: Any, match: re.Match[str], state: Any) -> int | None:
    """Add a ruby token; the readings are one per character or one for all."""
    groups = match.groupdict()
    base = groups.get("ruby_base") or groups.get("ruby_bar_base") or ""
    text = groups.get("ruby_text") or groups.get("ruby_bar_text") or ""
    state.append_token({"type": "ruby", "raw": base, "attrs": {"text": text}})
    return match.end()


def render_ruby(renderer: Any, base: str, text: str) -> str:
    """Return a ruby element; as many readings as characters: one for each (mono ruby)."""
    readings = [part.strip() for part in text.split(RUBY_BAR)]
    if len(readings) > 1 and len(readings) == len(base):
        pairs = zip(base, readings, strict=True)
        inner = "".join(f"{escape(b)}<rt>{escape(r)}</rt>" for b, r in pairs)
        return f'<ruby class="mono">{inner}</ruby>'
    return f"<ruby>{escape(base)}<rt>{escape(''.join(readings))}</rt></ruby>"


def ruby(md: Any) -> None:
    """Register the three forms."""
    md.inline.register("ruby_braces", BRACES, parse_ruby, before="link", start_chars="{")
    md.inline.register("ruby_bar", BAR, parse_ruby, before="link", start_chars=("｜", "|"))
    md.renderer.register("ruby", render_ruby)


def protect(line: str) -> str:
    """Replace the bars of ``{漢字|かんじ}`` in a line by :data:`RUBY_BAR`."""
    if "{" not in line or "|" not in line:
        return line
    return re.sub(
        r"(?<![{\\])\{([^{}|%\n]{1,60})\|([^{}%\n]{1,120})\}(?!\})",
        lambda m: "{" + m[1] + RUBY_BAR + m[2].replace("|", RUBY_BAR) + "}",
        line,
    )


def mark_kanji(line: str) -> str:
    """Put the ｜ before kanji of ``漢字《かんじ》``, the short form of Aozora Bunko."""
    if "《" not in line:
        return line
    return re.sub(rf"(?<![{HAN}｜|])([{HAN}]{{1,20}}《[^《》\n]{{1,80}}》)", r"｜\1", line)
