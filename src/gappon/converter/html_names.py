"""Names of HTML's elements, by what becomes of them in a book. What is none of these is text."""

from __future__ import annotations

from gappon.converter.mathml import NAMES as MATH

# Each name is written out: what a book may have is to be read here, and changed nowhere else.
TEXT = frozenset(
    {"h1", "h2", "h3", "h4", "h5", "h6", "p", "pre", "blockquote", "hr", "br", "wbr"}
    | {"div", "section", "aside", "nav", "figure", "figcaption", "details", "summary"}
    | {"ul", "ol", "li", "dl", "dt", "dd", "img", "input"}
    | {"table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "td", "th"}
    | {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd"}
    | {"mark", "q", "ruby", "rp", "rt", "s", "samp", "small", "span", "strong", "sub", "sup"}
    | {"time", "u", "var"}
)
KEPT = TEXT | MATH
# Block elements without a meaning of their own in books; divisions keep their text apart.
AS_DIVISION = frozenset(
    {"center", "article", "header", "footer", "main", "form", "fieldset", "address", "hgroup"}
    | {"dialog", "menu", "search"}
)
RENAMED = {**dict.fromkeys(AS_DIVISION, "div"), "strike": "s", "tt": "code", "acronym": "abbr"}
# Their tags go and their text stays: what they say is looks, or belongs to forms and players.
UNWRAPPED = frozenset(
    {"font", "big", "blink", "marquee", "nobr", "body", "html", "head", "label", "button", "legend"}
    | {"output", "picture", "data", "rb", "rtc", "slot", "map", "meter", "progress", "dir"}
    | {"optgroup", "option", "datalist", "param", "source", "track", "area"}
)
EMBEDDED = frozenset({"iframe", "video", "audio", "embed", "object"})  # become links
SCRIPTS = frozenset({"script", "style", "applet", "frame", "frameset", "link", "meta", "base"})
REMOVED_WITH_CONTENT = frozenset(
    {"script", "style", "svg", "iframe", "object", "embed", "template", "noscript", "select"}
    | {"textarea", "canvas", "head", "title", "xmp", "noembed", "noframes", "plaintext"}
)
# Read up to their end tags: what they hold is no text of the post.
WHOLE = (REMOVED_WITH_CONTENT - {"head", "embed"}) | {"video", "audio", "applet"}
KNOWN = KEPT | RENAMED.keys() | UNWRAPPED | EMBEDDED | SCRIPTS | WHOLE
EMPTY = frozenset({"br", "img", "hr", "col", "wbr", "input"})  # have no end tag
# Elements that end by themselves where the next one begins.
ENDED_BY_OTHERS = frozenset(
    {"p", "li", "dt", "dd", "rt", "rp", "tr", "td", "th", "thead", "tbody", "tfoot", "option"}
)
