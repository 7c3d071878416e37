"""What workers inherit from the process that they come from: modules and patterns, loaded once."""

from gappon.exporters.pdf import weasy, worker  # noqa: F401
from gappon.exporters.pdf.words import english

english()
