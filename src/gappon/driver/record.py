"""Says in the output folder what volumes are there: ``books.json``, for whoever shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from gappon import catalogue
from gappon.catalogue import MEDIA_TYPES, BookFile, Catalogue, Publication, VolumeRecord
from gappon.diagnostics import Notice, Severity
from gappon.driver.report import VolumeReport
from gappon.errors import ConfigError


def record_volumes(
    out: Path,
    publication: Publication,
    records: Sequence[VolumeRecord],
    reports: Sequence[VolumeReport],
) -> list[Notice]:
    """Add the volumes of a build to the catalogue of its output folder.

    Args:
        out: the folder.
        publication: who publishes them.
        records: of the volumes, without their files.
        reports: of the same volumes; those without a file are not in the catalogue.
    """
    finished = [
        replace(record, files=files)
        for record, report in zip(records, reports, strict=True)
        if (files := _files(report))
    ]
    if not finished:
        return []
    notices = []
    try:
        earlier = catalogue.read(out) if (out / catalogue.FILE_NAME).exists() else Catalogue()
    except ConfigError as error:
        earlier = Catalogue()
        message = f"{error}; it was written anew with the volumes of this build alone"
        notices.append(Notice("", 0, Severity.WARNING, "catalogue", message))
    present = {path.name for path in out.iterdir()}
    merged = catalogue.merge(earlier, publication, finished, present)
    try:
        catalogue.write(out, merged)
    except OSError as error:
        message = f"{out / catalogue.FILE_NAME} could not be written ({error.strerror or error})"
        notices.append(Notice("", 0, Severity.ERROR, "catalogue", message))
    return notices


def _files(report: VolumeReport) -> tuple[BookFile, ...]:
    return tuple(
        BookFile(Path(file.path).name, MEDIA_TYPES[file.format], file.size, file.sha256, file.pages)
        for file in report.files
    )
