"""A page as an image: laid out by WeasyPrint, rastered by pdfium."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from gappon.typesetter.fragment import Document

if TYPE_CHECKING:
    from PIL import Image

HEIGHT = 2048  # pixels; bookshops ask for 1,400 and more on the longer side
QUALITY = 92  # of a JPEG, its colours at full resolution: red letters keep sharp edges
PHOTOGRAPH = 2  # times as large as a JPEG a PNG must be before it is not worth it


def draw_page(document: Document) -> bytes:
    """Return the first page of a document as an image; a worker's task."""
    from gappon.typesetter.engine import render_whole

    return raster(render_whole(document)[0])


def raster(pdf: bytes) -> bytes:
    """Return the first page of a PDF as an image in full colour: what is smaller of PNG and JPEG.

    Photographs are JPEGs: a PNG of few colours shows bands, one of all is large. What is flat is a
    PNG without any loss.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        picture = page.render(scale=HEIGHT / page.get_height()).to_pil().convert("RGB")
    finally:
        document.close()
    return encoded(picture)


def encoded(picture: Image.Image) -> bytes:
    """Return a picture in RGB as PNG or JPEG."""
    png = _saved(picture, "PNG", compress_level=9)
    jpeg = _saved(picture, "JPEG", quality=QUALITY, subsampling="4:4:4", optimize=True)
    return jpeg if len(png) > PHOTOGRAPH * len(jpeg) else png


def _saved(picture: Image.Image, form: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, form, **options)
    return buffer.getvalue()
