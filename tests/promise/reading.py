"""A post's text without its markup, read by a parser that is not gappon's (markdown-it-py).

What might be markup in one of the dialects that posts are written in is neither asked for nor
missed; everything else is: see :data:`MARKS`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from tests.promise.matching import Run, bare

FRONT_MATTER = re.compile(
    r"\A(?:--- *\n.*?^(?:---|\.\.\.)|\+\+\+\n.*?^\+\+\+|\{\n.*?^\}) *(?:\n|\Z)", re.S | re.M
)
# Characters that mark something up in running text, where they stand in pairs or not.
BREAK = "\ue000"  # something stood here that is not the author's text
MARKS = re.compile(
    rf"[*_~^｜《》{{}}|${BREAK}]+|\[!\w+\][-+]?|［＃割り注(?:終わり)?］|==|^\[[ xX]\] "
)
# Readings of ruby and notes in two lines: they are small, and stand apart.
APART = re.compile(
    r"\{([^{}|\n]+)((?:\|[^{}|\n]*)+)\}|([^\s《》｜]*)《([^《》]+)》|()［＃割り注］(.*?)［＃割り注終わり］"
)
LEFTOVERS = re.compile(
    r"\{%-? *raw *-?%\}(?P<raw>.*?)\{%-? *endraw *-?%\}"
    r"|\{%-? *comment *-?%\}.*?\{%-? *endcomment *-?%\}"
    r"|\{%.*?%\}|\{\{.*?\}\}",
    re.S,
)
# What says something about text: kramdown's attribute lists, contents, comments and abbreviations;
# the lines of ::: blocks.
ABOUT = re.compile(
    r"^[*+-] .*\n\{:toc\}|\{:[^}\n]*\}|\{#[\w-]+\}|\{::comment\}.*?\{:/\w*\}|\{::?/?\w[^}\n]*\}"
    r"|^\*\[[^\]\n]+\]:.*$|^:::+ *(?:(?:message|note)(?: +\w+)?|\w*)",
    re.M,
)
WORDS_IN_TEX = re.compile(r"\\(?:text|mbox|textrm)\{([^{}]*)\}")
NAME_OF_LISTING = re.compile(r"""^[\w+#-]*:(\S+)|title=["']([^"']+)""")
UNSEEN = {"script", "style", "template", "title", "iframe", "rp", "noscript", "svg"}
JOINED = {"strong", "em", "s", "link", "softbreak"}


def read_source(source: str, *, leftovers: bool) -> list[Run]:
    """Return the runs of a post's text, in order.

    Args:
        source: the file's text.
        leftovers: ``{{ … }}`` and ``{% … %}`` are the site generator's, not the author's.
    """
    front = FRONT_MATTER.match(source)
    text = source[front.end() :] if front else source
    before = source[: front.end()].count("\n") if front else 0
    if leftovers:
        text = LEFTOVERS.sub(_left, text)
    text = ABOUT.sub(_left, text)
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.normalizeLinkText = lambda address: address  # type: ignore[method-assign]
    parser.use(deflist_plugin).use(dollarmath_plugin, allow_space=False, allow_digits=False)
    parser.use(footnote_plugin).disable("footnote_tail")
    return list(_Reader(before).read(parser.parse(text)))


@dataclass
class _Reader:
    """Goes through the tokens of a post."""

    lines_before: int
    first: int = 0
    last: int = 0
    apart: bool = False
    parts: list[tuple[str, bool]] = field(default_factory=list)

    def read(self, tokens: Sequence[Token]) -> Iterator[Run]:
        for token in tokens:
            if token.map:
                self.first, self.last = (
                    self.lines_before + n for n in (token.map[0] + 1, token.map[1])
                )
            if token.type in ("footnote_reference_open", "footnote_reference_close"):
                self.apart = token.type.endswith("open")
            elif token.type == "inline":
                yield from self._inline(token.children or [])
            elif token.type in ("fence", "code_block"):
                yield from self._code(token)
            elif token.type == "html_block":
                yield from self._html(token.content)
            elif token.type.startswith("math_block"):
                yield from self._formula(token.content)

    def _inline(self, tokens: Sequence[Token]) -> Iterator[Run]:
        for token in tokens:
            kind = token.type.removesuffix("_open").removesuffix("_close")
            if kind in ("text", "html_inline"):
                self.parts.append((token.content, kind == "html_inline"))
            elif kind in JOINED:
                continue
            elif kind == "code_inline":  # marks stand for themselves in it
                yield from self._flush()
                yield from self._literal(token.content)
            elif kind == "image":
                yield from self._flush()
                yield from self._literal(str(token.attrs.get("title", "")), apart=True)
            elif kind.startswith("math"):
                yield from self._flush()
                yield from self._formula(token.content)
            else:  # a note, a line's end
                yield from self._flush()
        yield from self._flush()

    def _flush(self) -> Iterator[Run]:
        """Give the text gathered so far, without the tags in it."""
        parts, self.parts = self.parts, []
        if any(is_html for _, is_html in parts):
            yield from self._html("".join(t if is_html else escape(t) for t, is_html in parts))
        else:
            yield from self._text("".join(text for text, _ in parts))

    def _html(self, text: str) -> Iterator[Run]:
        for piece, element in texts_of_html(text):
            if element == "math":
                yield from self._literal(piece, in_pdf=False)
            else:
                yield from self._text(piece, apart=element == "rt")

    def _text(self, text: str, *, apart: bool = False) -> Iterator[Run]:
        position = 0
        for found in APART.finditer(text):
            yield from self._pieces(text[position : found.start()], apart)
            base, readings = found[1] or found[3], found[2] or found[4] or found[6]
            yield from self._pieces(base or "", apart)
            for reading in readings.strip("|").split("|"):
                yield from self._pieces(reading, True)
            position = found.end()
        yield from self._pieces(text[position:], apart)

    def _pieces(self, text: str, apart: bool) -> Iterator[Run]:
        for piece in MARKS.split(text):
            yield from self._literal(piece, apart=apart)

    def _literal(self, text: str, *, apart: bool = False, in_pdf: bool = True) -> Iterator[Run]:
        for part in text.split(BREAK):
            if found := bare(part):
                yield Run(found, self.first, self.last, apart or self.apart, in_pdf)

    def _code(self, token: Token) -> Iterator[Run]:
        if name := NAME_OF_LISTING.search(token.info):
            yield from self._literal(name[1] or name[2])
        if token.info.strip() != "math":
            begin = self.first + (token.type == "fence")
            for number, line in enumerate(token.content.split("\n"), begin):
                self.first = self.last = number
                yield from self._literal(line)

    def _formula(self, tex: str) -> Iterator[Run]:
        for words in WORDS_IN_TEX.findall(tex):
            yield from self._literal(words, in_pdf=False)


class _Texts(HTMLParser):
    """Gathers the texts of HTML, each with the element of note that it stands in."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str]] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNSEEN or tag in ("rt", "math"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            del self._open[self._open.index(tag) :]

    def handle_data(self, data: str) -> None:
        if not set(self._open) & UNSEEN:
            self.found.append((data, self._open[0] if self._open else ""))


def texts_of_html(text: str) -> list[tuple[str, str]]:
    """Return the texts of a piece of HTML, each with ``rt``, ``math`` or nothing."""
    parser = _Texts()
    parser.feed(text)
    parser.close()
    return parser.found


def _left(found: re.Match[str]) -> str:
    """Return as many line ends as were found, so that lines keep their numbers."""
    if kept := found.groupdict().get("raw"):
        return kept
    return BREAK + "\n" * found[0].count("\n")
