"""A fragment: the pages of one document without fonts, as bytes that can be stored and sent."""

from __future__ import annotations

import pickle
from dataclasses import dataclass

from gappon.exporters.pdf.pages import Sheet
from gappon.exporters.pdf.weasy import Rendered, render


@dataclass(frozen=True)
class Fragment:
    """What compiling a sheet gives.

    Attributes:
        key: of the chapter, or a name such as ``cover``.
        rendered: pages, glyphs used, outline, warnings.
    """

    key: str
    rendered: Rendered

    @property
    def pages(self) -> int:
        """Number of pages."""
        return self.rendered.pages


def compile_sheet(key: str, sheet: Sheet) -> Fragment:
    """Lay out a document."""
    return Fragment(key, render(sheet.html, sheet.css, sheet.assets))


def to_bytes(fragment: Fragment) -> bytes:
    """Return a fragment as bytes."""
    return pickle.dumps(fragment, protocol=5)
