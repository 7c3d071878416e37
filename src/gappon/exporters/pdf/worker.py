"""What a worker runs; a light module, because the process that gives it work imports it too."""

from __future__ import annotations

from gappon.cache import encode
from gappon.exporters.pdf.fragment import Sheet


def compile_packed(sheet: Sheet) -> bytes:
    """Compile a sheet; the fragment travels as bytes."""
    from gappon.exporters.pdf.weasy import compile_sheet

    return encode(compile_sheet(sheet))
