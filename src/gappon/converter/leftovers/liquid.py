"""Jekyll's Liquid, through python-liquid: resolved where this site says what is meant, else told.

What the scanner finds is put together into python-liquid's tokens. Its own lexer would stop at the
first mark that is none, and reads code and formulas as if they were marks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from liquid.exceptions import OutputStreamLimitError
from liquid.token import TOKEN_CONTENT

from gappon.converter.leftovers.lined import LinedBuffer, LinedWriter
from gappon.converter.leftovers.liquid_items import Item, read_items
from gappon.converter.leftovers.liquid_nodes import (
    REPLACED,
    Context,
    Recorder,
    Template,
    environment,
)
from gappon.converter.leftovers.liquid_tokens import fitting, parse
from gappon.converter.source import SourceText

Warn = Callable[[str, str, int], None]

ROOM = 1_000_000  # characters that a post may make besides four times its own
DEEPEST_INCLUDE = 8


@dataclass(frozen=True)
class Site:
    """What Liquid asks a site for.

    Attributes:
        variables: ``site``, ``page`` and what is in them.
        address, baseurl: of the site, for filters.
        post_path: from the name of a post to its path on the site, None when there is none.
        read_include: from a name to the text of a file of ``_includes``, None when there is none.
    """

    variables: Mapping[str, object]
    address: str
    baseurl: str
    post_path: Callable[[str], str | None]
    read_include: Callable[[str], str | None]


def resolve(source: SourceText, site: Site, warn: Warn) -> SourceText:
    """Return a post of Jekyll's without Liquid, and without Hugo's shortcodes.

    Args:
        source: the post.
        site: what names stand for.
        warn: is told what is left out, with a line of the file.
    """
    recorder = Recorder(
        lambda code, message, index: warn(code, message, source.line_at(index)),
        site.post_path,
        lambda name, arguments, context: _included(name, arguments, context, site),
    )
    items = list(read_items(source.text, recorder))
    env = environment(site.address, site.baseurl)
    items = fitting(items, env, recorder)
    writer = LinedWriter(source)
    buffer = LinedBuffer(writer, 4 * len(source.text) + ROOM)
    template = Template(env, parse(items, env))
    context = Context(template, globals=site.variables)
    context.recorder = recorder
    try:
        template.render_with_context(context, buffer)
    except OutputStreamLimitError:
        recorder.warn("liquid", "Liquid makes too much text; its marks were left out", 0)
        return _without_marks(items, source)
    return writer.source()


def _included(
    name: str, arguments: Mapping[str, object], context: Context, site: Site
) -> str | None:
    """Return what a file of ``_includes`` makes of its arguments, None when there is none."""
    recorder = context.recorder
    if recorder.included > ROOM or recorder.depth >= DEEPEST_INCLUDE:
        return None
    text = site.read_include(name)
    if text is None:
        return None
    recorder.included += len(text) + 1000
    recorder.depth += 1
    # Whatever the file does happens where it is included.
    items = [replace(item, index=recorder.index) for item in read_items(text, recorder)]
    nodes = parse(fitting(items, context.env, recorder), context.env)
    buffer = context.get_buffer()
    with context.extend({"include": arguments}):
        for node in nodes:
            node.render(context, buffer)
            if buffer.tell() > ROOM:
                break
    recorder.depth -= 1
    return buffer.getvalue()[:ROOM]


def _without_marks(items: Iterable[Item], source: SourceText) -> SourceText:
    """Return the text that stands between marks."""
    writer = LinedWriter(source)
    for item in items:
        if item.kind == TOKEN_CONTENT:
            writer.copy(item.text, item.index)
        elif item.kind == REPLACED:
            writer.put(item.text, item.index)
    return writer.source()
