"""A book and a theme → the bytes of an EPUB."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ebooklib import epub

from gappon import trees
from gappon.binding.labels import labels
from gappon.binding.links import addresses_in, anchors_of
from gappon.binding.navigation import Entry, headings_of, navigation_tree
from gappon.config import EpubSettings
from gappon.errors import ExportError, GapponError
from gappon.exporters.base import Edition
from gappon.exporters.epub import metadata, navigation, package, xhtml
from gappon.exporters.epub.documents import COVERS, Setting, documents_of
from gappon.exporters.epub.fonts import embedded_fonts
from gappon.exporters.epub.pagelist import page_list
from gappon.exporters.epub.styles import style_sheet
from gappon.publication import (
    Book,
    Chapter,
    CoverImage,
    Item,
    Listing,
    Matter,
    NavigationList,
    Pagination,
)
from gappon.trees import Element


class Exported(NamedTuple):
    """An EPUB, and how much of it is fonts, in bytes."""

    data: bytes
    font_bytes: int


def export_epub(
    book: Book, edition: Edition, cover: CoverImage | None, pagination: Pagination | None
) -> Exported:
    """Return the EPUB of a book.

    Args:
        book: the volume with its chapters.
        edition: how it looks and what it has besides the posts.
        cover: its cover; None: it has none.
        pagination: page numbers of the PDF of the same volume; None: it carries none.
    """
    theme, settings, readings = edition.theme, edition.settings.epub, edition.settings.all_readings
    book = book.for_format("epub")
    language = book.imprint.language
    target = package.new_book(book.volume.identifier, book.title, language)
    target.set_direction("rtl" if theme.vertical else "ltr")
    bodies = {text.key: trees.parse(text.body) for text in book.converted}
    anchors = {key: anchors_of(body) for key, body in bodies.items()}
    fonts = embedded_fonts(
        list(bodies.values()),
        edition.fonts,
        theme,
        settings.embed_fonts,
        settings.font_format,
    )
    for font in fonts:
        target.add_item(package.font(font.name, font.media_type, font.data))

    css = style_sheet(theme, fonts)
    target.add_item(package.stylesheet("style", "style.css", css))
    if cover is not None:
        target.add_item(
            package.image(
                "cover-image", COVERS[cover.media_type], cover.media_type, cover.data, cover=True
            )
        )
    setting = Setting(
        book,
        theme,
        addresses_in(anchors, xhtml.beside),
        edition.web,
        pagination,
        COVERS[cover.media_type] if cover is not None else "",
        navigation.series_links(book) if settings.series_links else {},
    )
    nav = _navigation_document(book, settings, pagination)
    spine = [
        document
        for item in book.items
        for document in ([nav] if _is_list(item) else _documents(item, bodies, setting))
    ]
    metadata.add_metadata(target, book, settings, readings, pagination)
    tree = _tree(book, settings)
    target.toc = navigation.ncx_tree(tree)
    target.add_item(epub.EpubNcx())
    for asset in book.assets.values():
        target.add_item(
            package.image(
                asset.name.split(".")[0], f"images/{asset.name}", asset.media_type, asset.data
            )
        )
    for document in spine if nav in spine else [*spine, nav]:
        target.add_item(document)
    target.spine = spine
    data = package.write_package(target, book.volume.newest or package.EARLIEST)
    return Exported(data, sum(len(font.data) for font in fonts))


def _documents(
    item: Item, bodies: Mapping[str, Element], setting: Setting
) -> list[package.Document]:
    """Return the documents of an item.

    Raises:
        ExportError: whatever goes wrong; the text says in which item.
    """
    try:
        return list(documents_of(item, bodies, setting))
    except GapponError:
        raise
    except Exception as error:
        place = item.post.source if isinstance(item, Chapter) else item.key
        reason = f"{type(error).__name__}: {error}"
        raise ExportError(f"the EPUB was not built: {place} could not be set ({reason})") from error


def _is_list(item: Item) -> bool:
    return isinstance(item, Matter) and isinstance(item.content, NavigationList)


def _tree(book: Book, settings: EpubSettings) -> tuple[Entry, ...]:
    return navigation_tree(book, Listing.NAVIGATION, headings_of(book), settings.contents_depth)


def _navigation_document(
    book: Book, settings: EpubSettings, pagination: Pagination | None
) -> package.Document:
    language = book.imprint.language
    words = labels(language)
    content = navigation.navigation_html(
        _tree(book, settings), navigation.landmarks(book), language
    )
    if pagination is not None:
        content += "\n" + page_list(_places(book, pagination), words["pages"])
    title = words["contents"]
    document = xhtml.document(title, content, language, up="")
    return package.Document("nav", navigation.FILE, title, document, ("nav",))


def _places(book: Book, pagination: Pagination) -> list[tuple[int, str]]:
    return [
        (number, xhtml.file_of(key))
        for key, pages in pagination.items.items()
        for number in pages.numbers
    ]
