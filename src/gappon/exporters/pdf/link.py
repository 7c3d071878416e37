"""The linker: fragments of a volume joined into one PDF.

Fonts are subset once, links and outline are resolved across chapters, running heads and folios
are laid over the pages. Nothing is laid out here.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from gappon.exporters.base import Ordered, Shelf
from gappon.exporters.pdf import fonts as fontfile
from gappon.exporters.pdf.images import share_images
from gappon.exporters.pdf.metadata import add_metadata
from gappon.exporters.pdf.outline import add_outline, outline_of
from gappon.exporters.pdf.plan import LinkPlan, PagePlan
from gappon.exporters.pdf.spelling import Numbers, Spellings, name_of, respelled
from gappon.exporters.pdf.tags import Structure
from gappon.fonts import Font
from gappon.markup import BOOK, ID_SEPARATOR
from gappon.typesetter.fragment import Fragment


def link(
    plan: LinkPlan,
    fonts: Sequence[Font],
    shelf: Shelf,
    target: Path,
    late: Mapping[str, Ordered] | None = None,
) -> None:
    """Write the linked PDF.

    Args:
        plan: pages and what they come from.
        fonts: that the pages may have used.
        shelf: has the pages of fragments, taken one after the other, so that memory holds few of
            them; and subsets of fonts, new ones too from then on.
        target: the file.
        late: the fragments that ``plan.late`` names, by key; taken when all others are joined.
    """
    pdf = pikepdf.new()
    try:
        builder = _Builder(pdf, plan, shelf)
        builder.add_pages()
        for number in sorted(plan.late):
            builder.add_late(number, (late or {})[plan.fragments[number].key].result())
        builder.add_page_tree()
        builder.add_fonts(fonts)
        builder.structure.finish()
        builder.resolve_links()
        add_outline(pdf, outline_of(builder.plan), builder.pages)
        share_images(builder.pages)
        add_metadata(pdf, plan)
        pdf.save(
            target,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            deterministic_id=True,
            min_version="1.7",
        )
    finally:
        pdf.close()


class _Builder:
    """Holds the file while it is being put together."""

    def __init__(self, pdf: pikepdf.Pdf, plan: LinkPlan, shelf: Shelf) -> None:
        self.pdf = pdf
        self.plan = plan
        self.shelf = shelf
        self.spellings = Spellings()
        self.numbers: dict[int | None, Numbers] = {
            index: self.spellings.join(fragment.fonts)
            for index, fragment in enumerate(plan.fragments)
            if index not in plan.late
        }
        # By the spellings that their fonts have: nearly always one for all pages.
        self.font_dictionaries: dict[tuple[tuple[str, int], ...], Any] = {
            (): pdf.make_indirect(Dictionary())
        }
        self.save = pdf.make_stream(b"q")
        # Furniture says nothing that belongs to the text (ISO 32000-2 §14.8.2.2).
        self.restore = pdf.make_stream(b"EMC Q")
        self.between = pdf.make_stream(b"Q q /Artifact BMC")
        self.again = pdf.make_stream(b"EMC Q q /Artifact BMC")
        self.pages: list[Any] = []
        self.structure = Structure(pdf, len(plan.pages))
        self.overlay_streams: dict[tuple[object, ...], tuple[Any, Any]] = {}
        self.destinations: dict[str, tuple[int, float, float]] = {}
        self.furniture: dict[int, pikepdf.Pdf] = {}
        self.shared: set[tuple[int, int]] = set()
        self.has_state: set[tuple[tuple[int, int], str]] = set()

    def add_pages(self) -> None:
        """Copy all pages, give them the shared fonts, lay furniture over them.

        Where late fragments belong, there are blank pages.
        """
        for fragment, run in groupby(self.plan.pages, key=lambda page: page.fragment):
            pages = list(run)
            if fragment is None or fragment in self.plan.late:
                self.pages += [self._blank() for _ in pages]
                continue
            # The source is let go, not closed: its streams are read when the file is saved, from
            # bytes that the file's objects hold on to.
            source, first = self._open(fragment), len(self.pages)
            originals = [page.obj for page in source.pages]
            self._find_destinations(fragment, source)
            for plan in pages:
                page = self.pdf.copy_foreign(originals[plan.page])
                self.pages.append(page)
                self._furnish(page, plan)
            self.structure.add(source, self.pages[first:], first)

    def add_late(self, late: int, fragment: Fragment) -> None:
        """Put the pages of a late fragment where blank ones stand for them.

        One that has more pages than these is left out: all must be joined again.
        """
        numbers = [n for n, page in enumerate(self.plan.pages) if page.fragment == late]
        if fragment.pages > len(numbers):
            return
        fragments = [*self.plan.fragments[:late], fragment, *self.plan.fragments[late + 1 :]]
        self.plan = replace(self.plan, fragments=fragments)
        self.numbers[late] = self.spellings.join(fragment.fonts)
        source = self._open(late)
        self._find_destinations(late, source)
        pages = [self.pdf.copy_foreign(page.obj) for page in source.pages]
        for number, page in zip(numbers, pages, strict=False):
            self.pages[number] = page
            self._furnish(page, self.plan.pages[number])
        self.structure.add(source, pages, numbers[0])

    def add_fonts(self, fonts: Sequence[Font]) -> None:
        """Embed the fonts, one subset for all pages."""
        for name, font in sorted(self.spellings.fonts.items()):
            program = fontfile.subset_for(font, fonts, self.shelf)
            glyphs = fontfile.add_glyphs(self.pdf, font, program)
            written = [fontfile.add_spelling(self.pdf, font, glyphs, s) for s in font.spellings]
            others = {
                second: fontfile.add_second(self.pdf, font, glyphs, codes)
                for second, codes in sorted(font.seconds.items())
            }
            if len(written) > 1:
                others |= {name_of(name, number): w for number, w in enumerate(written)}
            for numbers, dictionary in self.font_dictionaries.items():
                dictionary[f"/{name}"] = written[dict(numbers).get(name, 0)]
                for other, font_object in others.items():
                    dictionary[f"/{other}"] = font_object

    def add_page_tree(self) -> None:
        """Hang all pages under one node; adding them to pikepdf's list takes ten times as long."""
        node = self.pdf.Root.Pages
        for page in self.pages:
            page.Parent = node
        node.Kids, node.Count = Array(self.pages), len(self.pages)

    def _open(self, fragment: int) -> pikepdf.Pdf:
        return pikepdf.open(io.BytesIO(self.shelf.pages_of(self.plan.fragments[fragment])))

    def _blank(self) -> Any:
        width, height = self.plan.size
        nothing = self.pdf.make_stream(b"\n")  # qpdf writes no end of data for no bytes at all
        page = Dictionary(
            {
                "/Type": Name.Page,
                "/MediaBox": Array([0, 0, width, height]),
                "/Resources": Dictionary(),
                "/Contents": nothing,
            }
        )
        return self.pdf.make_indirect(page)

    def _furnish(self, page: Any, plan: PagePlan) -> None:
        numbers = self.numbers[plan.fragment]
        self._share_fonts(page.Resources, self._fonts(numbers))
        if plan.overlays or plan.folio:
            self._lay_over(page, plan)

    def _fonts(self, numbers: Numbers) -> Any:
        """Return the font dictionary with certain spellings; its fonts come when all are known."""
        key = tuple(sorted(numbers.items()))
        if key not in self.font_dictionaries:
            self.font_dictionaries[key] = self.pdf.make_indirect(Dictionary())
        return self.font_dictionaries[key]

    def _share_fonts(self, resources: Any, fonts: Any) -> None:
        """Give resources the shared fonts; all pages of a fragment have the same resources."""
        if resources.objgen in self.shared:
            return
        self.shared.add(resources.objgen)
        resources.Font = fonts
        for group in ("/XObject", "/Pattern"):
            for item in dict(resources.get(group, {})).values():
                if "/Resources" in item and "/Font" in item.Resources:
                    self._share_fonts(item.Resources, fonts)

    def _lay_over(self, page: Any, plan: PagePlan) -> None:
        contents = [self.save, page.Contents]
        numbers = self.numbers[plan.fragment]
        over = [self._overlay(overlay, numbers) for overlay in plan.overlays]
        if plan.folio:
            over.append(self._folio(plan.folio))
        for number, (stream, states) in enumerate(over):
            contents += [self.again if number else self.between, stream]
            for name, state in states.items():
                known = (page.Resources.objgen, name)
                if known not in self.has_state:
                    self.has_state.add(known)
                    if name not in page.Resources.ExtGState:
                        page.Resources.ExtGState[name] = Dictionary(state)
        page.Contents = Array([*contents, self.restore])

    def _folio(self, number: int) -> tuple[Any, dict[str, dict[str, Any]]]:
        folios = self.plan.folios
        assert folios is not None
        return self.pdf.make_stream(folios.stream(number)), folios.states

    def _overlay(
        self, overlay: tuple[int, int], numbers: Numbers
    ) -> tuple[Any, dict[str, dict[str, Any]]]:
        """Return the content stream of an overlay for pages whose fonts have certain spellings."""
        fragment, index = overlay
        own = self.numbers[fragment]
        key = (overlay, *sorted(numbers.items())) if own != numbers else (overlay,)
        if key not in self.overlay_streams:
            if fragment not in self.furniture:
                self.furniture[fragment] = self._open(fragment)
            page = self.furniture[fragment].pages[index].obj
            if own == numbers:
                stream = self.pdf.copy_foreign(page.Contents)
            else:
                content = respelled(page.Contents.read_bytes(), own, numbers)
                stream = self.pdf.make_stream(content)
            states = {
                str(name): dict(state)
                for name, state in page.Resources.get("/ExtGState", {}).items()
            }
            self.overlay_streams[key] = (stream, states)
        return self.overlay_streams[key]

    def _find_destinations(self, index: int, source: pikepdf.Pdf) -> None:
        """Read the anchors of a fragment; they move with its pages."""
        key = self.plan.fragments[index].key
        names = source.Root.get("/Names")
        if names is None or "/Dests" not in names or key not in self.plan.starts:
            return
        start = self.plan.starts[key]
        numbers = {page.obj.objgen: n for n, page in enumerate(source.pages)}
        items = names.Dests.Names
        for position in range(0, len(items), 2):
            target = items[position + 1]
            self.destinations[str(items[position])] = (
                start + numbers[target[0].objgen],
                float(target[2]),
                float(target[3]),
            )

    def resolve_links(self) -> None:
        """Turn links between chapters into destinations, or into addresses on the web."""
        for page in self.pages:
            annotations = page.get("/Annots")
            if annotations is None:
                continue
            kept = Array()
            for annotation in annotations:
                if self._resolve(annotation):
                    kept.append(annotation)
            page.Annots = kept
        names = Array()
        for name in sorted(self.destinations):
            number, x, y = self.destinations[name]
            names.append(String(name))
            names.append(Array([self.pages[number], Name.XYZ, x, y, 0]))
        if len(names):
            self.pdf.Root.Names = Dictionary({"/Dests": Dictionary({"/Names": names})})

    def _resolve(self, annotation: Any) -> bool:
        """Give a link its destination, or its address on the web; say whether it has one."""
        if "/Dest" in annotation:
            return True
        action = annotation.get("/A")
        address = str(action.URI) if action is not None and "/URI" in action else ""
        if not address.startswith(BOOK):
            return True
        name = address[len(BOOK) :]
        key, _, anchor = name.partition(ID_SEPARATOR)
        target = name if name in self.destinations else key
        if target in self.destinations:
            del annotation.A
            annotation.Dest = String(target)
            return True
        web = self.plan.web.get(key, "")
        if not web:
            return False
        action.URI = String(web + (f"#{anchor}" if anchor else ""))
        return True
