"""A thing is made again when something that it is made from has changed, and nothing else is."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from gappon import BuildOptions
from gappon.driver.code import PACKAGE
from gappon.publication import Post
from tests.driver.making import made_by

pytestmark = pytest.mark.xdist_group("remaking")
ROOT = Path(__file__).parents[2]
POSTS = {
    "a": "---\ntitle: 甲\ntags: [札, 荷]\n---\n\n本文 text、[外へ](https://例え.jp/甲)。\n\n![絵](/a.svg)\n",
    "b": "---\ntitle: 乙\n---\n\n[甲へ](2025-11-01-a.md)。\n",
}
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="5" height="5"/></svg>'


def write_site(folder: Path) -> Path:
    """Write a site of two posts."""
    for number, (key, text) in enumerate(POSTS.items(), 1):
        path = folder / "_posts" / f"2025-11-0{number}-{key}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (folder / "a.svg").write_text(SVG)
    (folder / "gappon.yaml").write_text("title: 社報\nvolumes: {by: [all]}\n")
    return folder


# ---- the program changes ----

PROGRAM = """
import json, sys
from pathlib import Path
from gappon import BuildOptions
from tests.driver.making import made_by
site, out, cache = map(Path, sys.argv[1:])
made = made_by(BuildOptions(site=site, out=out, cache=cache, jobs=1))
print(json.dumps({product: sorted(names) for product, names in made.items()}))
"""


@dataclass(frozen=True)
class Checkout:
    """A copy of this program, a site, and what it has made of that."""

    folder: Path

    def change(self, module: str, old: str, new: str) -> None:
        """Put something else for a text in a module, or a remark at its end."""
        path = self.folder / "src" / "gappon" / module
        source = path.read_text("utf-8")
        assert old in source
        path.write_text(source.replace(old, new, 1) if old else source + new, "utf-8")

    def install(self, distribution: str, version: str) -> None:
        """Let another version of a distribution seem to be installed."""
        folder = self.folder / "installed" / f"{distribution.replace('-', '_')}-{version}.dist-info"
        folder.mkdir(parents=True)
        (folder / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\n"
        )

    def make(self) -> dict[str, list[str]]:
        """Build the site; return what was made, by kind."""
        places = (self.folder / "installed", self.folder / "src", ROOT)
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, *(self.folder / n for n in ("site", "out", "cache"))],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, places))},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def epub(self, name: str) -> str:
        """Return a document of the only EPUB."""
        with zipfile.ZipFile(next((self.folder / "out").glob("*.epub"))) as archive:
            (found,) = (each for each in archive.namelist() if each.endswith(name))
            return archive.read(found).decode()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A checkout in which everything has been made."""
    folder = tmp_path_factory.mktemp("checkout")
    ignored = shutil.ignore_patterns("__pycache__", "shelf")
    shutil.copytree(PACKAGE, folder / "src" / "gappon", ignore=ignored)
    for name in ("themes", "fonts"):
        (folder / name).symlink_to(ROOT / name)
    write_site(folder / "site")
    checkout = Checkout(folder)
    checkout.make()
    return checkout


@pytest.fixture
def checkout(built: Checkout, tmp_path: Path) -> Checkout:
    """A copy of that."""
    copy = tmp_path / "copy"
    shutil.copytree(built.folder, copy, symlinks=True, copy_function=shutil.copy2)
    return Checkout(copy)


def test_nothing_is_made_again_when_nothing_has_changed(checkout: Checkout) -> None:
    assert checkout.make() == {}


CHAPTERS = {"chapter"}
PAGES = {"fragment", "draw_page", "pdf", "epub"}  # an EPUB has its cover and page numbers of these
MODULES = [
    ("converter/japanese.py", CHAPTERS),
    ("kumihan/lines.py", PAGES),
    ("exporters/raster.py", {"draw_page", "epub"}),
    ("exporters/pdf/link.py", {"pdf"}),
    ("exporters/pdf/subset.py", {"subset", "pdf"}),
    ("exporters/epub/metadata.py", {"epub"}),
    ("theme/theme.py", {"pdf", "epub"}),
    ("fonts.py", {"common_coverage", "pdf", "epub"}),
    ("sources/post.py", set()),
    ("driver/scheduler.py", set()),
]


@pytest.mark.parametrize(("module", "products"), MODULES, ids=[name for name, _ in MODULES])
def test_what_a_changed_module_makes_is_made_again(
    checkout: Checkout, module: str, products: set[str]
) -> None:
    checkout.change(module, "", "\n# Another remark.\n")
    assert checkout.make().keys() == products


DISTRIBUTIONS = [
    ("linkify-it-py", CHAPTERS),
    ("pyphen", PAGES),
    ("pikepdf", {"pdf", "epub"}),
    ("ebooklib", {"epub"}),
    ("typer", set()),
]


@pytest.mark.parametrize(("name", "products"), DISTRIBUTIONS, ids=[n for n, _ in DISTRIBUTIONS])
def test_what_a_changed_library_makes_is_made_again(
    checkout: Checkout, name: str, products: set[str]
) -> None:
    checkout.install(name, "99.1")
    assert checkout.make().keys() == products


