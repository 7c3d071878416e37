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
LANGUAGE = re.compile(r"([^\s:,]*)[^\s:]*")  # rust,ignore: what is behind the comma is for tools
TITLE = re.compile(r"""(?:title|filename|caption)=(?:"([^"]*)"|'([^']*)'|(\S+))""")
BRACES = re.compile(r"\{[^{}]*\}")
# Words that say how a listing is shown, not what it is called.
OPTION = re.compile(
    r"\S+=\S*|(?:show)?line-?numbers|linenos|number-?lines|no-?inline|no-?wrap|wrap|copy|live|editable",
    re.IGNORECASE,
)
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
    """Return language and title: ``python:app.py``, ``python title="app.py"``, ``go 追加``.

    A second language (``diff js:app.js``, Zenn's) says what the lines of a diff are in.
    """
    titled = TITLE.search(info)
    rest = BRACES.sub(" ", TITLE.sub(" ", info)).strip()
    language = LANGUAGE.match(rest)
    assert language is not None
    rest = rest[language.end() :].strip()
    if language[1].lower() == "diff" and ":" in rest:
        rest = rest.partition(":")[2]
    elif language[1].lower() == "diff" and lexer_for(rest.lower()):
        rest = ""
    words = rest.removeprefix(":").split()
    if titled:
        name = next(group for group in titled.groups() if group is not None)
    else:
        name = " ".join(word for word in words if not OPTION.fullmatch(word))
    return language[1].lower(), name


def code(md: MarkdownIt) -> None:
    """Replace the rendering of listings."""
    md.add_render_rule("fence", render_fence)
    md.add_render_rule("code_block", render_indented)
