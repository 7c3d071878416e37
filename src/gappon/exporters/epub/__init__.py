"""EPUB 3.3 (W3C Recommendation), written through ebooklib."""

from gappon.exporters.epub.export import export_epub

__all__ = ["export_epub"]
