"""A page as an image: laid out by WeasyPrint, rastered by pdfium."""

from __future__ import annotations

import io

from gappon.typesetter.fragment import Document

HEIGHT = 2048  # pixels; bookshops ask for 1,400 and more on the longer side


def draw_page(document: Document) -> bytes:
    """Return the first page of a document as a PNG; a worker's task."""
    from gappon.typesetter.engine import render_whole

    return raster(render_whole(document)[0])


def raster(pdf: bytes) -> bytes:
    """Return the first page of a PDF as a PNG of at most 255 colours.

    A theme's cover is flat; 255 colours lose nothing that can be seen.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        picture = page.render(scale=HEIGHT / page.get_height()).to_pil().convert("RGB")
    finally:
        document.close()
    buffer = io.BytesIO()
    picture.quantize(colors=255, method=2, dither=0).save(buffer, "PNG", compress_level=9)
    return buffer.getvalue()
