"""Package metadata: Dublin Core, collections, and what the book offers to readers with needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gappon.config import EpubSettings
from gappon.publication import Book, Pagination

SUMMARY = {
    "ja": "目次と見出しによる移動、読み上げ順に並んだ本文を備えています。",
    "en": "The publication has a table of contents, headings to navigate by, and text in a "
    "logical reading order.",
}
SUMMARY_ALT = {
    "ja": "画像には代替テキストがあります。",
    "en": "Images have alternative text.",
}
SUMMARY_NO_ALT = {
    "ja": "代替テキストのない画像が含まれます。",
    "en": "Some images have no alternative text.",
}


def add_metadata(
    package: Any,
    book: Book,
    settings: EpubSettings,
    readings: Mapping[str, str],
    pagination: Pagination | None,
) -> None:
    """Write all metadata of a book into an ebooklib book.

    Args:
        package: ebooklib's.
        book: the book.
        settings: what the publisher says of it.
        readings: kana by name, for sorting.
        pagination: whose page numbers it carries.
    """
    _dublin_core(package, book, readings)
    _collection(package, book)
    _accessibility(package, book, settings, paged=pagination is not None)
    if pagination is not None:
        package.add_metadata("DC", "source", pagination.source, {"id": "pages-source"})
        _meta(package, "source-of", "pagination", refines="#pages-source")
        _meta(package, "pageBreakSource", pagination.source)


def _meta(package: Any, name: str, value: str, **attributes: str) -> None:
    package.add_metadata(None, "meta", value, {"property": name, **attributes})


def _dublin_core(package: Any, book: Book, readings: Mapping[str, str]) -> None:
    volume, imprint = book.volume, book.imprint
    _meta(package, "title-type", "main", refines="#title")
    if volume.title_kana:
        _meta(package, "file-as", volume.title_kana, refines="#title")
    for number, name in enumerate(book.authors, 1):
        identifier = f"creator-{number}"
        package.add_metadata("DC", "creator", name, {"id": identifier})
        _meta(package, "role", "aut", refines=f"#{identifier}", scheme="marc:relators")
        named = (p for p in volume.posts if p.authors[:1] == (name,))
        in_posts = (p.extra["author_kana"] for p in named if p.extra.get("author_kana"))
        reading = next(in_posts, readings.get(name, ""))
        if reading:
            _meta(package, "file-as", reading, refines=f"#{identifier}")
    if imprint.publisher:
        package.add_metadata("DC", "publisher", imprint.publisher)
    if volume.newest:
        package.add_metadata("DC", "date", f"{volume.newest:%Y-%m-%d}")
    description = imprint.description or f"{imprint.site_title}の記事{len(book.chapters)}篇。"
    package.add_metadata("DC", "description", description)
    for subject in book.subjects[:30]:
        package.add_metadata("DC", "subject", subject)
    if imprint.rights:
        package.add_metadata("DC", "rights", imprint.rights)
    if imprint.url:
        package.add_metadata("DC", "source", imprint.url)
    package.add_metadata(None, "meta", "", {"name": "cover", "content": "cover-image"})


def _collection(package: Any, book: Book) -> None:
    """The publication is a series; the parts of a split volume are numbered (EPUB 3.3 D.4)."""
    imprint, volume = book.imprint, book.volume
    if not imprint.site_title:
        return
    name = volume.title if volume.number else imprint.site_title
    _meta(package, "belongs-to-collection", name, id="collection")
    _meta(package, "collection-type", "series", refines="#collection")
    if volume.number:
        _meta(package, "group-position", str(volume.number), refines="#collection")


def _accessibility(package: Any, book: Book, settings: EpubSettings, *, paged: bool) -> None:
    """EPUB Accessibility 1.1 §2: said of this book, from what is in it."""
    images = list(book.assets)
    without_alt = sum(text.images_without_alt for text in book.converted)
    described = images and not without_alt
    _meta(package, "schema:accessMode", "textual")
    if images:
        _meta(package, "schema:accessMode", "visual")
    if not images or described:
        _meta(package, "schema:accessModeSufficient", "textual")
    if images:
        _meta(package, "schema:accessModeSufficient", "textual,visual")
    features = [
        "tableOfContents",
        "structuralNavigation",
        "readingOrder",
        "displayTransformability",
    ]
    if described:
        features.append("alternativeText")
    if any(text.has_mathml for text in book.converted):
        features.append("MathML")
    if any(text.has_ruby for text in book.converted):
        features.append("rubyAnnotations")
    if paged:
        features += ["pageBreakMarkers", "pageNavigation"]
    if any(matter.role == "index" for matter in book.matter):
        features.append("index")
    for feature in features:
        _meta(package, "schema:accessibilityFeature", feature)
    _meta(package, "schema:accessibilityHazard", "none")
    language = "ja" if book.imprint.language.startswith("ja") else "en"
    parts = [SUMMARY[language]]
    if images:
        parts.append((SUMMARY_ALT if described else SUMMARY_NO_ALT)[language])
    _meta(package, "schema:accessibilitySummary", " ".join(parts))
    if settings.conforms_to:
        _meta(package, "dcterms:conformsTo", settings.conforms_to)
    if settings.certified_by:
        _meta(package, "a11y:certifiedBy", settings.certified_by)
