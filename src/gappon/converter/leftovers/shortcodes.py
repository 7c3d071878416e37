"""Hugo's shortcodes: references, figures, embeds and boxes; others leave the text inside them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape

from gappon.converter.leftovers.embeds import embed
from gappon.converter.leftovers.fences import fenced
from gappon.converter.leftovers.lined import LinedWriter
from gappon.converter.leftovers.scan import SHORTCODES, Kind, Piece, Scanner
from gappon.converter.plugins.containers import KINDS
from gappon.converter.source import SourceText

TAG = re.compile(r"(?P<close>/?)\s*(?P<name>[\w./-]+)\s*(?P<rest>[\s\S]*)")
ARGUMENT = re.compile(r"""(?:(\w+)\s*=\s*)?(?:"((?:[^"\\]|\\.)*)"|`([^`]*)`|([^\s"]+))""")
CLOSING = re.compile(r"\{\{[<%]\s*/\s*([\w./-]+)")
ESCAPED = re.compile(r"\{\{([<%])/\*(.{0,500}?)\*/([>%])\}\}", re.DOTALL)
REFERENCES = ("ref", "relref")
LITERAL = ("highlight", "mermaid")  # hold code
BOXES = ("notice", "admonition", "callout", "details", "collapse", "expand")
Warn = Callable[[str, str, int], None]


@dataclass(frozen=True)
class Arguments:
    """Arguments of a shortcode, by name and by place."""

    named: Mapping[str, str]
    placed: tuple[str, ...]

    @classmethod
    def of(cls, rest: str) -> Arguments:
        """Read what stands behind a name."""
        named: dict[str, str] = {}
        placed = []
        for match in ARGUMENT.finditer(rest.strip().removesuffix("/")):
            value = next((g for g in match.groups()[1:] if g is not None), "")
            value = value.replace('\\"', '"')
            if match[1]:
                named[match[1]] = value
            else:
                placed.append(value)
        return cls(named, tuple(placed))

    def get(self, *names: str) -> str:
        """Return the first of several that is there, else the first without a name."""
        found = (self.named[name] for name in names if name in self.named)
        return next(found, self.placed[0] if self.placed else "")


class Shortcodes:
    """Resolves the shortcodes of one post.

    Args:
        text: all of it; it says which names have end marks.
        post_path: from the name of a post to its site path, None when there is none.
        warn: is told what is left out, with a line of the file.
    """

    def __init__(self, text: str, post_path: Callable[[str], str | None], warn: Warn) -> None:
        self.post_path = post_path
        self.warn = warn
        self.ends = Counter(match[1] for match in CLOSING.finditer(text))
        self.boxes: list[str] = []
        self.told: set[str] = set()

    def text_of(self, piece: Piece, scanner: Scanner, line: int) -> str:
        """Return what stands for a mark; a literal one takes the scanner to its end."""
        if piece.inner.startswith("/*") and piece.inner.endswith("*/"):
            return ESCAPED.sub(r"{{\1\2\3}}", scanner.text[piece.start : piece.end])
        match = TAG.fullmatch(piece.inner)
        if match is None:
            return scanner.text[piece.start : piece.end]
        name = match["name"].lower()
        if match["close"]:
            return self._end(name)
        arguments = Arguments.of(match["rest"])
        if name in LITERAL and self.ends[match["name"]]:
            return self._literal(piece, scanner, match["name"], arguments)
        if name in REFERENCES:
            return self._reference(name, arguments, line)
        if name == "figure":
            return _figure(arguments)
        found = embed(name, _identifier(name, arguments), arguments.named.get("title", ""))
        return found or self._box(name, match["name"], arguments, line)

    def _literal(self, piece: Piece, scanner: Scanner, written: str, arguments: Arguments) -> str:
        """Return code, which goes up to the end mark."""
        self.ends[written] -= 1
        end = re.compile(r"\{\{[<%]\s*/\s*" + re.escape(written) + r"\s*[>%]\}\}")
        found = end.search(scanner.text, piece.end)
        if found is None:
            return ""
        scanner.position = found.end()
        language = "mermaid" if written == "mermaid" else arguments.get("lang")
        return fenced(scanner.text[piece.end : found.start()], language)

    def _reference(self, name: str, arguments: Arguments, line: int) -> str:
        target = arguments.get("path")
        path, _, fragment = target.partition("#")
        found = self.post_path(path) if path else ""
        if found is None:
            message = f"'{target}' of {{{{< {name} >}}}} is no post; the link is dead"
            self.warn("shortcode-ref", message, line)
            return "#"
        return found + (f"#{fragment}" if fragment else "")

    def _box(self, name: str, written: str, arguments: Arguments, line: int) -> str:
        """Return the beginning of a box, or what an unknown shortcode leaves."""
        kind = arguments.get("type").lower() if name in BOXES else name
        title = arguments.named.get("title") or arguments.named.get("summary") or ""
        if name in ("details", "collapse", "expand"):
            kind, title = "details", title or " ".join(arguments.placed)
        if kind in KINDS or kind == "details":
            if self.ends[written]:
                self.ends[written] -= 1
                self.boxes.append(name)
                return f"\n\n:::{kind} {title}\n"
            if arguments.placed:
                return f"\n\n:::{kind}\n{arguments.placed[-1]}\n:::\n"
        if name not in self.told:
            self.told.add(name)
            message = f"{{{{< {written} >}}}} is not known; it was left out, what it holds was kept"
            self.warn("shortcode", message, line)
        return ""

    def _end(self, name: str) -> str:
        if name in self.boxes:
            while self.boxes.pop() != name:
                pass
            return "\n:::\n"
        return ""


def _identifier(name: str, arguments: Arguments) -> str:
    if name == "gist" and len(arguments.placed) > 1:
        return "/".join(arguments.placed[:2])
    return arguments.get("id", "src", "url")


def _figure(arguments: Arguments) -> str:
    """Return Hugo's figure as an image with a caption (its title)."""
    named = arguments.named
    caption = named.get("caption") or named.get("title") or ""
    alt = named.get("alt") or caption
    image = f'<img src="{escape(named.get("src", ""))}" alt="{escape(alt)}"'
    image += f' title="{escape(caption)}" />' if caption else " />"
    link = named.get("link", "")
    return f'<a href="{escape(link)}">{image}</a>' if link else image


def resolve(source: SourceText, post_path: Callable[[str], str | None], warn: Warn) -> SourceText:
    """Return a post of Hugo's without shortcodes."""
    scanner = Scanner(source.text, SHORTCODES)
    shortcodes = Shortcodes(source.text, post_path, warn)
    writer = LinedWriter(source)
    for piece in scanner.pieces():
        index = writer.index_at(piece.start)
        text = source.text[piece.start : piece.end]
        if piece.kind is Kind.TAG:
            writer.put(shortcodes.text_of(piece, scanner, source.line_at(index)), index)
        else:
            writer.copy(ESCAPED.sub(r"{{\1\2\3}}", text), index)
    return writer.source()
