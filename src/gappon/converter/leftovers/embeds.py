"""What sites embed from others, by the names that their generators have for it: titled links."""

from __future__ import annotations

# Name → (what it is, address for an identifier). Arguments that are addresses stay what they are.
EMBEDS = {
    **dict.fromkeys(("youtube", "youtubeplayer"), ("動画", "https://www.youtube.com/watch?v={}")),
    "vimeo": ("動画", "https://vimeo.com/{}"),
    **dict.fromkeys(("niconico", "nicovideo"), ("動画", "https://www.nicovideo.jp/watch/{}")),
    **dict.fromkeys(("tweet", "twitter", "x"), ("投稿", "https://x.com/i/status/{}")),
    "instagram": ("写真", "https://www.instagram.com/p/{}/"),
    "gist": ("コード", "https://gist.github.com/{}"),
    "github": ("コード", "https://github.com/{}"),
    "codepen": ("コード", "https://codepen.io/{}"),
    "jsfiddle": ("コード", "https://jsfiddle.net/{}"),
    "codesandbox": ("コード", "https://codesandbox.io/s/{}"),
    "stackblitz": ("コード", "https://stackblitz.com/edit/{}"),
    "speakerdeck": ("スライド", "https://speakerdeck.com/player/{}"),
    "slideshare": ("スライド", "https://www.slideshare.net/slideshow/embed_code/key/{}"),
    "docswell": ("スライド", "https://www.docswell.com/slide/{}/embed"),
    "figma": ("図", "https://www.figma.com/file/{}"),
    "blueprintue": ("図", "https://blueprintue.com/render/{}/"),
    "soundcloud": ("音声", "https://soundcloud.com/{}"),
    "spotify": ("音声", "https://open.spotify.com/{}"),
    "card": ("", "{}"),
}
ADDRESS_MARKS = str.maketrans({"(": "%28", ")": "%29", "<": "%3C", ">": "%3E", " ": "%20"})


def embed(name: str, identifier: str, title: str = "") -> str:
    """Return a link in Markdown, ``""`` when the name embeds nothing or nothing is said.

    Args:
        name: what the generator calls it.
        identifier: an address, or what the service knows it by.
        title: the text of the link; default: what it is, and the address.
    """
    known = EMBEDS.get(name.lower())
    identifier = identifier.strip()
    if known is None or not identifier:
        return ""
    kind, form = known
    is_address = identifier.startswith(("http://", "https://"))
    address = identifier if is_address else form.format(identifier)
    if not address.startswith(("http://", "https://")):
        return ""
    text = title or (f"{kind}（{address}）" if kind else address)
    return f"[{_escaped(text)}]({address.translate(ADDRESS_MARKS)})"


def _escaped(text: str) -> str:
    """Return text without what Markdown would take for marks in the text of a link."""
    for mark in "\\[]`*_<":
        text = text.replace(mark, f"\\{mark}")
    return text
