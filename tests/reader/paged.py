"""A paginated reader: CSS columns in Chromium, as Readium and foliate-js set chapters.

A page is as large as the screen. The chapter's root is a multi-column box whose columns are the pages'
type areas; text that the columns do not hold is on no page, and no reader shows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

MARGIN = 24  # px, on all four sides of a page


@dataclass(frozen=True)
class Screen:
    """What a book is read on: size in CSS px, and how large the reader sets type."""

    name: str
    width: int
    height: int
    percent: int = 100

    def __str__(self) -> str:
        return f"{self.name}-{self.percent}"


DEVICES = (("phone", 390, 844), ("tablet", 820, 1180), ("e-ink", 600, 800))
SCREENS = tuple(Screen(*device, percent) for device in DEVICES for percent in (100, 200))

STYLE = """
html {{
  box-sizing: border-box !important; width: {width}px !important; height: {height}px !important;
  max-width: none !important; max-height: none !important; margin: 0 !important;
  padding: {margin}px !important; border: 0 !important; overflow: hidden !important;
  column-width: {measure}px !important; column-gap: {gap}px !important;
  column-fill: auto !important; font-size: {percent}% !important;
}}
body {{ margin: 0; padding: 0 !important; {colors} }}
img, svg, video {{
  max-width: {inner_width}px; max-height: {inner_height}px; object-fit: contain;
  break-inside: avoid; box-sizing: border-box;
}}
"""
IS_VERTICAL = "getComputedStyle(document.documentElement).writingMode.startsWith('vertical')"

MEASURE = (Path(__file__).parent / "measure.js").read_text("utf-8")


@dataclass(frozen=True)
class Fault:
    """Something that a reader does not see as it should: what it is, and the text."""

    kind: str
    text: str


class Chapter:
    """A document of a book, open in pages.

    Args:
        page: of the browser, as large as the screen.
        document: the XHTML file.
        screen: what it is read on.
        colors: what the reader says of the body's colours, as CSS.
    """

    def __init__(self, page: Any, document: Path, screen: Screen, colors: str = "") -> None:
        self.page = page
        self.screen = screen
        page.goto(document.as_uri())
        self.vertical = bool(page.evaluate(IS_VERTICAL))
        inner = (screen.width - 2 * MARGIN, screen.height - 2 * MARGIN)
        page.add_style_tag(
            content=STYLE.format(
                width=screen.width,
                height=screen.height,
                margin=MARGIN,
                gap=2 * MARGIN,
                measure=inner[1] if self.vertical else inner[0],
                inner_width=inner[0],
                inner_height=inner[1],
                percent=screen.percent,
                colors=colors,
            )
        )
        page.evaluate("document.fonts.ready.then(() => true)")

    def faults(self) -> list[Fault]:
        """Return text that stands on no page, over other text, or is cut."""
        page = {"width": self.screen.width, "height": self.screen.height, "margin": MARGIN}
        return [
            Fault(*found)
            for found in self.page.evaluate(MEASURE, page | {"vertical": self.vertical})
        ]

    def turn_to(self, number: int) -> None:
        """Show a page, counted from 0."""
        step = self.screen.height if self.vertical else self.screen.width
        self.page.evaluate(
            f"document.documentElement.style.translate = "
            f"'{'0 ' if self.vertical else ''}-{number * step}px'"
        )

    def pages(self) -> int:
        """Return how many pages the chapter has."""
        return int(
            self.page.evaluate(
                "([vertical, step]) => { const root = document.documentElement; const end = [...document"
                ".body.querySelectorAll('*')].reduce((far, element) => { const r = element."
                "getBoundingClientRect(); return Math.max(far, vertical ? r.bottom : r.right) }, 0);"
                " return Math.ceil((end - 1) / step) }",
                [self.vertical, self.screen.height if self.vertical else self.screen.width],
            )
        )