def test_links_are_not_stale_when_addresses_are_made_otherwise(checkout: Checkout) -> None:
    """``addresses.py`` was in no key: chapters were reused with the links of before."""
    post = Post("_posts/2025-11-01-a.md", "", None, "").key
    assert 'href="https://xn--r8jz45g.jp/' in checkout.epub(f"{post}.xhtml")
    checkout.change(
        "addresses.py", "return parts._replace(", 'return parts._replace(scheme="http", '
    )
    assert {"chapter", "fragment", "pdf", "epub"} <= checkout.make().keys()
    assert 'href="http://xn--r8jz45g.jp/' in checkout.epub(f"{post}.xhtml")


def test_metadata_is_not_stale_when_a_book_says_it_otherwise(checkout: Checkout) -> None:
    """``Book.subjects`` was in no key: an EPUB was ``unchanged`` with the subjects of before."""
    before = checkout.epub(".opf")
    assert before.index(">札<") < before.index(">荷<")
    checkout.change("publication.py", "key=lambda name: (-counts[name], name)", "reverse=True")
    assert "epub" in checkout.make()
    after = checkout.epub(".opf")
    assert after.index(">荷<") < after.index(">札<")


# ---- the site changes ----


@dataclass(frozen=True)
class Site:
    """A site that has been built."""

    folder: Path

    @property
    def options(self) -> BuildOptions:
        return BuildOptions(
            site=self.folder / "site", out=self.folder / "out", cache=self.folder / "cache", jobs=1
        )

    def replace(self, name: str, old: str, new: str) -> None:
        path = self.folder / "site" / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")

    def add(self, name: str, text: str) -> None:
        path = self.folder / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


@pytest.fixture(scope="module")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("site")
    write_site(folder / "site")
    site = Site(folder)
    made_by(site.options)
    return site


@pytest.fixture
def site(built_site: Site, tmp_path: Path) -> Site:
    """A copy of it: where a site is does not make anything again."""
    shutil.copytree(built_site.folder, tmp_path / "copy", symlinks=True)
    return Site(tmp_path / "copy")


A, B = "_posts/2025-11-01-a.md", "_posts/2025-11-02-b.md"
OWN_THEME = 'extends: geppo\ncover_colors: {background: "#14532d"}\n'


def change_text(site: Site) -> None:
    site.replace(A, "本文 text", "本文 texts")


def change_tag(site: Site) -> None:
    site.replace(A, "荷", "函")


def change_title(site: Site) -> None:
    site.replace(B, "title: 乙", "title: 丙")


def change_picture(site: Site) -> None:
    site.replace("a.svg", 'width="5"', 'width="6"')


def change_setting_of_epub(site: Site) -> None:
    site.replace("gappon.yaml", "title:", "epub: {indexes: []}\ntitle:")


def change_reading(site: Site) -> None:
    site.replace("gappon.yaml", "title:", "readings: {札: ふだ}\ntitle:")


def change_rights(site: Site) -> None:
    site.replace("gappon.yaml", "title:", "rights: 禁転載\ntitle:")


def change_colour_of_cover(site: Site) -> None:
    site.add("themes/own/theme.yaml", OWN_THEME)
    site.replace("gappon.yaml", "title:", "theme: own\ntitle:")


def change_address_of_post(site: Site) -> None:
    site.replace(B, "title: 乙", "title: 乙\npermalink: /otsu/")


def add_post(site: Site) -> None:
    site.add("_posts/2025-11-03-c.md", "---\ntitle: 丁\n---\n\n文。\n")


def touch_everything(site: Site) -> None:
    for path in (site.folder / "site").rglob("*"):
        os.utime(path)


KEY_A, KEY_B, KEY_C = (
    Post(f"_posts/2025-11-0{n}-{key}.md", "", None, "").key
    for n, key in ((1, "a"), (2, "b"), (3, "c"))
)
FILES = {"pdf": {"社報"}, "epub": {"社報"}}
FONTS = {"subset": {""}}
CASES = [
    (touch_everything, {}),
    (change_text, {"chapter": {"a"}, "fragment": {KEY_A}, **FONTS, **FILES}),
    (change_tag, {"chapter": {"a"}, **FILES}),
    (
        change_title,
        {"chapter": {"b"}, "fragment": {KEY_B, "heads", "contents", "colophon"}, **FONTS, **FILES},
    ),
    (change_picture, {"chapter": {"a"}, "fragment": {KEY_A}, **FILES}),
    (change_setting_of_epub, {"epub": {"社報"}}),
    (change_reading, {"epub": {"社報"}}),
    (change_rights, {"fragment": {"colophon"}, **FONTS, **FILES}),
    (change_colour_of_cover, {"fragment": {"cover"}, "draw_page": {"cover"}, **FILES}),
    # Any chapter may link to any address of the site.
    (change_address_of_post, {"chapter": {"a", "b"}, **FILES}),
    (
        add_post,
        {
            "chapter": {"a", "b", "c"},
            "fragment": {KEY_C, "cover", "title-page", "heads", "contents", "colophon"},
            "draw_page": {"cover"},
            **FONTS,
            **FILES,
        },
    ),
]


@pytest.mark.parametrize(("change", "made"), CASES, ids=[change.__name__ for change, _ in CASES])
def test_what_depends_on_a_change_is_made_again_and_nothing_else(
    site: Site, change: Callable[[Site], None], made: dict[str, set[str]]
) -> None:
    change(site)
    assert made_by(site.options) == made


def test_a_site_that_was_moved_is_not_made_again(site: Site) -> None:
    assert made_by(site.options) == {}
