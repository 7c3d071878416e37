"""The afterword (あとがき): a page of the site behind the last chapter."""

from __future__ import annotations

from gappon.binding.matter.page import PageMatter

make = PageMatter("afterword", "afterword.html.j2")
