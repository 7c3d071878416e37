"""The cover image: the theme's cover page, laid out by WeasyPrint and rastered by pdfium."""

from __future__ import annotations

import io

import pypdfium2

from gappon.exporters.pdf.pages import cover_pdf
from gappon.publication import Book
from gappon.theme import Theme

HEIGHT = 2048  # pixels; bookshops ask for 1,400 and more on the longer side


def cover_image(book: Book, theme: Theme) -> bytes:
    """Return the cover as a PNG of at most 256 colours where that loses nothing to see."""
    document = pypdfium2.PdfDocument(cover_pdf(book, theme))
    try:
        page = document[0]
        picture = page.render(scale=HEIGHT / page.get_height()).to_pil().convert("RGB")
    finally:
        document.close()
    buffer = io.BytesIO()
    picture.quantize(colors=255).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
