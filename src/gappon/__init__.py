"""gappon (合本): a publication compiler from Markdown posts to EPUB and PDF volumes."""

__version__ = "0.1.0"
