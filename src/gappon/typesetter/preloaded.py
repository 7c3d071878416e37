"""What workers inherit from the process that they come from: modules and patterns, loaded once."""

from gappon.typesetter import engine, worker  # noqa: F401
from gappon.typesetter.inline.hyphenate import english

english()
