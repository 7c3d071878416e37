"""Every page of a shelf: valid, its links lead somewhere, nothing written into it, no access barred."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from lxml import etree, html

from gappon.shelf.policy import page_policy, reader_policy
from gappon.shelf.scoped import scoped
from tests.conftest import need, need_tool
from tests.shelf.serving import Server

pytestmark = pytest.mark.xdist_group("shelf")  # one shelf for all
SITE = "https://books.example/"
# vnu takes a JSON-LD block for a script that the policy forbids; browsers do not run data blocks
# (HTML, "prepare the script element"), which the tests in a browser show.
NOT_OF_THE_PAGE = ".*Content Security Policy.*"
SHOWN = (
    "",
    "all/",
    "categories/",
    "months/2025-11/",
    "volumes/%E6%B8%AF-2025-11/",
    "volumes/%E8%88%B9/",
    "volumes/%E6%B8%AF-2025-11/sample/",
    "volumes/%E5%8F%96%E3%82%8A%E4%B8%8B%E3%81%92%E3%82%8B%E5%B7%BB/",
    "help/",
    "search/?q=%E6%B8%AF",
    "en/volumes/%E8%88%B9/",
    "nothing/here",
)


@cache
def parsed(path: Path) -> etree._Element:
    return html.document_fromstring(path.read_bytes().decode())


def pages(shelf: Path) -> list[Path]:
    return sorted(shelf.rglob("*.html"))


def of_each_kind(shelf: Path) -> list[Path]:
    """All pages but those of volumes that are like others."""
    return [page for page in pages(shelf) if not re.search(r"号外-(?!00)\d\d", page.as_posix())]


def test_pages_and_styles_are_valid(stocked: Path) -> None:
    jar = need_tool("vnu-jar") / "build/dist/vnu.jar"
    assets = [stocked / f"assets/{name}.css" for name in ("shelf", "reader", "reader-book")]
    options = ["--also-check-css", "--filterpattern", NOT_OF_THE_PAGE]
    done = subprocess.run(
        [need("java"), "-jar", jar, *options, *of_each_kind(stocked), *assets],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.stdout + done.stderr == ""


def links_of(page: Path, shelf: Path) -> Iterator[tuple[str, str]]:
    """Yield the addresses of a page: where it is, and where its links lead."""
    own = SITE + page.relative_to(shelf).as_posix()
    for name in ("href", "src", "action", "data-index", "data-volumes", "data-files", "data-style"):
        for target in parsed(page).xpath(f"//@{name}"):
            yield own, urljoin(own, target)


def test_every_link_leads_to_a_file_and_its_place(stocked: Path) -> None:
    lost = []
    for page in pages(stocked):
        for own, target in links_of(page, stocked):
            parts = urlsplit(target)
            if not target.startswith(SITE) or parts.path.endswith("/volumes/"):
                continue
            place = stocked / unquote(parts.path).lstrip("/")
            place = place / "index.html" if parts.path.endswith("/") else place
            if not place.is_file():
                lost.append((own, target))
            elif parts.fragment and place.suffix == ".html":
                ids = set(parsed(place).xpath("//@id"))
                if unquote(parts.fragment) not in ids:
                    lost.append((own, target))
    assert lost == []


def test_every_page_is_reached_from_the_front_page(stocked: Path) -> None:
    reached, waiting = set(), [stocked / "index.html"]
    while waiting:
        page = waiting.pop()
        if page in reached or not page.is_file() or page.suffix != ".html":
            continue
        reached.add(page)
        for _, target in links_of(page, stocked):
            if target.startswith(SITE):
                place = stocked / unquote(urlsplit(target).path).lstrip("/")
                waiting.append(place / "index.html" if place.is_dir() else place)
    left = {p.relative_to(stocked).as_posix() for p in set(pages(stocked)) - reached}
    assert {path.removeprefix("en/") for path in left} == {
        "404.html",
        "volumes/改題する巻/index.html",
        "volumes/取り下げる巻/index.html",
    }


def test_nothing_comes_from_another_host(stocked: Path) -> None:
    for page in pages(stocked):
        sources = parsed(page).xpath("//@src | //link[@rel='stylesheet' or @rel='icon']/@href")
        assert not [s for s in sources if urlsplit(s).netloc or s.startswith("data:")], page
    for sheet in (stocked / "assets").rglob("*.css"):
        assert "url(" not in sheet.read_text("utf-8")
        assert "@import" not in sheet.read_text("utf-8")


def test_no_script_or_style_is_written_into_a_page(stocked: Path) -> None:
    for page in pages(stocked):
        tree = parsed(page)
        assert tree.xpath("//style | //*[@style]") == [], page
        assert tree.xpath("//script[not(@src)][not(@type='application/ld+json')]") == [], page
        handlers = [a for e in tree.iter() for a in e.attrib if str(a).startswith("on")]
        assert handlers == [], page


def test_every_page_has_the_strict_policy(stocked: Path) -> None:
    assert page_policy().startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    for page in pages(stocked):
        (policy,) = parsed(page).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        reader = page.parent.name == "read"
        assert policy == (reader_policy() if reader else page_policy())
        assert "unsafe" not in policy


def test_the_reader_is_the_npm_package_unchanged() -> None:
    package = need_tool("foliate-js")
    own = Path("src/gappon/shelf/foliate").resolve()
    for path in own.rglob("*.js"):
        assert path.read_bytes() == (package / path.relative_to(own)).read_bytes(), path.name


def test_a_sample_has_no_script_no_handler_and_no_style(stocked: Path) -> None:
    sample = parsed(stocked / "volumes/怪しい巻/sample/index.html")
    (book,) = sample.find_class("book-text")
    assert book.xpath(".//script | .//*[@style] | .//*[@onclick] | .//@href | .//img") == []
    assert "色つき。" in book.text_content()


def test_a_sample_has_readings_formulas_and_links(stocked: Path) -> None:
    sample = parsed(stocked / "volumes/港-2025-11/sample/index.html")
    (book,) = sample.find_class("book-text")
    assert book.xpath(".//ruby/rt/text()") == ["やすり"]
    assert book.xpath(".//math/mi/text()") == ["x"]
    (link,) = book.xpath(".//a[.='次の記事']/@href")
    assert link == "../#p0000000002"


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("p { margin: 0 }", ".book-text p { margin: 0; }"),
        ("html, body { color: red }", ".book-text, .book-text { color: red; }"),
        ("html body > p { x: 1 }", ".book-text > p { x: 1; }"),
        (":root { --a: 1 }", ".book-text { --a: 1; }"),
        ("body.x h1 { x: 1 }", ".book-text.x h1 { x: 1; }"),
        ("a:is(b, c) { x: 1 }", ".book-text a:is(b, c) { x: 1; }"),
        ("@media print { p { x: 1 } }", "@media print {\n.book-text p { x: 1; }\n}"),
        ("p { background: url(http://x/y) ; color: red }", ".book-text p { color: red; }"),
        ("p { color: red !important }", ".book-text p { color: red !important; }"),
        ("@import 'x.css'; @font-face { src: url(x) } @page { margin: 0 }", ""),
    ],
)
def test_a_theme_s_rules_hold_inside_the_sample_alone(rule: str, expected: str) -> None:
    assert scoped(rule).strip() == expected


@pytest.mark.parametrize(
    ("width", "scheme", "shown"),
    [
        (390, "light", SHOWN),
        (1280, "dark", SHOWN),
        (768, "light", SHOWN[:1]),
        (390, "dark", SHOWN[4:5]),
    ],
)
def test_axe_finds_nothing(
    browser: Any, server: Server, width: int, scheme: str, shown: tuple[str, ...]
) -> None:
    axe = (need_tool("axe-core") / "axe.min.js").read_text("utf-8")
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    found = {}
    for path in shown:
        page.goto(server.address.geturl() + path)
        if "search" in path:
            page.wait_for_selector(".hits")
        page.evaluate(axe)
        result = page.evaluate("axe.run({ resultTypes: ['violations', 'incomplete'] })")
        found[path] = [
            (v["id"], v["nodes"][0]["html"], v["nodes"][0]["any"][:1]) for v in result["violations"]
        ]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    context.close()
    assert {path: faults for path, faults in found.items() if faults} == {}


def test_messages_of_the_search_are_in_the_page_s_language(stocked: Path) -> None:
    for path, words in {"search": "見つかりません", "en/search": "Nothing was found"}.items():
        page = (stocked / path / "index.html").read_text("utf-8")
        assert re.search(rf'data-none="{words}', page)


def test_the_search_index_is_small_and_has_readings(stocked: Path) -> None:
    data = json.loads((stocked / "search-index.json").read_bytes())
    assert len(data["volumes"]) == 62
    assert any("うんのなぎさ" in article[3] for article in data["articles"])
    assert (stocked / "search-index.json").stat().st_size < 200 * len(data["articles"])
