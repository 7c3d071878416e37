"""The page plan: sections stand one behind the other, each on the side that it asks for."""

from __future__ import annotations

from collections.abc import Sequence

from gappon.exporters.pdf.folios import Folios
from gappon.exporters.pdf.impose import Section, lay_out, page_plan
from gappon.publication import Start

COVER = Section("cover", Start.RECTO, numbered=False)
TITLE = Section("title-page", Start.RECTO, numbered=False)
CONTENTS = Section("contents", Start.VERSO, late=True)
PAGES = {"cover": 1, "title-page": 1, "contents": 1, "a": 3, "b": 2, "c": 1, "end": 1}


def chapters(start: Start) -> list[Section]:
    return [Section(key, start, head=key) for key in "abc"]


def starts(sections: Sequence[Section]) -> list[int]:
    """Pages counted from 0: even ones are on the right."""
    return list(lay_out(sections, PAGES).starts.values())


def test_chapters_begin_on_the_right_and_the_contents_on_the_left() -> None:
    end = Section("end", Start.RECTO)
    sections = [COVER, TITLE, CONTENTS, *chapters(Start.RECTO), end]
    assert starts(sections) == [0, 2, 3, 4, 8, 10, 12]
    assert lay_out(sections, PAGES).total == 13


def test_chapters_that_begin_anywhere_leave_no_page_blank() -> None:
    assert starts([COVER, TITLE, CONTENTS, *chapters(Start.ANY)]) == [0, 2, 3, 4, 7, 9]


def test_what_is_not_there_takes_no_page() -> None:
    assert starts([COVER, CONTENTS, *chapters(Start.ANY)]) == [0, 1, 2, 5, 7]
    assert starts([CONTENTS, *chapters(Start.ANY)]) == [1, 2, 5, 7], "a blank page comes first"


def test_matter_has_the_furniture_that_it_asks_for() -> None:
    sections = [COVER, *chapters(Start.ANY)[:1], Section("end", Start.RECTO)]
    index = {"cover": 0, "a": 1, "end": 2, "heads": 3, "folios-0": 4}
    pages = page_plan(sections, lay_out(sections, PAGES), index, folios=None)
    assert [(page.fragment, page.page, page.overlays) for page in pages] == [
        (0, 0, ()),
        (1, 0, ((3, 1), (4, 1))),
        (1, 1, ((3, 0), (4, 2))),
        (1, 2, ((3, 1), (4, 3))),
        (2, 0, ((4, 4),)),
    ]
    drawn = page_plan(sections, lay_out(sections, PAGES), index, Folios({}, (), {}))
    assert [page.folio for page in drawn] == [0, 2, 3, 4, 5]
