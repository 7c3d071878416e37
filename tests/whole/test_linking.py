"""The linked file against plain WeasyPrint: the same pages, by text, picture, links and outline."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import ImageChops

from gappon import BuildOptions, Settings, build, plan
from gappon.binding.templates import web_addresses
from gappon.driver.build import convert
from gappon.driver.cache import Cache
from gappon.driver.fallback import with_fallbacks
from gappon.driver.report import Report
from gappon.driver.store import Store
from gappon.driver.workers import WorkerPool
from gappon.exporters.pdf.whole import whole_document
from gappon.fonts import Font, configure_fonts, load_fonts
from gappon.theme import load_theme
from gappon.typesetter import WORKER_MODULE
from gappon.typesetter.engine import render_whole
from gappon.typesetter.fragment import Document
from tests.conftest import CORPUS, EXAMPLES

pytestmark = [pytest.mark.whole, pytest.mark.xdist_group("linking")]
SITES = [EXAMPLES, *([CORPUS] if CORPUS.is_dir() else [])]


@pytest.fixture(
    scope="module",
    params=[(site, theme) for site in SITES for theme in ("geppo", "brief")],
    ids=lambda p: f"{p[0].name}-{p[1]}",
)
def pair(request, tmp_path_factory) -> tuple[Path, bytes]:
    """A linked file and what plain WeasyPrint makes of the same book."""
    site, base = request.param
    theme_name = f"plain-{base}"
    folder = tmp_path_factory.mktemp("themes")
    (folder / theme_name).mkdir()
    (folder / theme_name / "theme.yaml").write_text(
        f"extends: {base}\ncomposition: {{enabled: false}}\n"
    )
    out, cache = tmp_path_factory.mktemp("out"), Cache(tmp_path_factory.mktemp("cache"))
    category = () if site == EXAMPLES else ("AI導入戦略",)
    options = BuildOptions(
        site=site,
        out=out,
        cache=cache.folder,
        jobs=2,
        categories=category,
        overrides=Settings(
            theme=theme_name, formats=("pdf",), volumes={"by": ("all",)}, themes=(str(folder),)
        ),
    )
    build(options)
    planned, theme = plan(options), load_theme(theme_name, [folder])
    (book,) = convert(planned, theme, cache)
    web = web_addresses(planned.site.posts, book.imprint)
    fonts, _ = with_fallbacks(load_fonts(), planned.posts, Store(cache), Report())
    whole = laid_out(whole_document(book, theme, web), fonts, cache)
    return next(out.glob("*.pdf")), whole


def laid_out(document: Document, fonts: tuple[Font, ...], cache: Cache) -> bytes:
    """Return a document as plain WeasyPrint lays it out, in a process that has the book's fonts."""
    environment = {"FONTCONFIG_FILE": str(configure_fonts(fonts, cache.folder))}
    pool = WorkerPool(1, 600, 0, (WORKER_MODULE,), environment)
    try:
        pdf, _ = pool.submit(render_whole, document).result()
        return pdf
    finally:
        pool.shutdown()


def test_pages_texts_and_pictures_are_equal(pair: tuple[Path, bytes]) -> None:
    linked, whole = pypdfium2.PdfDocument(pair[0]), pypdfium2.PdfDocument(pair[1])
    assert len(linked) == len(whole)
    for number in range(len(linked)):
        ours, plain = linked[number], whole[number]
        assert ours.get_textpage().get_text_bounded() == plain.get_textpage().get_text_bounded(), (
            f"text of page {number + 1}"
        )
        if number % 3 == 0:
            pictures = [p.render(scale=0.8).to_pil().convert("L") for p in (ours, plain)]
            difference = ImageChops.difference(*pictures).getextrema()[1]
            assert difference < 48, f"page {number + 1} looks different"


def _links(pdf: pikepdf.Pdf) -> list[tuple[int, str, tuple[float, ...]]]:
    """Page, target (a page or an address) and rectangle of every link."""
    numbers = {page.obj.objgen: n for n, page in enumerate(pdf.pages)}
    names = pdf.Root.Names.Dests.Names
    targets = {str(names[i]): numbers[names[i + 1][0].objgen] for i in range(0, len(names), 2)}
    return [
        (
            n,
            str(targets[str(a.Dest)]) if "/Dest" in a else str(a.A.URI),
            tuple(round(float(x)) for x in a.Rect),
        )
        for n, page in enumerate(pdf.pages)
        for a in page.obj.get("/Annots", [])
    ]


def _outline(pdf: pikepdf.Pdf) -> list[tuple[str, int, int]]:
    numbers = {page.obj.objgen: n for n, page in enumerate(pdf.pages)}
    found = []

    def walk(items, depth: int) -> None:
        for item in items:
            found.append((item.title, depth, numbers[item.destination[0].objgen]))
            walk(item.children, depth + 1)

    with pdf.open_outline() as outline:
        walk(outline.root, 0)
    return found


def test_links_and_outline_are_equal(pair: tuple[Path, bytes], tmp_path: Path) -> None:
    (tmp_path / "whole.pdf").write_bytes(pair[1])
    with pikepdf.open(pair[0]) as linked, pikepdf.open(tmp_path / "whole.pdf") as whole:
        assert sorted(_links(linked)) == sorted(_links(whole))
        assert _outline(linked) == _outline(whole)


def test_the_linked_file_is_no_larger(pair: tuple[Path, bytes]) -> None:
    assert pair[0].stat().st_size <= 1.05 * len(pair[1])
