"""Code blocks: highlighted by Pygments with classes, with the file name from the info string."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.utils import OptionsDict
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from gappon.converter.markdown.render import Env, Tokens, line_attribute
from gappon.converter.plugins.math import render_block_math
from gappon.markup import HIGHLIGHT

FORMATTER = HtmlFormatter(nowrap=True, classprefix=HIGHLIGHT)
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


def render_fence(renderer: object, tokens: Tokens, idx: int, options: OptionsDict, env: Env) -> str:
    """Return a listing; ``math`` is a displayed formula."""
    token = tokens[idx]
    language, name = _read_info(unescapeAll(token.info))
    if language == "math":
        token.content = token.content.strip()
        return render_block_math(renderer, tokens, idx, options, env)
    listing = _listing(token.content, language, line_attribute(token, env))
    if not name:
        return listing + "\n"
    return f'<figure class="listing"><figcaption>{escape(name)}</figcaption>{listing}</figure>\n'


def render_indented(
    renderer: object, tokens: Tokens, idx: int, options: OptionsDict, env: Env
) -> str:
    """Return a listing of a block that is code by its indent."""
    return _listing(tokens[idx].content, "", line_attribute(tokens[idx], env)) + "\n"


def _listing(code: str, language: str, line: str) -> str:
    lexer = lexer_for(language) if KNOWN_AS.get(language, language) else None
    if lexer and len(code) <= MAX_HIGHLIGHTED:
        body = highlight(code, lexer, FORMATTER)
    else:
        body = escape(code)
    css = f' class="language-{escape(language)}"' if language else ""
    return f"<pre{line}><code{css}>{body.rstrip(chr(10))}\n</code></pre>"


def _read_info(info: str) -> tuple[str, str]:
    """Return language and file name of ``python:app.py``, ``python title="app.py"``."""
    match = INFO.match(info.strip())
    language = match[1].lower() if match else ""
    titled = TITLE.search(info)
    if titled:
        return language.split(",")[0], next(g for g in titled.groups() if g is not None)
    name = (match[2] or "").strip() if match else ""
    return language.split(",")[0], name if ":" in info and "=" not in name else ""


def code(md: MarkdownIt) -> None:
    """Replace the rendering of listings."""
    md.add_render_rule("fence", render_fence)
    md.add_render_rule("code_block", render_indented)
