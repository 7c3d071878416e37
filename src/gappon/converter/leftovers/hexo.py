"""Hexo's tags: pictures and links of its asset folders, posts, code, quotes, embeds and boxes.

See hexo.io: Tag Plugins. Tags of themes (``{% note %}``) are boxes; others leave what they hold.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from html import escape

from gappon.converter.leftovers.embeds import embed
from gappon.converter.leftovers.fences import fenced
from gappon.converter.leftovers.lined import LinedWriter
from gappon.converter.leftovers.scan import NUNJUCKS, Kind, Piece, Scanner
from gappon.converter.plugins.containers import KINDS
from gappon.converter.post_index import Target
from gappon.converter.source import SourceText

TAG = re.compile(r"(?P<name>\w+)\s*(?P<rest>[\s\S]*)")
ARGUMENT = re.compile(r"\"([^\"]*)\"|'([^']*)'|(\S+)")
INNER_QUOTES = re.compile(r"^(.*?)\s*['\"]([^'\"]*)['\"]\s*$")
RAW = ("raw",)
CODE = ("codeblock", "code")
LITERAL = {name: re.compile(rf"\{{%-?\s*end{name}\s*-?%\}}") for name in (*RAW, *CODE)}
QUOTES = ("blockquote", "quote", "pullquote", "cq", "centerquote")
BOXES = {**dict.fromkeys(("default", "primary"), "note"), "danger": "caution"}
ENDS = re.compile(r"\{%-?\s*end(\w+)")
Warn = Callable[[str, str, int], None]
FindPost = Callable[[str], Target | None]


class HexoTags:
    """Resolves the tags of one post.

    Args:
        text: all of it; it says which names have end tags.
        find_post: from the name of a post to the post.
        warn: is told what is left out, with a line of the file.
    """

    def __init__(self, text: str, find_post: FindPost, warn: Warn) -> None:
        self.find_post = find_post
        self.warn = warn
        self.ends = Counter(match[1] for match in ENDS.finditer(text))
        self.closings: dict[str, list[str]] = {}  # what stands for end tags, by name
        self.told: set[str] = set()

    def text_of(self, piece: Piece, scanner: Scanner, line: int) -> str:
        """Return what stands for a tag; code and raw text take the scanner to their ends."""
        match = TAG.fullmatch(piece.inner)
        if match is None:
            return scanner.text[piece.start : piece.end]
        name, rest = match["name"], match["rest"]
        words = ["".join(groups) for groups in ARGUMENT.findall(rest)]
        if name in (*RAW, *CODE):
            return self._literal(name, words, scanner, line)
        if name in ("asset_img", "img"):
            return _picture(words)
        if name in ("asset_link", "asset_path", "post_link", "post_path"):
            return self._link(name, words, line)
        if name in QUOTES and self.ends[name]:
            self.closings.setdefault(name, []).append(_source(rest))
            return "\n\n<blockquote>\n\n"
        if name.startswith("end"):
            waiting = self.closings.get(name.removeprefix("end"))
            return waiting.pop() if waiting else ""
        link = _frame(words) if name == "iframe" else embed(name, " ".join(words[:1]))
        return link or self._box(name, words, line)

    def _literal(self, name: str, words: list[str], scanner: Scanner, line: int) -> str:
        start = scanner.position
        found = scanner.search(LITERAL[name], start)
        if found is None:
            self.warn("hexo", f"{{% {name} %}} has no end; it was left out", line)
            return ""
        scanner.position = found.end()
        inner = scanner.text[start : found.start()]
        return inner if name in RAW else _listing(inner, words)

    def _link(self, name: str, words: list[str], line: int) -> str:
        target, title = (words or [""])[0], " ".join(words[1:])
        if name.startswith("asset"):
            return target if name == "asset_path" else f"[{title or target}]({_address(target)})"
        path, _, fragment = target.partition("#")
        post = self.find_post(path)
        if post is None:
            message = f"'{target}' of {{% {name} %}} is no post; its text was kept"
            self.warn("hexo-post", message, line)
            return title or target
        address = post.permalink + (f"#{fragment}" if fragment else "")
        return address if name == "post_path" else f"[{title or post.title}]({_address(address)})"

    def _box(self, name: str, words: list[str], line: int) -> str:
        kind = words[0] if name == "note" and words else name
        kind = BOXES.get(kind, kind)
        if kind in KINDS and self.ends[name]:
            self.closings.setdefault(name, []).append("\n:::\n")
            title = " ".join(words[1:] if name == "note" else words)
            return f"\n\n:::{kind} {title}\n"
        if name not in self.told:
            self.told.add(name)
            message = f"{{% {name} %}} is not known; it was left out, what it holds was kept"
            self.warn("hexo", message, line)
        return ""


def _picture(words: list[str]) -> str:
    """Return ``[classes] address [width] [height] [title [alt]]`` as an image."""
    at = next((n for n, word in enumerate(words) if "." in word or "/" in word), len(words))
    if at == len(words):
        return " ".join(words)
    rest = words[at + 1 :]
    size: list[str] = []
    while rest and rest[0].isdigit() and len(size) < 2:
        size.append(rest.pop(0))
    # '"title" "alt"' may be one argument, or the words of a title without quotes.
    inner = INNER_QUOTES.match(rest[0]) if len(rest) == 1 else None
    quoted = list(inner.groups()) if inner else rest
    title, alt = quoted if len(quoted) == 2 else (" ".join(quoted), "")
    named = [("src", words[at]), ("alt", alt or title), ("title", title)]
    named += zip(("width", "height"), size, strict=False)
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in named if value)
    return f"<img{attributes} />"


def _listing(code: str, words: list[str]) -> str:
    """Return ``[title] [lang:language] [address] [text of the link]`` and code as a listing."""
    language, address = "", ""
    title: list[str] = []
    link: list[str] = []
    for word in words:
        if word.startswith("lang:"):
            language = word.removeprefix("lang:")
        elif word.startswith(("http://", "https://")):
            address = word
        elif re.fullmatch(r"\w+:\S*", word):
            continue  # line_number:false and the like: how it is shown
        else:
            (link if address else title).append(word)
    named = " ".join(title).replace('"', "'")
    info = f'{language} title="{named}"' if named else language
    source = f"\n[{' '.join(link) or address}]({_address(address)})\n" if address else ""
    return fenced(code, info) + source


def _source(rest: str) -> str:
    """Return the end of a quote with ``[author[, source]] [address] [text of the link]``."""
    before, address, text = rest.strip(), "", ""
    found = re.search(r"https?://\S+", rest)
    if found:
        before, address = rest[: found.start()].strip(), found[0]
        text = rest[found.end() :].strip()
    parts = [part.strip() for part in before.split(",") if part.strip()]
    if address:
        parts.append(f"[{text or address}]({_address(address)})")
    source = f"\n\n—— {'、'.join(parts)}" if parts else ""
    return f"{source}\n\n</blockquote>\n\n"


def _frame(words: list[str]) -> str:
    address = words[0] if words else ""
    return f"[{address}]({_address(address)})" if address.startswith("http") else ""


def _address(written: str) -> str:
    """Return an address as it may stand in parentheses."""
    return f"<{written}>" if re.search(r"[\s()]", written) else written


def resolve(source: SourceText, find_post: FindPost, warn: Warn) -> SourceText:
    """Return a post of Hexo's without tags."""
    scanner = Scanner(source.text, NUNJUCKS)
    tags = HexoTags(source.text, find_post, warn)
    writer = LinedWriter(source)
    for piece in scanner.pieces():
        index = writer.index_at(piece.start)
        if piece.kind is Kind.TAG:
            writer.put(tags.text_of(piece, scanner, source.line_at(index)), index)
        else:
            writer.copy(source.text[piece.start : piece.end], index)
    return writer.source()
