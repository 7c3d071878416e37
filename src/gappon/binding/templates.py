"""What a theme's templates make of chapters and of matter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from lxml.etree import XMLSyntaxError

from gappon import trees
from gappon.addresses import escape_address
from gappon.errors import ThemeError
from gappon.markup import TITLE_ID
from gappon.publication import Book, Chapter, Imprint, Part, Post, Volume
from gappon.theme import Theme
from gappon.trees import Element, Query

BODY = '<div data-gappon="body"></div>'  # stands for a chapter's text while a template is filled in
BODY_PLACES = Query("descendant::div[@data-gappon='body']")
CHAPTER_TEMPLATE = "chapter.html.j2"
PART_TEMPLATE = "part.html.j2"
# Reading systems have Japanese fonts; the names are those of Apple, Windows and Android.
EPUB_FONTS = {
    "mincho": '"Hiragino Mincho ProN", "Yu Mincho", YuMincho, "Noto Serif JP", serif',
    "gothic": '"Hiragino Sans", "Hiragino Kaku Gothic ProN", "Yu Gothic", YuGothic, '
    '"Noto Sans JP", sans-serif',
    "mono": 'Menlo, Consolas, "Noto Sans Mono", monospace',
}
LAST_RESORTS = (
    '"Gappon Emoji", "Gappon Arabic", "Gappon Hebrew", "Gappon Thai", "Gappon Devanagari", '
    '"Gappon Fallback"'
)
PDF_FONTS = {
    "mincho": f'"Gappon Mincho", "Gappon Gothic", {LAST_RESORTS}',
    "gothic": f'"Gappon Gothic", "Gappon Mincho", {LAST_RESORTS}',
    "mono": f'"Gappon Mono", "Gappon Gothic", {LAST_RESORTS}',
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


def chapter_tree(chapter: Chapter, theme: Theme, imprint: Imprint, body: Element) -> Element:
    """Return a chapter as the theme's template makes it; links to posts are as they were.

    Args:
        chapter: what the template is given.
        theme: has it.
        imprint: who publishes.
        body: the chapter's text, which is moved to where the template has it.

    Raises:
        ThemeError: the template is not well-formed, or leaves out the text or repeats it.
    """
    web = web_address(chapter.post, imprint)
    html = theme.render(
        CHAPTER_TEMPLATE,
        chapter=chapter,
        title_id=TITLE_ID,
        imprint=imprint,
        body=BODY,
        web=web,
        web_text=unquote(web),
    )
    root = parse_page(html, theme, CHAPTER_TEMPLATE)
    places = BODY_PLACES(root)
    if len(places) != 1:
        raise ThemeError(
            f"theme {theme.name}: {CHAPTER_TEMPLATE} shows the text of a chapter {len(places)} "
            "times; write {{ body|xhtml }} once, where it belongs"
        )
    trees.replace(places[0], body)
    return root


def parse_page(html: str, theme: Theme, template: str) -> Element:
    """Return what a template makes as a tree.

    Raises:
        ThemeError: it is not well-formed.
    """
    try:
        return trees.parse(html)
    except XMLSyntaxError as error:
        raise ThemeError(
            f"theme {theme.name}: {template}: what it makes is not well-formed XHTML ({error.msg})"
        ) from error


def fill_in(template: str, book: Book, theme: Theme, **values: Any) -> str:
    """Return a page of matter: a template of the theme, which knows the book.

    Raises:
        ThemeError: the template is not there or has a mistake.
    """
    date = japanese_date(book.volume.newest)
    html = theme.render(template, book=book, imprint=book.imprint, date=date, **values)
    parse_page(html, theme, template)
    return html


def part_page(part: Part, volume: Volume, theme: Theme) -> str:
    """Return the title page of a part (中扉), ``""`` where the theme has no template for it.

    Raises:
        ThemeError: the template has a mistake.
    """
    if not theme.has(PART_TEMPLATE):
        return ""
    html = theme.render(PART_TEMPLATE, part=part, volume=volume, title_id=TITLE_ID)
    parse_page(html, theme, PART_TEMPLATE)
    return html
