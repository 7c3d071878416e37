"""A book in the dress of a theme: templates filled in, links between posts settled."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from html import escape, unescape
from typing import Any
from urllib.parse import unquote

from gappon.addresses import escape_address
from gappon.publication import Book, Chapter, Imprint, Part, Post, Volume
from gappon.theme import Theme

POST_LINK = re.compile(r'href="post:([^"#]+)(#[^"]*)?"')
ANCHOR = re.compile(r'\sid="([^"]+)"')
# Ids of posts are in lower case: those of the book begin with a capital and meet none of them.
TITLE_ID = "Title"
PART_TEMPLATE = "part.html.j2"
# Reading systems have Japanese fonts; the names are those of Apple, Windows and Android.
EPUB_FONTS = {
    "mincho": '"Hiragino Mincho ProN", "Yu Mincho", YuMincho, "Noto Serif JP", serif',
    "gothic": '"Hiragino Sans", "Hiragino Kaku Gothic ProN", "Yu Gothic", YuGothic, '
    '"Noto Sans JP", sans-serif',
    "mono": 'Menlo, Consolas, "Noto Sans Mono", monospace',
}
PDF_FONTS = {
    "mincho": '"Gappon Mincho", "Gappon Gothic", "Gappon Fallback"',
    "gothic": '"Gappon Gothic", "Gappon Mincho", "Gappon Fallback"',
    "mono": '"Gappon Mono", "Gappon Gothic", "Gappon Fallback"',
}


def families(theme: Theme, stacks: dict[str, str]) -> dict[str, str]:
    """Return the font families of a theme by their use: body, heading, code, ui."""
    return {
        use: stacks.get(role, f'"{role}", ' + stacks["gothic"])
        for use, role in theme.settings.fonts.items()
    }


def japanese_date(date: datetime | None) -> str:
    """Return ``2025年11月3日``, nothing of no date."""
    return f"{date.year}年{date.month}月{date.day}日" if date else ""


def web_address(post: Post, imprint: Imprint) -> str:
    """Return where a post stands on the web, or ``""`` when the site's address is not known."""
    return escape_address(imprint.url + post.permalink) if imprint.url else ""


def web_addresses(posts: Iterable[Post], imprint: Imprint) -> dict[str, str]:
    """Return where posts stand on the web, by key; none when the site's address is not known."""
    return {post.key: web_address(post, imprint) for post in posts} if imprint.url else {}


def chapter_html(chapter: Chapter, theme: Theme, imprint: Imprint, body: str | None = None) -> str:
    """Return a chapter's content in the theme's dress; links to posts are as they were."""
    web = web_address(chapter.post, imprint)
    return theme.render(
        "chapter.html.j2",
        chapter=chapter,
        title_id=TITLE_ID,
        imprint=imprint,
        body=chapter.body if body is None else body,
        web=web,
        web_text=unquote(web),
    )


def settle_links(
    html: str, address_in_book: Callable[[str, str], str | None], posts: Mapping[str, str]
) -> str:
    """Turn ``post:KEY#fragment`` into an address in the book, or on the web, or no link at all.

    Args:
        html: a chapter's content.
        address_in_book: from a post's key and a fragment to an address; None: not in the book.
        posts: web addresses by key.
    """

    def settle(match: re.Match[str]) -> str:
        key, fragment = match[1], unescape(match[2] or "")
        address = address_in_book(key, fragment)
        if address is None:
            web = posts.get(key, "")
            address = web + escape_address(fragment) if web else ""
        return f'href="{escape(address)}"' if address else ""

    return POST_LINK.sub(settle, html)


def addresses(book: Book, form: Callable[[str, str], str]) -> Callable[[str, str], str | None]:
    """Return what says where in the book a post and a fragment of it are.

    A fragment that the post does not have leads to the post's beginning.

    Args:
        book: the volume.
        form: from a key and an anchor (or ``""``) to an address.
    """
    anchors = {c.key: frozenset(ANCHOR.findall(c.body)) for c in book.chapters}

    def address(key: str, fragment: str) -> str | None:
        if key not in anchors:
            return None
        anchor = fragment.removeprefix("#")
        return form(key, anchor if anchor in anchors[key] else "")

    return address


def fill_in(template: str, book: Book, theme: Theme, **values: Any) -> str:
    """Return a page of matter: a template of the theme, which knows the book."""
    date = japanese_date(book.volume.newest)
    return theme.render(template, book=book, imprint=book.imprint, date=date, **values)


def part_page(part: Part, volume: Volume, theme: Theme) -> str:
    """Return the title page of a part (中扉), ``""`` where the theme has no template for it."""
    if not theme.has(PART_TEMPLATE):
        return ""
    return theme.render(PART_TEMPLATE, part=part, volume=volume, title_id=TITLE_ID)
