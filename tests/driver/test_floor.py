"""The floor: whatever a post makes the program do wrong costs that post, and nothing else.

Workers are poisoned from outside, by a ``sitecustomize`` that Python imports in each process: passes
over a chapter's tree do what a post asks for.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from gappon import BuildOptions, Settings, build
from gappon.exporters.epub import documents as epub_documents
from gappon.exporters.epub.exporter import EpubExporter
from gappon.exporters.pdf.exporter import PdfExporter
from tests.readers import Epub, Pdf, solid

pytestmark = pytest.mark.xdist_group("floor")
POISON = '''
import importlib.abc, importlib.util, os, re, signal, sys, time

class Poison(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Changes a module of the converter, and one of the typesetter, when they are imported."""

    def find_spec(self, name, path, target=None):
        if name in ("gappon.converter.passes", "gappon.typesetter.engine"):
            sys.meta_path.remove(self)
            found = importlib.util.find_spec(name)
            sys.meta_path.insert(0, self)
            self.loader, found.loader = found.loader, self
            return found

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        self.loader.exec_module(module)
        name = "run_passes" if module.__name__.endswith("passes") else "compile_document"
        original = getattr(module, name)
        def poisoned(first, *rest):
            text = rest[0].post.body if rest else first.html
            for deed in (fail, speak, sleep, spin, eat, die, leave):
                if f"{'convert' if rest else 'layout'}-{deed.__name__}" in text:
                    deed()
            return original(first, *rest)
        setattr(module, name, poisoned)

def fail():
    raise KeyError("title")

def speak():
    raise ValueError("\\\\ud800 and a\\nline end")

def sleep():
    time.sleep(600)

def spin():
    re.match("(a*)*b", "a" * 64)

def eat():
    hoard = []
    while True:
        hoard.append(bytearray(2**33))

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def leave():
    sys.exit(3)

