"""Everything in which gappon changes or relies on WeasyPrint's inside, in one table.

The table is checked when this module is imported: :class:`gappon.errors.LayoutEngineError` names
what another version has moved. Nothing is replaced but while a document is laid out.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import weasyprint

from gappon.errors import LayoutEngineError
from gappon.typesetter import shortcuts
from gappon.typesetter.context import LayoutContext
from gappon.typesetter.inline import composer, draw

TESTED = ("70.0",)


@dataclass(frozen=True)
class Place:
    """A function of WeasyPrint that gappon calls or replaces.

    Attributes:
        owner: the module, or the module and a class in it: ``weasyprint.css:StyleFor``.
        name: of the function, there.
        signature: its parameters, as :func:`inspect.signature` gives them.
        reason: what gappon does with it, and why.
        tested: versions of WeasyPrint with which that was tested.
    """

    owner: str
    name: str
    signature: str
    reason: str
    tested: tuple[str, ...] = TESTED

    def holder(self) -> Any:
        """Return the module or class that has the function."""
        module, _, inner = self.owner.partition(":")
        found = importlib.import_module(module)
        return getattr(found, inner) if inner else found

    def fault(self) -> str:
        """Return how the installed WeasyPrint differs from what is expected, ``""``: not."""
        try:
            function = getattr(self.holder(), self.name)
        except (ImportError, AttributeError):
            return f"{self.owner}.{self.name} is not there"
        found = str(inspect.signature(function))
        if found == self.signature:
            return ""
        return f"{self.owner}.{self.name} takes {found} instead of {self.signature}"


def _always(_layout: LayoutContext) -> bool:
    return True


def _composes(layout: LayoutContext) -> bool:
    return layout.document.composition is not None


def _has_no_margin_boxes(layout: LayoutContext) -> bool:
    return not layout.document.furniture


@dataclass(frozen=True, kw_only=True)
class Patch(Place):
    """A function of WeasyPrint that is replaced.

    Attributes:
        new: takes its place; it is given the document's context and the original first.
        when: says for which documents.
    """

    new: Callable[..., Any]
    when: Callable[[LayoutContext], bool] = _always


PATCHES = (
    Patch(
        "weasyprint.layout.block",
        "iter_line_boxes",
        "(context, box, position_y, bottom_space, skip_stack, containing_block, absolute_boxes, "
        "fixed_boxes, first_letter_style, first_line_style)",
        "kumihan composes lines",
        new=composer.iter_line_boxes,
        when=_composes,
    ),
    Patch(
        "weasyprint.layout.preferred",
        "inline_max_content_width",
        "(context, box, outer=True, is_line_start=False)",
        "composed lines are wider than Pango's by the space between Japanese and Latin",
        new=composer.inline_max_content_width,
        when=_composes,
    ),
    Patch(
        "weasyprint.draw",
        "draw_text",
        "(stream, textbox, offset_x, text_overflow, block_ellipsis)",
        "composed text is drawn by glyph positions, plain text without asking for decorations",
        new=draw.draw_text,
        when=_composes,
    ),
    Patch(
        "weasyprint.draw.text",
        "draw_first_line",
        "(stream, textbox, text_overflow, block_ellipsis, matrix)",
        "composed text with decorations is drawn by glyph positions, other text as it was typed",
        new=draw.draw_first_line,
    ),
    Patch(
        "weasyprint.pdf",
        "build_fonts_dictionary",
        "(pdf, fonts, compress, subset, options)",
        "the linker writes the fonts of all fragments once",
        new=shortcuts.no_fonts,
    ),
    Patch(
        "weasyprint.pdf.fonts",
        "get_hb_object_data",
        "(hb_object, ot_color=None, glyph=None)",
        "font files are not copied to be named",
        new=shortcuts.get_hb_object_data,
    ),
    Patch(
        "weasyprint.layout.inline",
        "strut",
        "(style)",
        "looked up once a style instead of once a line",
        new=shortcuts.strut,
    ),
    *(
        Patch(
            f"weasyprint.layout.{module}",
            "shrink_to_fit",
            "(context, box, available_content_width)",
            "the least width is computed only where the greatest has no room",
            new=shortcuts.shrink_to_fit,
        )
        for module in ("inline", "float", "absolute")
    ),
    Patch(
        "weasyprint.layout.background",
        "layout_box_backgrounds",
        "(page, box, get_image_from_uri, layout_children=True, style=None)",
        "lines and texts, which are most boxes, have no backgrounds",
        new=shortcuts.layout_box_backgrounds,
    ),
    Patch(
        "weasyprint.css:StyleFor",
        "set_computed_styles",
        "(self, element, parent, root=None, pseudo_type=None, base_url=None, "
        "target_collector=None)",
        "styles of page types are computed once, those of parts that are not there never",
        new=shortcuts.set_computed_styles,
    ),
    Patch(
        "weasyprint.images:RasterImage",
        "_get_png_data",
        "(pillow_image)",
        "a PNG's rows are taken as they are where a PDF can hold them",
        new=shortcuts.get_png_data,
    ),
    Patch(
        "weasyprint.layout",
        "make_margin_boxes",
        "(context, page, state)",
        "where a style sheet has no page margin boxes, none are looked for",
        new=shortcuts.no_margin_boxes,
        when=_has_no_margin_boxes,
    ),
)
RELIED_ON = (
    Place("weasyprint.layout.inline", "_adjust_line_height", "(box)", "heights of placed lines"),
    Place("weasyprint.layout.inline", "line_box_verticality", "(box)", "what is raised in a line"),
    Place(
        "weasyprint.layout.percent",
        "resolve_percentages",
        "(box, containing_block)",
        "sides of inline boxes",
    ),
    Place(
        "weasyprint.layout.percent",
        "resolve_one_percentage",
        "(box, property_name, refer_to)",
        "indents",
    ),
    Place(
        "weasyprint.layout.replaced",
        "inline_replaced_box_layout",
        "(box, containing_block)",
        "sizes of images within lines",
    ),
    Place(
        "weasyprint.layout.preferred",
        "max_content_width",
        "(context, box, outer=True)",
        "shrink-to-fit widths",
    ),
    Place(
        "weasyprint.layout.preferred",
        "min_content_width",
        "(context, box, outer=True)",
        "shrink-to-fit widths",
    ),
    Place("weasyprint.text.line_break", "strut", "(style)", "line heights of styles"),
    Place(
        "weasyprint.text.line_break",
        "first_line_metrics",
        "(first_line, text, layout, resume_at, space_collapse, style, hyphenated=False, "
        "hyphenation_character=None)",
        "height and baseline of text",
    ),
    Place(
        "weasyprint.text.line_break",
        "_font_style_cache_key",
        "(style, include_size=False)",
        "what tells one font style from another",
    ),
)


def check(places: Iterable[Place]) -> None:
    """Compare places with the installed WeasyPrint.

    Raises:
        LayoutEngineError: something is not as it is expected.
    """
    faults = [fault for place in places if (fault := place.fault())]
    if faults:
        raise LayoutEngineError(
            f"WeasyPrint {weasyprint.__version__} is not a version that gappon knows "
            f"({'; '.join(faults)}); install weasyprint=={TESTED[-1]}"
        )


@contextmanager
def applied(layout: LayoutContext, patches: Iterable[Patch] = PATCHES) -> Iterator[None]:
    """Let WeasyPrint lay out and draw a document with what takes the place of its functions."""
    originals: list[tuple[Any, str, Any]] = []
    try:
        for patch in patches:
            if patch.when(layout):
                holder = patch.holder()
                original = vars(holder)[patch.name]
                originals.append((holder, patch.name, original))
                setattr(holder, patch.name, _bound(patch, layout, original))
        yield
    finally:
        for holder, name, original in reversed(originals):
            setattr(holder, name, original)


def _bound(patch: Patch, layout: LayoutContext, original: Any) -> Any:
    """Return the function that takes the original's place.

    A function and no :func:`functools.partial`, which would not be bound as a method.
    """
    new = patch.new

    def replacement(*arguments: Any, **options: Any) -> Any:
        return new(layout, original, *arguments, **options)

    return staticmethod(replacement) if isinstance(original, staticmethod) else replacement


check((*PATCHES, *RELIED_ON))
