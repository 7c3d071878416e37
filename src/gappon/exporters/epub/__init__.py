"""EPUB 3.3 (W3C Recommendation), written through ebooklib."""

from gappon.exporters.epub.export import Extras, export_epub
from gappon.exporters.epub.pagelist import ChapterPages, Pagination

__all__ = ["ChapterPages", "Extras", "Pagination", "export_epub"]