sys.meta_path.insert(0, Poison())
'''
BAD = {
    "fail": "KeyError: 'title'",
    "speak": "ValueError: ",
    "sleep": "it took more than 2 seconds",
    "spin": "it took more than 2 seconds",
    "eat": "it ran out of memory",
    "die": "its worker process was killed",
    "leave": "SystemExit: 3",
}
COMMAND = ("build", "site", "--out", "out", "--cache", "cache", "--json")
PLACED = "a page that says so stands in its place"


@dataclass(frozen=True)
class Site:
    """A site in which some posts are poisonous."""

    folder: Path

    def write(self, name: str, title: str, text: str, category: str = "分類") -> None:
        path = self.folder / "site" / "_posts" / f"2025-01-01-{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\ntitle: {title}\ncategories: [{category}]\n---\n\n{text}\n", "utf-8")

    def build(self, *arguments: str, poisoned: bool = True, **settings: Any) -> dict[str, Any]:
        """Run the command; return its report."""
        limits = {"limits": {"post_seconds": 2}}
        path = self.folder / "site" / "gappon.yaml"
        path.write_text(yaml.safe_dump(limits | settings), "utf-8")
        poison = self.folder / "poison"
        poison.mkdir(exist_ok=True)
        (poison / "sitecustomize.py").write_text(POISON, "utf-8")
        places = [str(poison)] if poisoned else []
        done = subprocess.run(
            [sys.executable, "-m", "gappon", *COMMAND, *arguments],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([*places, *filter(None, sys.path)])},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.stderr == ""
        report: dict[str, Any] = json.loads(done.stdout)
        assert done.returncode == report["exit_code"]
        return report

    def epub(self, title: str = "分類") -> Epub:
        return Epub(self.folder / "out" / f"{title}.epub")

    def pdf(self, title: str = "分類") -> Pdf:
        return Pdf(self.folder / "out" / f"{title}.pdf")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    made = Site(tmp_path)
    for number in range(3):
        made.write(f"good-{number}", f"良い記事{number}", f"良い本文{number}。")
    return made


def errors(report: dict[str, Any]) -> dict[str, str]:
    """Return the messages of errors by file; no file has two."""
    found = [n for n in report["notices"] if n["severity"] == "error"]
    assert len({n["file"] for n in found}) == len(found)
    return {n["file"]: n["message"] for n in found}


def test_posts_that_fail_hang_eat_or_die_cost_themselves(site: Site) -> None:
    for deed in BAD:
        site.write(deed, f"悪い記事 {deed}", f"悪い本文、convert-{deed}。")
    report = site.build()
    told = errors(report)
    assert told.keys() == {f"_posts/2025-01-01-{deed}.md" for deed in BAD}
    for deed, reason in BAD.items():
        message = told[f"_posts/2025-01-01-{deed}.md"]
        assert message.startswith(f"the post could not be converted: {reason}")
        assert message.endswith(f"; {PLACED}")
    (volume,) = report["volumes"]
    assert (volume["posts"], volume["errors"], report["exit_code"]) == (3 + len(BAD), [], 1)
    text = solid(site.pdf().text)
    for number in range(3):
        assert f"良い本文{number}。" in site.epub().document(f"良い記事{number}").text
        assert f"良い本文{number}。" in text
    for deed in BAD:
        shown = site.epub().document(f"悪い記事 {deed}").text
        assert "この記事は変換できませんでした" in shown and f"2025-01-01-{deed}.md" in shown
        assert f"原稿:_posts/2025-01-01-{deed}.md" in text

    report = site.build(poisoned=False)
    assert (report["exit_code"], report["chapters"]) == (0, {"converted": len(BAD), "reused": 3})
    assert "悪い本文、convert-fail。" in site.epub().document("悪い記事 fail").text


def test_a_failed_post_may_be_left_out_and_its_volume_goes_on(site: Site) -> None:
    site.write("bad", "悪い記事", "convert-fail")
    site.write("alone", "独り", "convert-fail", category="独り")
    report = site.build(posts={"failed": "omit"})
    for message in errors(report).values():
        assert message.startswith("the post could not be converted: KeyError: 'title' (converter/")
        assert message.endswith("; the book is without it")
    built, gone = report["volumes"]
    assert (built["title"], built["posts"], built["errors"]) == ("分類", 3, [])
    assert (gone["title"], gone["files"]) == ("独り", [])
    assert "1 of its posts failed" in gone["errors"][0]
    assert "悪い記事" not in [document.title for document in site.epub().documents]
    assert "悪い記事" not in solid(site.pdf().text)


def test_a_failed_post_may_stop_its_volume_and_no_other(site: Site) -> None:
    site.write("bad", "悪い記事", "convert-fail", category="失敗")
    report = site.build(posts={"failed": "stop"})
    built, stopped = report["volumes"]
    assert (built["title"], stopped["title"], stopped["files"]) == ("分類", "失敗", [])
    assert "posts.failed: page builds it" in stopped["errors"][0]
    assert not (site.folder / "out" / "失敗.epub").exists()
    again = site.build("--keep-going", posts={"failed": "stop"})
    assert [len(volume["files"]) for volume in again["volumes"]] == [2, 2]


@pytest.mark.parametrize("failed", ["page", "omit", "stop"])
def test_a_post_that_cannot_be_laid_out_is_as_the_setting_has_it(site: Site, failed: str) -> None:
    site.write("bad", "悪い記事", "読める本文、layout-fail。")
    report = site.build(posts={"failed": failed})
    (message,) = errors(report).values()
    assert message.startswith("the post could not be laid out: KeyError: 'title'")
    formats = [file["format"] for volume in report["volumes"] for file in volume["files"]]
    assert formats == (["epub"] if failed == "stop" else ["pdf", "epub"])
    titles = [document.title for document in site.epub().documents]
    assert ("悪い記事" in titles) == (failed != "omit")
    if failed != "omit":
        assert "読める本文" in site.epub().document("悪い記事").text
    if failed == "page":
        assert "この記事は組めませんでした" in solid(site.pdf().text)
    if failed == "omit":
        assert "悪い記事" not in solid(site.pdf().text)


# ---- what is done of a post in the program's own process ----


def in_process(site: Site, **settings: Any) -> Any:
    return build(
        BuildOptions(
            site=site.folder / "site",
            out=site.folder / "out",
            cache=site.folder / "cache",
            jobs=1,
            overrides=Settings(**settings),
        )
    )


def test_a_document_that_cannot_be_made_costs_its_post(site: Site, monkeypatch) -> None:
    original = PdfExporter.prepare_chapter

    def prepare(self: PdfExporter, chapter: Any) -> Any:
        if chapter.title == "悪い記事":
            raise RecursionError("maximum recursion depth exceeded")
        return original(self, chapter)

    monkeypatch.setattr(PdfExporter, "prepare_chapter", prepare)
    site.write("bad", "悪い記事", "本文。")
    report = in_process(site)
    (notice,) = (n for n in report.notices if n.severity == "error")
    assert notice.message.startswith("the post could not be laid out: its elements are nested")
    assert "この記事は組めませんでした" in solid(site.pdf().text)
    assert "良い本文0。" in solid(site.pdf().text)


def test_a_chapter_that_an_epub_cannot_take_is_named(site: Site, monkeypatch) -> None:
    original = epub_documents._chapter

    def chapter(item: Any, *rest: Any) -> Any:
        if item.title == "悪い記事":
            raise KeyError("title")
        return original(item, *rest)

    monkeypatch.setattr(epub_documents, "_chapter", chapter)
    site.write("bad", "悪い記事", "本文。", category="悪い")
    report = in_process(site)
    good, bad = report.volumes
    assert (len(good.files), [file.format for file in bad.files]) == (2, ["pdf"])
    assert bad.errors == [
        "the EPUB was not built: _posts/2025-01-01-bad.md could not be set (KeyError: 'title')"
    ]


def test_a_fault_of_the_program_costs_one_file(site: Site, monkeypatch) -> None:
    original = EpubExporter.write

    def write(self: EpubExporter, job: Any, *rest: Any) -> Any:
        if job.book.title == "悪い":
            raise TypeError("of the program")
        return original(self, job, *rest)

    monkeypatch.setattr(EpubExporter, "write", write)
    site.write("bad", "悪い記事", "本文。", category="悪い")
    report = in_process(site)
    assert report.exit_code == 1
    assert [(v.title, len(v.files), v.errors) for v in report.volumes] == [
        ("分類", 2, []),
        ("悪い", 1, ["悪い.epub was not built: TypeError: of the program"]),
    ]
    assert not [path for path in (site.folder / "out").iterdir() if path.name.endswith(".tmp")]
