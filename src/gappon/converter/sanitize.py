"""The one door for what posts bring: HTML is sanitised here, and nowhere else, by nh3.

Kept: text, ruby, figures, tables, details and MathML. Never: scripts, frames, event handlers,
``javascript:`` addresses, styles. A video or a map becomes a link with its title.
"""

from __future__ import annotations

import re
from html import escape, unescape

import nh3

from gappon.converter.attributes import allowed
from gappon.converter.mathml import NAMES as MATH

# Each name is written out: what a book may have is to be read here, and changed nowhere else.
TEXT = (
    {"h1", "h2", "h3", "h4", "h5", "h6", "p", "pre", "blockquote", "hr", "br", "wbr"}
    | {"div", "section", "aside", "nav", "figure", "figcaption", "details", "summary"}
    | {"ul", "ol", "li", "dl", "dt", "dd", "img", "input"}
    | {"table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "td", "th"}
    | {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd"}
    | {"mark", "q", "ruby", "rp", "rt", "s", "samp", "small", "span", "strong", "sub", "sup"}
    | {"time", "u", "var"}
)
ATTRIBUTES = {
    "*": {"id", "class", "lang", "title", "dir"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "type", "reversed"},
    "li": {"value"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope"},
    "col": {"span"},
    "colgroup": {"span"},
    "time": {"datetime"},
    "q": {"cite"},
    "blockquote": {"cite"},
    "del": {"datetime", "cite"},
    "ins": {"datetime", "cite"},
    "details": {"open"},
    "input": {"type", "checked", "disabled"},
    "math": {"display", "alttext", "xmlns"},
    "mo": {"stretchy", "fence", "separator", "form", "lspace", "rspace", "minsize", "maxsize"},
    "mi": {"mathvariant"},
    "mn": {"mathvariant"},
    "mtext": {"mathvariant"},
    "mstyle": {"displaystyle", "scriptlevel", "mathvariant"},
    "mspace": {"width", "height", "depth"},
    "mfrac": {"linethickness"},
    "mover": {"accent"},
    "munder": {"accentunder"},
    "munderover": {"accent", "accentunder"},
    "mtable": {"columnalign", "rowspacing", "columnspacing"},
    "mtd": {"columnspan", "rowspan", "columnalign"},
}
REMOVED_WITH_CONTENT = {
    "script",
    "style",
    "svg",
    "iframe",
    "object",
    "embed",
    "template",
    "noscript",
    "select",
} | {"textarea", "canvas", "head", "title", "xmp", "noembed", "noframes", "plaintext"}
# Block elements that nh3 would drop, keeping their text run together; divisions keep it apart.
AS_DIVISION = re.compile(
    r"<(/?)(?:center|article|header|footer|main|form|fieldset|address|hgroup|dialog|menu)\b[^>]*>",
    re.IGNORECASE,
)
FRAME = re.compile(
    r"<(iframe|video|audio|embed|object)\b((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>(.*?</\1\s*>)?",
    re.IGNORECASE | re.DOTALL,
)
ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
DANGEROUS = re.compile(
    r"<(script|style|object|embed|applet|form|svg|frame|link|meta|base)\b"
    r"|[\s\"'/](on[a-z]{3,})\s*=|(javascript|vbscript)\s*:",
    re.IGNORECASE,
)
YOUTUBE = re.compile(r"youtube(?:-nocookie)?\.com/embed/([\w-]{6,})")
SCHEMES = {"http", "https", "mailto", "tel", "data", "file"}  # file: is refused later, by name


def sanitize(html: str) -> str:
    """Return HTML that holds only what a book may have."""
    html = FRAME.sub(_as_link, html)
    html = AS_DIVISION.sub(r"<\1div>", html)
    return nh3.clean(
        html,
        tags=TEXT | MATH,
        clean_content_tags=REMOVED_WITH_CONTENT,
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        strip_comments=True,
        link_rel=None,
        url_schemes=SCHEMES,
    )


def dangerous(html: str) -> str:
    """Return the name of the first thing in raw HTML that does not get through, or ``""``."""
    found = DANGEROUS.search(html)
    return next(group for group in found.groups() if group).lower() if found else ""


def attribute(tag: str, name: str, value: str) -> str | None:
    """Return what an attribute that was not written in HTML may say, or None."""
    known = name in ATTRIBUTES["*"] or name in ATTRIBUTES.get(tag, ())
    return _attribute(tag, name, value) if known else None


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name in ("href", "cite") and value.lstrip().lower().startswith("data:"):
        return None
    return allowed(tag, name, value)


def _as_link(match: re.Match[str]) -> str:
    tag, written, content = match[1].lower(), match[2], match[3] or ""
    attributes = {
        name.lower(): unescape(a or b or c) for name, a, b, c in ATTRIBUTE.findall(written)
    }
    source = attributes.get("src") or attributes.get("data") or ""
    if not source:
        inner = re.search(r"<source\b[^>]*\bsrc\s*=\s*[\"']([^\"']+)", content, re.IGNORECASE)
        source = unescape(inner[1]) if inner else ""
    youtube = YOUTUBE.search(source)
    if youtube:
        source = f"https://www.youtube.com/watch?v={youtube[1]}"
    elif source.startswith("//"):
        source = "https:" + source
    if not source or source.lower().lstrip().startswith(("javascript:", "data:", "vbscript:")):
        return ""
    kind = {"audio": "音声", "video": "動画"}.get(tag, "埋め込み")
    title = attributes.get("title") or attributes.get("aria-label") or f"{kind}: {source}"
    return f'<a class="embed" href="{escape(source)}">{escape(title)}</a>'
