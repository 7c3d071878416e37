"""All exporters, and what makes the artifacts that they need. A new one is a line here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from graphlib import TopologicalSorter

from gappon.exporters.base import ArtifactMaker, Edition, Exporter
from gappon.exporters.epub.exporter import EpubExporter
from gappon.exporters.pdf.cover import CoverPainter
from gappon.exporters.pdf.exporter import PdfExporter
from gappon.exporters.pdf.pagination import Paginator

EXPORTERS: tuple[Callable[[Edition], Exporter], ...] = (PdfExporter, EpubExporter)
MAKERS: tuple[Callable[[Edition], ArtifactMaker], ...] = (CoverPainter, Paginator)


def exporters_for(edition: Edition) -> tuple[Exporter, ...]:
    """Return the exporters of the formats that are asked for, in the order of their needs."""
    asked = {exporter.name: exporter for exporter in (make(edition) for make in EXPORTERS)}
    asked = {name: asked[name] for name in asked if name in edition.settings.formats}
    formats = {maker.makes: maker.format for maker in (make(edition) for make in MAKERS)}
    order = TopologicalSorter(
        {
            name: [formats[kind] for kind in exporter.needs if formats[kind] in asked]
            for name, exporter in asked.items()
        }
    )
    return tuple(asked[name] for name in order.static_order())


def makers_for(edition: Edition, exporters: Iterable[Exporter]) -> tuple[ArtifactMaker, ...]:
    """Return what makes the artifacts that some exporters need."""
    exporters = list(exporters)
    names = {exporter.name for exporter in exporters}
    needed = {kind for exporter in exporters for kind in exporter.needs}
    makers = (make(edition) for make in MAKERS)
    return tuple(m for m in makers if m.makes in needed and (not m.format or m.format in names))
