"""Fenced code: highlighted by Pygments with classes, with the file name from the info string."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from mistune.util import escape
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

FORMATTER = HtmlFormatter(nowrap=True, classprefix="hl-")
MAX_HIGHLIGHTED = 100_000  # characters; larger listings are set plain
INFO = re.compile(r"([^\s:{]*)(?:[:\s]\s*([^\s{][^{]*))?")
TITLE = re.compile(r"""(?:title|filename|caption)=(?:"([^"]*)"|'([^']*)'|(\S+))""")
KNOWN_AS = {"math": "", "mermaid": "", "text": "", "txt": "", "plain": "", "plaintext": ""}


@lru_cache(maxsize=64)
def lexer_for(language: str) -> Lexer | None:
    """Return Pygments' lexer for a language name, None when it has none."""
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


def render_code(renderer: Any, code: str, info: str | None = None, **_: Any) -> str:
    """Return a listing; ``math`` is a displayed formula."""
    language, name = _read_info(info or "")
    if language == "math":
        return str(renderer._get_method("block_math")(code.strip()))
    lexer = lexer_for(language) if KNOWN_AS.get(language, language) else None
    if lexer and len(code) <= MAX_HIGHLIGHTED:
        body = highlight(code, lexer, FORMATTER)
    else:
        body = escape(code)
    css = f' class="language-{escape(language)}"' if language else ""
    listing = f"<pre><code{css}>{body.rstrip(chr(10))}\n</code></pre>"
    if name:
        return (
            f'<figure class="listing"><figcaption>{escape(name)}</figcaption>{listing}</figure>\n'
        )
    return listing + "\n"


def _read_info(info: str) -> tuple[str, str]:
    """Return language and file name of ``python:app.py``, ``python title="app.py"``."""
    match = INFO.match(info.strip())
    language = match[1].lower() if match else ""
    titled = TITLE.search(info)
    if titled:
        return language.split(",")[0], next(g for g in titled.groups() if g is not None)
    name = (match[2] or "").strip() if match else ""
    return language.split(",")[0], name if ":" in info and "=" not in name else ""


def code(md: Any) -> None:
    """Replace the renderer's method for listings."""
    md.renderer.block_code = lambda text, info=None, **attrs: render_code(
        md.renderer, text, info, **attrs
    )
