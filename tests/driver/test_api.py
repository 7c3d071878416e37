"""The public interface, as programs use it: typed, documented, and without traces in the caller."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pikepdf
import pytest

import gappon
from gappon import BuildOptions, ConfigError, PdfSettings, Settings, VolumeSettings, build, plan
from tests.conftest import EXAMPLES

ROOT = Path(__file__).parents[2]
API = (ROOT / "docs" / "api.md").read_text("utf-8")
POST = "---\ntitle: {title}\ncategories: [分類]\n---\n\n本文と英語 text。\n"
SCRIPT = """\
from pathlib import Path
from gappon import BuildOptions, build

report = build(BuildOptions(site=Path("blog"), out=Path("books"), cache=Path("cache")))
print("volumes:", [volume.title for volume in report.volumes])
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder in which there is a site ``blog``."""
    posts = tmp_path / "blog" / "_posts"
    posts.mkdir(parents=True)
    (posts / "2025-01-01-a.md").write_text(POST.format(title="題"), "utf-8")
    return tmp_path


def python(*arguments: object, cwd: Path, **options: object) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join((str(ROOT / "src"), os.environ.get("PYTHONPATH", "")))
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": path, "XDG_CACHE_HOME": str(cwd / "home")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        **options,
    )


def type_checked_names() -> set[str]:
    """Return the names that a type checker sees in the package."""
    tree = ast.parse(Path(gappon.__file__).read_text())
    (block,) = (node for node in tree.body if isinstance(node, ast.If))
    return {
        name.name for node in block.body for name in node.names if isinstance(node, ast.ImportFrom)
    }


def test_every_public_name_can_be_imported_is_typed_and_documented() -> None:
    assert set(gappon.__all__) == type_checked_names() <= set(dir(gappon))
    for name in gappon.__all__:
        assert getattr(gappon, name).__doc__, name
        assert re.search(rf"[`\w ]\b{name}\b", API), f"docs/api.md does not say what {name} is"
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = gappon.nothing


def test_importing_the_package_imports_nothing_that_workers_do_not_need() -> None:
    done = python("-c", "import gappon, sys; print(*sys.modules)", cwd=ROOT)
    assert not {"pydantic", "gappon.driver", "gappon.config"} & set(done.stdout.split())


def test_the_documents_examples_run_as_they_stand(folder: Path) -> None:
    code = "\n".join(re.findall(r"```python\n(.*?)```", API, re.DOTALL))
    (folder / "program.py").write_text(code, "utf-8")
    done = python("program.py", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "分類 ['books/分類.pdf', 'books/分類.epub']" in done.stdout
    assert "2025年1月 ['題']" in done.stdout
    assert re.search(r"^compile \d+$", done.stdout, re.MULTILINE)
    assert "no-such-folder: there is no such folder" in done.stdout


def test_the_example_program_builds_and_tells(folder: Path) -> None:
    done = python(EXAMPLES / "build.py", "blog", "books", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert re.search(r"2025年1月: books/2025-01\.pdf \(\d+ KB, \d+ pages, written\)", done.stdout)
    assert (folder / "books" / "2025-01.epub").is_file()
    done = python(EXAMPLES / "build.py", "nowhere", cwd=folder)
    assert (done.returncode, done.stderr) == (
        1,
        "nothing was built: nowhere: there is no such folder; give the folder of your site\n",
    )


@pytest.mark.parametrize("way", ["script", "-c", "stdin", "module"])
def test_a_program_needs_no_guard_around_its_build(folder: Path, way: str) -> None:
    (folder / "script.py").write_text(SCRIPT)
    done = {
        "script": lambda: python("script.py", cwd=folder),
        "-c": lambda: python("-c", SCRIPT, cwd=folder),
        "stdin": lambda: python("-", cwd=folder, input=SCRIPT),
        "module": lambda: python("-m", "script", cwd=folder),
    }[way]()
    assert (done.returncode, done.stdout) == (0, "volumes: ['分類']\n"), done.stderr
    assert done.stderr == ""


def fonts_of(book: Path) -> set[str]:
    """Return the names of all fonts in a PDF, without the prefixes of subsets."""
    with pikepdf.open(book) as pdf:
        dictionaries = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary)]
        names = {str(each.BaseFont) for each in dictionaries if "/BaseFont" in each}
    return {name.rpartition("+")[2].lower() for name in names}


def test_two_builds_in_one_process_have_their_own_fonts_and_leave_no_trace(folder: Path) -> None:
    """One after the other, and at the same time."""
    from gappon.fonts import load_fonts

    mono = next(font for font in load_fonts() if font.role == "mono" and font.weight == 700)
    for name in ("ours", "theirs"):
        site = folder / name
        shutil.copytree(folder / "blog", site)
        (site / "fonts").mkdir()
        theme = site / "themes" / "own"
        theme.mkdir(parents=True)
        (theme / "theme.yaml").write_text(f"extends: geppo\nfonts: {{body: {name}}}\n")
    shutil.copy(mono.path, folder / "ours" / "fonts" / "a.ttf")
    shutil.copy(load_fonts()[0].path, folder / "theirs" / "fonts" / "a.otf")
    for name, file in (("ours", "a.ttf"), ("theirs", "a.otf")):
        declared = f"fonts:\n- {{family: {name}, file: {file}}}\n"
        (folder / name / "fonts" / "fonts.yaml").write_text(declared)

    def options(name: str, out: str) -> BuildOptions:
        return BuildOptions(
            site=folder / name,
            out=folder / out / name,
            cache=folder / f"cache-{out}-{name}",
            jobs=1,
            overrides=Settings(theme="own", fonts=("fonts",), formats=("pdf",)),
        )

    environment, threads = dict(os.environ), threading.active_count()
    for name in ("ours", "theirs"):
        build(options(name, "in-turn"))
    at_once = [
        threading.Thread(target=build, args=(options(name, "at-once"),))
        for name in ("ours", "theirs")
    ]
    for thread in at_once:
        thread.start()
    for thread in at_once:
        thread.join()
    assert (dict(os.environ), threading.active_count()) == (environment, threads)
    assert not _children(os.getpid())
    for name, not_its in (("ours", "theirs"), ("theirs", "ours")):
        one, other = (next((folder / out / name).glob("*.pdf")) for out in ("in-turn", "at-once"))
        assert one.read_bytes() == other.read_bytes()
        assert name in fonts_of(one) and not_its not in fonts_of(one)


def _children(pid: int) -> list[str]:
    listed = subprocess.run(
        ["ps", "--ppid", str(pid), "-o", "args="], capture_output=True, text=True, check=False
    )
    return [line for line in listed.stdout.splitlines() if "gappon.driver" in line]


def test_only_settings_that_are_given_take_the_place_of_the_configurations(folder: Path) -> None:
    (folder / "blog" / "gappon.yaml").write_text(
        "title: 社報\npdf: {contents_depth: 2}\nvolumes: {by: [month], reverse: true}\n"
    )
    overrides = Settings(pdf=PdfSettings(tags=True), volumes=VolumeSettings(by=("all",)))
    config = plan(BuildOptions(site=folder / "blog", overrides=overrides)).config
    assert (config.title, config.pdf.contents_depth, config.pdf.tags) == ("社報", 2, True)
    assert (config.volumes.by, config.volumes.reverse) == (("all",), True)


def test_wrong_usage_raises_an_error_for_people(folder: Path) -> None:
    with pytest.raises(ConfigError, match="--month 2025-13: no such date"):
        plan(BuildOptions(site=folder / "blog", month="2025-13"))
