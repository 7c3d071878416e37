"""Tokens → HTML; each element says with ``data-line`` on which line of the file it begins."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from html import escape
from typing import Any

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from gappon.converter.markdown.document import document_of
from gappon.converter.tree import LINE

# Elements that hold blocks: a line end follows their tags.
AROUND_BLOCKS = frozenset({"ul", "ol", "blockquote", "dl", "section", "div", "tbody"})
Env = MutableMapping[str, Any]
Tokens = Sequence[Token]


class Renderer(RendererHTML):
    """HTML with raw HTML let through: it is sanitised afterwards, at one door."""

    def renderToken(self, tokens: Tokens, idx: int, options: OptionsDict, env: Env) -> str:
        """Return a tag."""
        token = tokens[idx]
        if token.hidden:
            return ""
        if token.nesting == -1:
            return f"</{token.tag}>" + ("\n" if token.block else "")
        end = " />" if token.nesting == 0 else ">"
        line_end = (
            "\n" if token.block and (token.nesting == 0 or token.tag in AROUND_BLOCKS) else ""
        )
        return f"<{token.tag}{self.attributes(token, env)}{end}{line_end}"

    def attributes(self, token: Token, env: Env) -> str:
        """Return the attributes of a token's element, its line the first of them."""
        written = "".join(f' {name}="{escape(str(value))}"' for name, value in token.attrs.items())
        return line_attribute(token, env) + written

    def text(self, tokens: Tokens, idx: int, options: OptionsDict, env: Env) -> str:
        """Return text."""
        return escape(tokens[idx].content)

    def code_inline(self, tokens: Tokens, idx: int, options: OptionsDict, env: Env) -> str:
        """Return code in a line."""
        token = tokens[idx]
        return f"<code{self.attributes(token, env)}>{escape(token.content)}</code>"

    def image(self, tokens: Tokens, idx: int, options: OptionsDict, env: Env) -> str:
        """Return an image; its description is plain text."""
        token = tokens[idx]
        token.attrs["alt"] = self.renderInlineAsText(token.children, options, env)
        return self.renderToken(tokens, idx, options, env)

    def renderInlineAsText(self, tokens: Tokens | None, options: OptionsDict, env: Env) -> str:
        """Return what tokens say without marks: the description of an image."""
        parts = []
        for token in tokens or ():
            if token.type in ("softbreak", "hardbreak"):
                parts.append("\n")
            elif token.children:
                parts.append(self.renderInlineAsText(token.children, options, env))
            elif token.type != "html_inline":
                parts.append(token.content)
        return "".join(parts)

    def softbreak(self, tokens: Tokens, idx: int, options: OptionsDict, env: Env) -> str:
        """Return a line end, a line break where the site breaks as the author does."""
        return "<br />\n" if document_of(env).dialect.hard_breaks else "\n"


def line_attribute(token: Token, env: Env) -> str:
    """Return the attribute that says where a token begins, ``""`` where that is not known."""
    if not token.map:
        return ""
    return f' {LINE}="{document_of(env).source.line_at(token.map[0])}"'
