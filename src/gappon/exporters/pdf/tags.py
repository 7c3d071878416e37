"""Structure tags of a linked file (ISO 32000-2 §14.7): those of fragments under one root."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name


class Structure:
    """Gathers the tags of fragments while their pages are copied.

    Args:
        pdf: the linked file.
        pages: how many pages it will have; numbers from there on are for annotations.
    """

    def __init__(self, pdf: pikepdf.Pdf, pages: int) -> None:
        self.pdf = pdf
        self.next_number = pages
        self.document: Any = None
        self.elements: dict[int, list[Any]] = {}
        self.numbers: dict[int, Any] = {}

    def add(self, source: pikepdf.Pdf, pages: Sequence[Any], first: int) -> None:
        """Take over the tags of a fragment whose pages were copied already, in any order.

        Args:
            source: the fragment.
            pages: its pages in the linked file.
            first: index of the first of them.
        """
        root = source.Root.get("/StructTreeRoot")
        if root is None:
            return
        if self.document is None:
            self.document = self.pdf.make_indirect(
                Dictionary({"/Type": Name.StructElem, "/S": Name.Document})
            )
        self.elements[first] = [self.pdf.copy_foreign(element) for element in root.K[0].K]
        for element in self.elements[first]:
            element.P = self.document
        moved = self._renumber(root.ParentTree.Nums, first, len(pages))
        for index, page in enumerate(pages, first):
            page.StructParents = index
            for annotation in page.get("/Annots", ()):
                if "/StructParent" in annotation:
                    annotation.StructParent = moved[int(annotation.StructParent)]

    def _renumber(self, entries: Any, first: int, count: int) -> dict[int, int]:
        """Copy a fragment's parent tree; return new numbers of annotations by their old ones."""
        moved = {}
        for position in range(0, len(entries), 2):
            number, value = int(entries[position]), entries[position + 1]
            if number < count:
                copied = Array([self.pdf.copy_foreign(element) for element in value])
                self.numbers[first + number] = copied
            else:
                moved[number] = self.next_number
                self.numbers[self.next_number] = self.pdf.copy_foreign(value)
                self.next_number += 1
        return moved

    def finish(self) -> None:
        """Write the root, when any fragment had tags."""
        if self.document is None:
            return
        self.document.K = Array(
            [element for first in sorted(self.elements) for element in self.elements[first]]
        )
        entries = Array()
        for number in sorted(self.numbers):
            entries.append(number)
            entries.append(self.numbers[number])
        root = self.pdf.make_indirect(
            Dictionary(
                {
                    "/Type": Name.StructTreeRoot,
                    "/K": Array([self.document]),
                    "/ParentTree": self.pdf.make_indirect(Dictionary({"/Nums": entries})),
                }
            )
        )
        self.document.P = root
        self.pdf.Root.StructTreeRoot = root
        self.pdf.Root.MarkInfo = Dictionary({"/Marked": True})
