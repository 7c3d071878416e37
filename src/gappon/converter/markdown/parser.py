"""Markdown → HTML that is not yet safe, each element with the line on which it begins."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from markdown_it import MarkdownIt

from gappon.converter.markdown.document import KEY, Document
from gappon.converter.markdown.emphasis import add_emphasis
from gappon.converter.markdown.render import Renderer
from gappon.converter.markdown.state import BlockParser, InlineParser, read_texts
from gappon.converter.plugins.abbreviations import abbreviations
from gappon.converter.plugins.alerts import alerts
from gappon.converter.plugins.attribute_lists import attribute_lists
from gappon.converter.plugins.autolink import autolink
from gappon.converter.plugins.code import code
from gappon.converter.plugins.containers import containers
from gappon.converter.plugins.definition_list import definition_list
from gappon.converter.plugins.embeds import embeds
from gappon.converter.plugins.emphasis_dots import emphasis_dots
from gappon.converter.plugins.extensions import extensions
from gappon.converter.plugins.footnotes import footnotes
from gappon.converter.plugins.html import html
from gappon.converter.plugins.image_size import image_size
from gappon.converter.plugins.math import math
from gappon.converter.plugins.obsidian import obsidian
from gappon.converter.plugins.ruby import ruby
from gappon.converter.plugins.table import table
from gappon.converter.plugins.tasks import tasks
from gappon.converter.plugins.tate_chu_yoko import tate_chu_yoko
from gappon.converter.plugins.warichu import warichu
from gappon.converter.source import SourceText
from gappon.diagnostics import Notices
from gappon.publication import Dialect

DEEPEST = 24  # blocks, or spans, within each other: lines of a quote are read once for each
PLUGINS: tuple[Callable[[MarkdownIt], None], ...] = (
    add_emphasis,
    html,
    table,
    code,
    math,
    footnotes,
    containers,
    alerts,
    attribute_lists,
    extensions,
    definition_list,
    abbreviations,
    tasks,
    embeds,
    image_size,
    obsidian,
    ruby,
    emphasis_dots,
    tate_chu_yoko,
    warichu,
    autolink,
)


def to_html(source: SourceText, dialect: Dialect, notices: Notices) -> str:
    """Return the HTML of a Markdown text, with all raw HTML that is in it.

    Args:
        source: the text.
        dialect: what it holds besides Markdown.
        notices: is told what had to be left out.
    """
    text = source.text if source.text.endswith("\n") else source.text + "\n"
    document = Document(SourceText(text, source.lines), dialect, notices)
    html_text = _parser().render(text, {KEY: document})
    assert isinstance(html_text, str)
    return html_text


class Markdown(MarkdownIt):
    """markdown-it with this package's parsers, and addresses as they are written."""

    def __init__(self) -> None:
        options = {"maxNesting": DEEPEST}
        super().__init__("commonmark", options, renderer_cls=Renderer)
        self.block, self.inline = BlockParser(), InlineParser()
        self.configure("commonmark", options)
        self.core.ruler.at("inline", read_texts)
        for plugin in PLUGINS:
            plugin(self)

    def normalizeLink(self, url: str) -> str:
        """Return an address; links and images look after it later."""
        return url

    def normalizeLinkText(self, link: str) -> str:
        """Return the text of a bare address as it is written."""
        return link

    def validateLink(self, url: str) -> bool:
        """Let every address through: what is harmful does not pass the sanitiser."""
        return True


@lru_cache(maxsize=1)
def _parser() -> Markdown:
    return Markdown()
