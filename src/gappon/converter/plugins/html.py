"""Raw HTML: in lines, in blocks, and with Markdown inside where an attribute asks for it."""

from __future__ import annotations

import re
from bisect import bisect_left

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, html_block
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from gappon.converter.html_names import KNOWN, WHOLE
from gappon.converter.markdown.document import document_of
from gappon.converter.markdown.render import Env, Tokens
from gappon.converter.markdown.state import LinedInline, line_text
from gappon.converter.raw_html import DECLARATION, comment_end
from gappon.converter.tags import Tag

# CommonMark 0.31 §6.6: what a tag in a line may look like, apart from its name.
STRICT = re.compile(
    r"</[A-Za-z][A-Za-z0-9-]*\s*>|<[A-Za-z][A-Za-z0-9-]*"
    r"(?:\s+[A-Za-z_:][\w.:-]*(?:\s*=\s*(?:[^\s\"'=<>`]+|'[^']*'|\"[^\"]*\"))?)*\s*/?>",
    re.ASCII,
)
MARKDOWN = ("1", "block", "span")  # values of kramdown's attribute of that name
OF_LINES = frozenset({"img", "br", "wbr", "input"})  # alone on a line they are a paragraph
PHRASING = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "dt", "span"})


def inline(state: StateInline, silent: bool) -> bool:
    """Add a tag, a comment, or an element that is read as a whole."""
    start = state.pos
    if state.src[start] != "<":
        return False
    assert isinstance(state, LinedInline)
    end, tag = _end_in_line(state, start)
    if not start < end <= state.posMax:
        return False
    if not silent:
        state.push("html_inline", "", 0).content = state.src[start:end]
        if tag is not None and tag.name == "a":
            state.linkLevel += -1 if tag.is_end else 1
    state.pos = end
    return True


def _end_in_line(state: LinedInline, start: int) -> tuple[int, Tag | None]:
    """Return where the HTML ends that begins at a place, 0 when none does, and its tag."""
    reader = state.tags
    tag = reader.tag_at(start)
    if tag is None:
        if (end := comment_end(reader, start)) > 0:
            return end, None
        if state.src.startswith("<![CDATA[", start):
            return reader.find("]]>", start) + 3, None
        return (reader.find(">", start) + 1 if DECLARATION.match(state.src, start) else 0), None
    if not (tag.name in KNOWN or is_component(state.env, tag)):
        return 0, None
    if tag.name in WHOLE and not tag.is_end and start < (end := reader.end_of(tag)) <= state.posMax:
        return end, tag
    if STRICT.fullmatch(state.src, start, tag.end):
        return tag.end, tag
    reader.spent += tag.end - start
    return 0, None


def block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Add lines of HTML (CommonMark 0.31 §4.6), or a block whose inside is Markdown."""
    if state.is_code_block(start_line) or not line_text(state, start_line).startswith("<"):
        return False
    reader = document_of(state.env).tags
    position = state.bMarks[start_line] + state.tShift[start_line]
    if state.src.startswith("<!--", position) and not comment_end(reader, position):
        return False  # without an end it is no comment, and hides nothing
    tag = reader.tag_at(position)
    if tag is None or silent:
        is_block = tag is None or (tag.name in KNOWN and tag.name not in OF_LINES)
        return is_block and html_block(state, start_line, end_line, silent)
    if is_component(state.env, tag):
        return _whole_lines(state, start_line, end_line, tag.end)
    if tag.name not in KNOWN or tag.name in OF_LINES:
        return False
    if tag.attributes.get("markdown") in MARKDOWN and not tag.is_end:
        return _with_markdown(state, start_line, end_line, tag)
    whole = tag.name in WHOLE and not tag.is_end
    if whole and _add_to(state, start_line, end_line, reader.end_of(tag)):
        return True
    return html_block(state, start_line, end_line, silent)


def is_component(env: Env, tag: Tag) -> bool:
    """Say whether a tag is a component of MDX, which begins with a capital."""
    return "mdx" in document_of(env).dialect.marks and tag.written[0].isupper()


def _whole_lines(state: StateBlock, start_line: int, end_line: int, end: int) -> bool:
    """Add the lines of a tag that has them for itself; what it holds is Markdown."""
    last = bisect_left(state.eMarks, end)
    if state.src[end : state.eMarks[last]].strip():
        return False
    return _add_to(state, start_line, end_line, end)


def _add_to(state: StateBlock, start_line: int, end_line: int, end: int) -> bool:
    """Add the lines up to a place of the source as HTML; say whether it is in this block."""
    last = bisect_left(state.eMarks, end)
    if end < 0 or last >= end_line:
        return False
    _add(state, start_line, last + 1)
    state.line = last + 1
    return True


def _add(state: StateBlock, start_line: int, end_line: int) -> None:
    token = state.push("html_block", "", 0)
    token.map = [start_line, end_line]
    token.content = state.getLines(start_line, end_line, state.blkIndent, True)


def _with_markdown(state: StateBlock, start_line: int, end_line: int, tag: Tag) -> bool:
    """Add an element with ``markdown="1"``: its tags as HTML, what is between as blocks."""
    close = document_of(state.env).tags.pairs(tag.name).get(tag.start, -1)
    first, last = bisect_left(state.eMarks, tag.end), bisect_left(state.eMarks, close)
    if close < 0 or last >= end_line:
        return html_block(state, start_line, end_line, False)
    state.push("html_block", "", 0).map = [start_line, first + 1]
    state.tokens[-1].content = state.src[tag.start : tag.end]
    inside = len(state.tokens)
    saved = (state.bMarks[first], state.tShift[first], state.sCount[first], state.eMarks[last])
    limit, state.lineMax = state.lineMax, last + 1
    state.eMarks[last] = close
    state.bMarks[first] = tag.end
    state.tShift[first] = state.skipSpaces(tag.end) - tag.end
    state.sCount[first] = state.blkIndent
    state.level += 1
    state.md.block.tokenize(state, first, last + 1)
    state.level -= 1
    state.bMarks[first], state.tShift[first], state.sCount[first], state.eMarks[last] = saved
    state.lineMax = limit
    if tag.name in PHRASING or tag.attributes["markdown"] == "span":
        for token in state.tokens[inside:]:
            token.hidden = token.hidden or (token.level == state.level + 1 and token.tag == "p")
    state.push("html_block", "", 0).map = [last, last + 1]
    state.tokens[-1].content = state.src[close : state.eMarks[last]]
    state.line = last + 1
    return True


def render_block(renderer: object, tokens: Tokens, idx: int, options: OptionsDict, env: Env) -> str:
    """Return lines of HTML."""
    return _rewritten(tokens[idx], env) + "\n"


def render_inline(
    renderer: object, tokens: Tokens, idx: int, options: OptionsDict, env: Env
) -> str:
    """Return HTML within a line."""
    return _rewritten(tokens[idx], env)


def _rewritten(token: Token, env: Env) -> str:
    document = document_of(env)
    first = token.map[0] if token.map else document.line
    return document.html.rewrite(token.content, lambda line: document.source.line_at(first + line))


def html(md: MarkdownIt) -> None:
    """Put these rules in the place of markdown-it's."""
    md.inline.ruler.at("html_inline", inline)
    md.block.ruler.at("html_block", block, {"alt": ["paragraph", "reference", "blockquote"]})
    md.add_render_rule("html_block", render_block)
    md.add_render_rule("html_inline", render_inline)
