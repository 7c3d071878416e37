"""The passes over a chapter's tree: their order, and the reasons for it.

Each is given the tree, which it changes, and the post with its site; it returns what it found. The
order is that in which one construct can meet the next.
"""

from __future__ import annotations

from lxml import etree

from gappon.converter import formula, links, mathml
from gappon.converter.findings import NOTHING, Findings, Pass, PassContext
from gappon.converter.images.place import place_images
from gappon.converter.japanese import apply_habits
from gappon.converter.structure.contents_list import list_contents
from gappon.converter.structure.dangling import mend_dangling
from gappon.converter.structure.figures import make_figures
from gappon.converter.structure.headings import order_headings
from gappon.converter.structure.identifiers import drop_dead_anchors, give_ids
from gappon.converter.structure.model import conform
from gappon.converter.structure.notes import link_notes
from gappon.converter.structure.roles import give_roles
from gappon.converter.structure.ruby import give_parentheses
from gappon.converter.structure.strong_lines import mark_strong_lines
from gappon.converter.structure.tables import head_tables
from gappon.converter.structure.tasks import mark_tasks

PASSES: tuple[Pass, ...] = (
    # Formulas of raw HTML are judged alone: ours, made next, are known to be right.
    mathml.keep_valid,
    formula.insert_formulas,
    # Images that cannot be had become text; only then is it known what stands alone.
    place_images,
    make_figures,
    mark_strong_lines,
    # From here on the tree is HTML as EPUB wants it, and later passes keep it so.
    conform,
    order_headings,
    # Dead links lose their anchors, notes get their links: ids are counted after both.
    links.resolve_links,
    link_notes,
    give_ids,
    # The contents list copies ids; anchors are dead when no id of the final ones answers them.
    list_contents,
    drop_dead_anchors,
    head_tables,
    mark_tasks,
    give_roles,
    # Text last: paragraphs are joined before line ends within them are.
    mend_dangling,
    apply_habits,
    # Parentheses are for the reader's eye alone; no pass is to take them for text.
    give_parentheses,
)


def run_passes(root: etree._Element, context: PassContext) -> Findings:
    """Run all passes over a tree; return what they found, in their order."""
    return sum((step(root, context) for step in PASSES), NOTHING)
