"""Notes beside the text: GitHub alerts (``> [!NOTE]``) and ``:::note`` blocks (Zenn, Qiita)."""

from __future__ import annotations

import re
from typing import Any

from mistune.util import escape

OPEN = (
    r"^ {0,3}(?P<fence_colons>:{3,})[ \t]*(?P<fence_kind>[A-Za-z]\w*)(?P<fence_rest>[^\n]*)(?:\n|$)"
)
ALERT = re.compile(r"\[!(\w+)\][ \t]*([^\n]*)(?:\n|$)")
# Names by which sites call them → (kind, title in Japanese).
KINDS = {
    "note": "note",
    "info": "note",
    "message": "note",
    "tip": "tip",
    "hint": "tip",
    "important": "important",
    "warning": "warning",
    "warn": "warning",
    "caution": "caution",
    "alert": "caution",
    "danger": "caution",
}
TITLES = {
    "note": "補足",
    "tip": "ヒント",
    "important": "重要",
    "warning": "注意",
    "caution": "警告",
}


def parse_container(block: Any, match: re.Match[str], state: Any) -> int | None:
    """Add a ``:::`` block up to its closing fence; unknown kinds become plain divisions."""
    colons, kind, rest = match["fence_colons"], match["fence_kind"].lower(), match["fence_rest"]
    if state.depth() >= block.max_nested_level - 1:
        return None
    start = match.end()
    inner_end, end = _closing(state.src, start, len(colons))
    child = state.child_state(state.src[start:inner_end])
    block.parse(child, block.rules)
    words = rest.strip().split(maxsplit=1)
    if words and words[0].lower() in KINDS and kind in ("message", "note"):
        kind, rest = words[0].lower(), words[1] if len(words) > 1 else ""
    title = rest.strip().strip("[]")
    token_type = "details" if kind == "details" else "admonition"
    state.append_token(
        {
            "type": token_type,
            "children": child.tokens,
            "attrs": {"kind": KINDS.get(kind, kind), "title": title},
        }
    )
    return end


def _closing(source: str, start: int, colons: int) -> tuple[int, int]:
    """Return where the inner text and the whole block end; blocks inside are stepped over."""
    depth = 0
    for match in re.finditer(
        r"^ {0,3}(:{3,})[ \t]*(\w*)[^\n]*(?:\n|$)", source[start:], re.MULTILINE
    ):
        if match[2]:
            depth += 1
        elif depth and len(match[1]) <= colons:
            depth -= 1
        elif len(match[1]) >= colons or not depth:
            return start + match.start(), start + match.end()
    return len(source), len(source)


def turn_quotes_into_alerts(md: Any, state: Any) -> None:
    """Turn block quotes that begin with ``[!NOTE]`` into admonitions, before rendering."""
    _turn(state.tokens)


def _turn(tokens: list[dict[str, Any]]) -> None:
    for token in tokens:
        children = token.get("children")
        if not isinstance(children, list):
            continue
        _turn(children)
        first = children[0] if children else {}
        if token["type"] != "block_quote" or first.get("type") != "paragraph":
            continue
        alert = ALERT.match(first.get("text", ""))
        if alert is None or alert[1].lower() not in KINDS:
            continue
        first["text"] = first["text"][alert.end() :]
        if not first["text"].strip():
            children.pop(0)
        token["type"] = "admonition"
        token["attrs"] = {"kind": KINDS[alert[1].lower()], "title": alert[2].strip()}


def render_admonition(renderer: Any, text: str, kind: str, title: str = "") -> str:
    """Return an aside with its title; a kind that is not known is a division of that class."""
    if kind not in TITLES:
        return f'<div class="{escape(kind)}">\n{text}</div>\n'
    heading = escape(title) or TITLES[kind]
    return (
        f'<aside class="admonition {kind}"><p class="admonition-title">{heading}</p>\n'
        f"{text}</aside>\n"
    )


def render_details(renderer: Any, text: str, kind: str = "", title: str = "") -> str:
    """Return a disclosure block, as Zenn's ``:::details``."""
    return f"<details><summary>{escape(title) or '詳細'}</summary>\n{text}</details>\n"


def admonition(md: Any) -> None:
    """Register both forms, also inside quotes and lists."""
    md.block.register("container", OPEN, parse_container, before="list")
    md.block.insert_rule(md.block.block_quote_rules, "container", before="list")
    md.block.insert_rule(md.block.list_rules, "container", before="list")
    md.before_render_hooks.append(turn_quotes_into_alerts)
    md.renderer.register("admonition", render_admonition)
    md.renderer.register("details", render_details)
