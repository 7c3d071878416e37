"""What a linked file says of itself: document information, XMP, language, page labels."""

from __future__ import annotations

import re
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from gappon.exporters.pdf.plan import LinkPlan


def add_metadata(pdf: pikepdf.Pdf, plan: LinkPlan) -> None:
    """Document information, XMP, language, page labels and the viewer's title."""
    date = plan.created.strftime("D:%Y%m%d%H%M%S%z") if plan.created else ""
    date = re.sub(r"([+-]\d\d)(\d\d)$", r"\1'\2", date)
    information = {
        "/Title": plan.title,
        "/Author": ", ".join(plan.authors),
        "/Subject": plan.subject,
        "/Keywords": ", ".join(plan.keywords),
        "/Creator": plan.producer,
        "/Producer": plan.producer,
        "/CreationDate": date,
        "/ModDate": date,
    }
    for key, value in information.items():
        if value:
            pdf.docinfo[Name(key)] = String(value)
    with pdf.open_metadata(set_pikepdf_as_editor=False) as xmp:
        xmp["dc:title"] = plan.title
        if plan.authors:
            xmp["dc:creator"] = list(plan.authors)
        if plan.subject:
            xmp["dc:description"] = plan.subject
        xmp["dc:language"] = [plan.language]
        xmp["dc:identifier"] = f"urn:uuid:{plan.identifier}"
        if plan.created:
            xmp["xmp:CreateDate"] = plan.created.isoformat()
            xmp["xmp:ModifyDate"] = plan.created.isoformat()
        xmp["pdf:Producer"] = plan.producer
    pdf.Root.Lang = String(plan.language)
    pdf.Root.PageMode = Name.UseOutlines
    pdf.Root.ViewerPreferences = Dictionary({"/DisplayDocTitle": True})
    pdf.Root.PageLabels = Dictionary({"/Nums": _page_labels(plan)})


def _page_labels(plan: LinkPlan) -> Array:
    """Return the number tree of page labels (ISO 32000-2 §12.4.2): numbers, but for some pages."""
    numbers: list[Any] = []
    for index in range(len(plan.pages)):
        label, before = plan.labels.get(index, ""), plan.labels.get(index - 1, "")
        if label:
            numbers += (index, Dictionary({"/P": String(label)}))
        elif before or index == 0:
            numbers += (index, Dictionary({"/S": Name.D, "/St": index + 1}))
    return Array(numbers)
