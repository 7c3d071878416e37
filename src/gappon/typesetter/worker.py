"""What a worker runs; a light module, because the process that gives it work imports it too."""

from __future__ import annotations

from gappon.typesetter.fragment import Document
from gappon.values import encode


def compile_packed(document: Document) -> bytes:
    """Compile a document; the fragment travels as bytes."""
    from gappon.typesetter.engine import compile_document

    return encode(compile_document(document))
