"""What a text needs besides style sheets to fit any screen, at any size of type.

Pages of a book are as large as what it is read on: 21 characters wide on a phone, 10 with large
type. Style sheets do the most; these passes over the tree write what they ask for: heads beside the
cells of tables, formulas in pieces, and where long words and headings may be broken.
"""

from gappon.exporters.epub.reflow.passes import HORIZONTAL, VERTICAL, Pass, reflow

__all__ = ["HORIZONTAL", "VERTICAL", "Pass", "reflow"]
