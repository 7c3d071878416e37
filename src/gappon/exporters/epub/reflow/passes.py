"""The passes in their order; each changes the tree of a document's content."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gappon.exporters.epub.reflow.breaks import break_addresses, break_code, break_headings
from gappon.exporters.epub.reflow.details import open_details
from gappon.exporters.epub.reflow.formulas import break_formulas, set_formulas_upright
from gappon.exporters.epub.reflow.tables import label_cells
from gappon.trees import Element

Pass = Callable[[Element], None]

HORIZONTAL: Sequence[Pass] = (
    label_cells,
    break_formulas,
    open_details,
    # Behind all that reads text: these part it.
    break_headings,
    break_addresses,
    break_code,
)
# Formulas stay horizontal in vertical lines, each piece for itself.
VERTICAL: Sequence[Pass] = (
    label_cells,
    break_formulas,
    set_formulas_upright,
    open_details,
    break_headings,
    break_addresses,
    break_code,
)


def reflow(root: Element, passes: Sequence[Pass]) -> None:
    """Make the content of a document ready for any screen.

    Args:
        root: the content, in which links are settled.
        passes: :data:`HORIZONTAL` or :data:`VERTICAL`.
    """
    for step in passes:
        step(root)
