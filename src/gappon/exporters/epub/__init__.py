"""EPUB 3.3 (W3C Recommendation), written through ebooklib."""
