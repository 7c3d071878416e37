"""A post's text without its markup, read by a parser that is not gappon's (cmark-gfm).

What might be markup in one of the dialects that posts are written in is neither asked for nor
missed; everything else is: see :data:`MARKS`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser

import cmarkgfm
from cmarkgfm.cmark import Options

from tests.promise.matching import Run, bare

FRONT_MATTER = re.compile(
    r"\A(?:--- *\n.*?^(?:---|\.\.\.)|\+\+\+\n.*?^\+\+\+|\{\n.*?^\}) *(?:\n|\Z)", re.S | re.M
)
BREAK = "\ue000"  # something stood here that is not the author's text
DRAWN = "\ue001"  # before and behind words of a formula
# Characters that mark something up in running text, where they stand in pairs or not.
MARKS = re.compile(rf"[*_~^｜《》{{}}|${BREAK}]+|\[!\w+\][-+]?|==|^\[[ xX]\] ")
# Readings of ruby, notes in two lines, notes behind the text: they are small, and stand apart.
APART = re.compile(
    r"\{([^{}|\n]+)((?:\|[^{}|\n]*)+)\}|([^\s《》｜]*)《([^《》]+)》"
    r"|()［＃割り注］(.*?)［＃割り注終わり］|()\^\[([^\]\n]+)\]"
)
LEFTOVERS = re.compile(
    r"\{%-? *raw *-?%\}(?P<raw>.*?)\{%-? *endraw *-?%\}"
    r"|\{%-? *comment *-?%\}.*?\{%-? *endcomment *-?%\}"
    r"|\{%.*?%\}|\{\{.*?\}\}",
    re.S,
)
# What says something about text: kramdown's attribute lists, contents, comments and abbreviations;
# Zenn's embedded pages and sizes of images; the lines of ::: blocks.
ABOUT = re.compile(
    r"^[*+-] .*\n\{:toc\}|\{::comment\}[\s\S]*?\{:/\w*\}|\{:[^}\n]*\}|\{#[\w-]+\}"
    r"|^@\[\w+\]\([^)\n]*\)|[ \t]+=\d*x\d*(?=\))|^\*\[[^\]\n]+\]:.*$|^:::+ *(?:(?:message|note)(?: +\w+)?|\w*)",
    re.M,
)
TITLE_OF_BLOCK = re.compile(r"^:::+ *\w+\[([^\]\n]*)\]", re.M)
DEFINITION = re.compile(r"^: (?= *\S)", re.M)  # an item of a list is indented in the same way
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff]+")
FORMULA = re.compile(
    r"\$\$(.+?)\$\$|\\\\\((.+?)\\\\\)|\\\\\[(.+?)\\\\\]"
    r"|(?<![\\$A-Za-z0-9])\$(?=[^\s$])([^$\n]*[^\s$])\$(?!\d)",
    re.S,
)
WORDS_IN_TEX = re.compile(r"\\(?:text|mbox|textrm)\{([^{}]*)\}")
LABEL = re.compile(r"\[\^[^\]\n]+\]")  # of a note; some dialects have spaces in them
NOTE = re.compile(r"^\[\^([^\]\n]+)\]:", re.M)
NAME_OF_LISTING = re.compile(r"""^language-[\w+#-]*:(\S+)|title=["']([^"']+)""")
# Brackets that open at a paragraph's end, where nothing closes them, are left out and told.
OPENING = "「『（〈《【〔［｛\n "
JOINED = {
    *("a", "abbr", "b", "bdi", "big", "cite", "del", "em", "i", "ins", "kbd", "mark", "s"),
    *("samp", "small", "span", "strong", "sub", "sup", "u", "var"),
}
UNSEEN = {"script", "style", "template", "title", "iframe", "rp", "noscript", "svg"}
OPTIONS = Options.CMARK_OPT_SOURCEPOS | Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES
OPTIONS |= Options.CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE
OPTIONS |= 1 << 16  # CMARK_OPT_FULL_INFO_STRING, which cmarkgfm does not name
EXTENSIONS = ("table", "strikethrough", "autolink", "tasklist")


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
    text = LABEL.sub(lambda found: "".join(found[0].split()), text)
    text = TITLE_OF_BLOCK.sub(r"\1", text)
    text = FORMULA.sub(_words, DEFINITION.sub("- ", ABOUT.sub(_left, text)))
    # Notes that nothing refers to are text, too.
    text += "\n\n" + " ".join(f"[^{label}]" for label in dict.fromkeys(NOTE.findall(text)))
    reader = _Reader(before)
    reader.feed(
        cmarkgfm.markdown_to_html_with_extensions(text, options=OPTIONS, extensions=EXTENSIONS)
    )
    reader.close()
    reader.flush()
    # Engines have an order of their own for lines on which something runs from right to left.
    turned = {(r.first, r.last) for r in reader.runs if RIGHT_TO_LEFT.search(r.text)}
    return [
        replace(run, in_pdf=False) if (run.first, run.last) in turned else run
        for run in reader.runs
    ]


class _Reader(HTMLParser):
    """Gathers the runs of a post from its HTML, with the lines of the blocks that they stand in."""

    def __init__(self, lines_before: int) -> None:
        super().__init__(convert_charrefs=True)
        self.runs: list[Run] = []
        self._before = lines_before
        self._lines = (0, 0)
        self._parts: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in JOINED and not values.get("class", "").startswith("footnote-"):
            return
        self.flush()
        if "data-sourcepos" in values:
            first, last = (int(p.split(":")[0]) for p in values["data-sourcepos"].split("-"))
            self._lines = (self._before + first, self._before + last)
        if tag == "code":
            meta = f"{values.get('class', '')} {values.get('data-meta', '')}"
            if name := NAME_OF_LISTING.search(meta):
                self._add(name[1] or name[2])
            tag = "tex" if meta.startswith("language-math") else tag
        if tag == "img":
            self._add(values.get("title", ""), apart=True)
        if values.get("class") in ("footnotes", "footnote-ref", "footnote-backref"):
            tag = values["class"]
        if (
            tag in UNSEEN
            or tag in ("rt", "math", "tex", "code", "pre")
            or tag.startswith("footnote")
        ):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in JOINED and not (self._open and self._open[-1].startswith("footnote-")):
            return
        if tag == "p" and self._parts:
            self._parts[-1] = self._parts[-1].rstrip(OPENING)
        self.flush()
        closed = {"section": "footnotes", "a": "footnote-backref", "sup": "footnote-ref"}
        name = "tex" if tag == "code" and "tex" in self._open else closed.get(tag, tag)
        if name in self._open:
            del self._open[self._open.index(name) :]

    def handle_data(self, data: str) -> None:
        if not set(self._open) & (UNSEEN | {"footnote-ref", "footnote-backref"}):
            self._parts.append(data)

    def flush(self) -> None:
        """Make runs of what was gathered since the last one."""
        text, self._parts = "".join(self._parts), []
        if "tex" in self._open:
            for words in WORDS_IN_TEX.findall(text):
                self._add(words, in_pdf=False)
        elif "pre" in self._open:
            lines = self._lines
            for number, line in enumerate(text.split("\n"), lines[0] + 1):
                self._lines = (min(number, lines[1]),) * 2
                self._add(line)
            self._lines = lines
        elif "code" in self._open:  # what marks text up elsewhere stands for itself
            self._add(text)
        elif "math" in self._open:
            self._add(text, in_pdf=False)
        else:
            self._text(text)

    def _text(self, text: str) -> None:
        apart, position = "rt" in self._open, 0
        for found in APART.finditer(text):
            self._pieces(text[position : found.start()], apart)
            base, readings = found[1] or found[3], found[2] or found[4] or found[6] or found[8]
            self._pieces(base or "", apart)
            for reading in readings.strip("|").split("|"):
                self._pieces(reading, True)
            position = found.end()
        self._pieces(text[position:], apart)

    def _pieces(self, text: str, apart: bool) -> None:
        for piece in MARKS.split(text):
            self._add(piece, apart=apart)

    def _add(self, text: str, *, apart: bool = False, in_pdf: bool = True) -> None:
        apart = apart or "footnotes" in self._open
        for part in text.split(BREAK):
            for number, words in enumerate(part.split(DRAWN)):
                if found := bare(words):
                    self.runs.append(Run(found, *self._lines, apart, in_pdf and not number % 2))


def _left(found: re.Match[str]) -> str:
    """Return as many line ends as were found, so that lines keep their numbers."""
    if kept := found.groupdict().get("raw"):
        return kept
    return BREAK + "\n" * found[0].count("\n")


def _words(found: re.Match[str]) -> str:
    """Return the words of a formula, and its line ends."""
    tex = next(filter(None, found.groups()), "")
    words = "".join(_quoted(WORDS_IN_TEX.findall(tex)))
    return BREAK + words + "\n" * found[0].count("\n")


def _quoted(words: list[str]) -> Iterator[str]:
    for word in words:
        yield f"{DRAWN}{word}{DRAWN}"
