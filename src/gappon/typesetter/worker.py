"""What a worker runs; a light module, because the process that gives it work imports it too."""

from __future__ import annotations

from gappon.typesetter.fragment import Document
from gappon.values import encode


def compile_packed(sheet: Document) -> bytes:
    """Compile a sheet; the fragment travels as bytes."""
    from gappon.typesetter.engine import compile_sheet

    return encode(compile_sheet(sheet))
