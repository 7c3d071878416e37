"""What Jekyll's Liquid and Hugo's shortcodes leave in a post: resolved, or left out and reported.

Lines are never added or taken away, so that line numbers stay those of the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape

from gappon.converter.segments import pieces
from gappon.diagnostics import Notices

RAW = re.compile(r"\{%-?\s*raw\s*-?%\}(.*?)\{%-?\s*endraw\s*-?%\}", re.DOTALL)
COMMENT = re.compile(r"\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}", re.DOTALL)
HIGHLIGHT = re.compile(
    r"\{%-?\s*highlight\s+([\w+#.-]+)[^%]*-?%\}\n?(.*?)\{%-?\s*endhighlight\s*-?%\}", re.DOTALL
)
TAG = re.compile(r"\{%-?\s*(\w+)\s*(.*?)\s*-?%\}", re.DOTALL)
OUTPUT = re.compile(r"\{\{-?\s*([^{}%<]*?)\s*-?\}\}")
SHORTCODE = re.compile(r"\{\{([<%])\s*(/?)\s*([\w./-]+)\s*(.*?)\s*/?\s*[>%]\}\}", re.DOTALL)
HUGO_HIGHLIGHT = re.compile(
    r"\{\{([<%])\s*highlight\s+([\w+#.-]+)[^}]*[>%]\}\}\n?(.*?)"
    r"\{\{[<%]\s*/\s*highlight\s*[>%]\}\}",
    re.DOTALL,
)
ARGUMENT = re.compile(r"""(?:(\w+)\s*=\s*)?(?:"((?:[^"\\]|\\.)*)"|`([^`]*)`|([^\s"]+))""")
HELD = re.compile("\U0010fff0(\\d+)\U0010fff1")  # raw text, kept aside meanwhile
BLOCKS = {"if", "unless", "for", "case", "capture", "tablerow"}


class Leftovers:
    """Resolves the leftovers of one post.

    Args:
        variables: what ``{{ site.url }}`` and the like stand for.
        post_path: from the name of a post (``2025-11-01-slug``, ``posts/x.md``) to its site path.
        notices: where unresolved ones are reported.
        first_line: line of the file at which the source begins.
    """

    def __init__(
        self,
        variables: Mapping[str, str],
        post_path: Callable[[str], str | None],
        notices: Notices,
        first_line: int,
    ) -> None:
        self.variables = variables
        self.post_path = post_path
        self.notices = notices
        self.first_line = first_line
        self.held: list[str] = []

    def resolve(self, source: str) -> str:
        """Return the source without leftovers."""
        if "{%" not in source and "{{" not in source:
            return source
        source = RAW.sub(lambda m: self._hold(m[1]), source)
        source = COMMENT.sub(lambda m: "\n" * m[0].count("\n"), source)
        source = HIGHLIGHT.sub(lambda m: self._fence(m[1], m[2], m[0]), source)
        source = HUGO_HIGHLIGHT.sub(lambda m: self._fence(m[2], m[3], m[0]), source)
        resolved, line = [], self.first_line
        for is_code, piece in pieces(source):
            resolved.append(piece if is_code else self._text(piece, line))
            line += piece.count("\n")
        return HELD.sub(lambda m: self.held[int(m[1])], "".join(resolved))

    def _hold(self, text: str) -> str:
        self.held.append(text)
        return f"\U0010fff0{len(self.held) - 1}\U0010fff1"

    def _fence(self, language: str, code: str, whole: str) -> str:
        fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", code)), default=0))
        missing = whole.count("\n") - code.count("\n") - (0 if code.endswith("\n") else 1)
        block = f"{fence}{language}\n{code if code.endswith(chr(10)) else code + chr(10)}{fence}"
        return self._hold(block + "\n" * max(0, missing - 1))

    def _text(self, text: str, line: int) -> str:
        def at(match: re.Match[str]) -> int:
            return line + text.count("\n", 0, match.start())

        text = SHORTCODE.sub(lambda m: self._shortcode(m, at(m)), text)
        text = TAG.sub(lambda m: self._tag(m, at(m)), text)
        return OUTPUT.sub(lambda m: self._output(m, at(m)), text)

    def _tag(self, match: re.Match[str], line: int) -> str:
        name, argument = match[1], match[2].strip().strip("\"'")
        if name in ("post_url", "link"):
            path = self.post_path(argument)
            if path is not None:
                return path
            if name == "link":
                return "/" + argument.lstrip("/")
            self.notices.warning(
                "liquid-post",
                f"'{argument}' of {{% post_url %}} is no post; the link is dead",
                line,
            )
            return "#"
        if not (name.startswith("end") or name in ("else", "elsif", "when")):
            kept = "; the text inside was kept" if name in BLOCKS else ""
            self.notices.warning("liquid", f"{{% {name} %}} was left out{kept}", line)
        return "\n" * match[0].count("\n")

    def _output(self, match: re.Match[str], line: int) -> str:
        expression, *filters = (part.strip() for part in match[1].split("|"))
        value: str | None
        if len(expression) > 1 and expression[0] == expression[-1] and expression[0] in "\"'":
            value = expression[1:-1]
        else:
            value = self.variables.get(expression)
        for name in (item.split(":")[0].strip() for item in filters):
            if value is None:
                break
            if name == "relative_url":
                value = self.variables.get("site.baseurl", "") + "/" + value.lstrip("/")
            elif name == "absolute_url":
                value = self.variables.get("site.address", "") + "/" + value.lstrip("/")
            elif name in ("upcase", "downcase"):
                value = value.upper() if name == "upcase" else value.lower()
            elif name not in ("escape", "strip", "xml_escape", "default", "markdownify", "date"):
                value = None
        if value is None:
            self.notices.warning("liquid", f"{{{{ {match[1].strip()} }}}} was left out", line)
            return "\n" * match[0].count("\n")
        return value

    def _shortcode(self, match: re.Match[str], line: int) -> str:
        closing, name, rest = match[2], match[3], match[4]
        arguments, first = _arguments(rest)
        if name in ("ref", "relref"):
            target = arguments.get("path") or first
            path, _, fragment = target.partition("#")
            found = self.post_path(path) if path else ""
            if found is None:
                self.notices.warning(
                    "shortcode-ref",
                    f"'{target}' of {{{{< {name} >}}}} is no post; the link is dead",
                    line,
                )
                return "#"
            return found + (f"#{fragment}" if fragment else "")
        if name == "figure" and not closing:
            return _figure(arguments)
        if name in ("youtube", "vimeo") and not closing:
            identifier = arguments.get("id") or first
            base = "https://www.youtube.com/watch?v=" if name == "youtube" else "https://vimeo.com/"
            title = arguments.get("title") or f"動画（{base}{identifier}）"
            return f"[{title}]({base}{identifier})"
        if not closing:
            self.notices.warning(
                "shortcode", f"{{{{< {name} >}}}} was left out; text inside it was kept", line
            )
        return "\n" * match[0].count("\n")


def _arguments(rest: str) -> tuple[dict[str, str], str]:
    named: dict[str, str] = {}
    first = ""
    for match in ARGUMENT.finditer(rest):
        value = next((g for g in match.groups()[1:] if g is not None), "").replace('\\"', '"')
        if match[1]:
            named[match[1]] = value
        elif not first:
            first = value
    return named, first


def _figure(arguments: Mapping[str, str]) -> str:
    """Return Hugo's figure shortcode as a Markdown image with a caption (its title)."""
    caption = arguments.get("caption") or arguments.get("title") or ""
    alt = arguments.get("alt") or caption
    text = f'<img src="{escape(arguments.get("src", ""))}" alt="{escape(alt)}"'
    return text + (f' title="{escape(caption)}" />' if caption else " />")
