"""MDX: lines of import and export and comments are left out, expressions in tags become values.

See mdxjs.com: What is MDX. Components are tags, which raw HTML looks after; an expression in text
(``{props.name}``) stays as it is written, and is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from gappon.converter.leftovers.lined import LinedWriter
from gappon.converter.leftovers.scan import LONGEST, Kind, Marks, Piece, Scanner
from gappon.converter.source import SourceText

BRACES = Marks({"{{": ("}}", Kind.OUTPUT), "{": ("}", Kind.OUTPUT)})
# What a line of import or export begins with; prose that begins with the word is prose.
MODULE = re.compile(
    r"import\s+(?:[\w*{},\s$]{1,500}\bfrom\s+)?['\"]"
    r"|export\s+(?:default|const|let|var|function|async|class|type|interface|\*|\{)"
)
BLANK = re.compile(r"\n[ \t]*(?:\n|$)")
TAG_BEFORE = re.compile(r"<[A-Za-z][\w.]*(?:\s[^<>]*)?\s[\w-]+=$")
QUOTED = re.compile(r"['\"]([^'\"]*)['\"]")
Warn = Callable[[str, str, int], None]


def resolve(source: SourceText, warn: Warn) -> SourceText:
    """Return a post of Docusaurus's or Astro's without what is JavaScript."""
    text = source.text
    writer = LinedWriter(source)
    scanner = Scanner(text, BRACES)
    for piece in scanner.pieces():
        index = writer.index_at(piece.start)
        if piece.kind is Kind.OUTPUT:
            written = _expression(piece, scanner, source.line_at(index), warn)
            writer.put(written, index)
        elif piece.kind is Kind.TEXT:
            _copy_prose(piece, scanner, writer, source, warn)
        else:
            writer.copy(text[piece.start : piece.end], index)
    return writer.source()


def _copy_prose(
    piece: Piece, scanner: Scanner, writer: LinedWriter, source: SourceText, warn: Warn
) -> None:
    """Copy text up to the first line of import or export, which goes up to an empty line."""
    start = piece.start
    while start < piece.end:
        begin = _module_at(scanner.text, start, piece.end)
        writer.copy(scanner.text[start : min(begin, piece.end)], writer.index_at(start))
        if begin >= piece.end:
            return
        blank = BLANK.search(scanner.text, begin)
        end = blank.start() if blank else len(scanner.text)
        message = "lines of import and export were left out"
        warn("mdx", message, source.line_at(writer.index_at(begin)))
        scanner.position = max(scanner.position, end)
        start = end


def _module_at(text: str, start: int, end: int) -> int:
    """Return where the first line of import or export begins, ``end`` when none does."""
    while start < end:
        at_line = start == 0 or text[start - 1] == "\n"
        if at_line and text.startswith(("import", "export"), start) and MODULE.match(text, start):
            return start
        following = text.find("\n", start, end)
        start = following + 1 if following >= 0 else end
    return end


def _expression(piece: Piece, scanner: Scanner, line: int, warn: Warn) -> str:
    """Return what stands for ``{…}``."""
    text = scanner.text
    if piece.inner.startswith("/*"):
        return ""
    before = text[max(0, piece.start - LONGEST) : piece.start]
    if TAG_BEFORE.search(before[before.rfind("<") :] if "<" in before else ""):
        value = QUOTED.search(piece.inner)
        return f'"{value[1]}"' if value else '""'
    if re.fullmatch(r"['\"`][^'\"`{}]*['\"`]", piece.inner):
        return piece.inner[1:-1]
    if not piece.inner.startswith(("#", ":")):  # ids of headings, attribute lists
        message = f"{{{piece.inner[:40]}}} is JavaScript; it stands as it is written"
        warn("mdx", message, line)
    return text[piece.start : piece.end]
