"""The command line, as a user runs it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
import typer

from gappon.__main__ import TAKE_A_VALUE
from gappon.cli import commands as cli
from gappon.fonts import load_fonts
from tests.conftest import EXAMPLES


def gappon(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "gappon", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=cwd,
    )


def test_plan_shows_volumes_and_posts_without_building(tmp_path: Path) -> None:
    done = gappon("plan", EXAMPLES, "--month", "2025-11", "--json", cwd=tmp_path)
    planned = json.loads(done.stdout)
    assert [v["title"] for v in planned["volumes"]] == [
        "ことば",
        "導入事例",
        "技術ノート",
        "現場レポート",
        "編集室から",
    ]
    assert not list(tmp_path.iterdir())
    assert "現場レポート" in gappon("plan", EXAMPLES).stdout


def test_folders_may_be_relative(tmp_path: Path) -> None:
    posts = tmp_path / "site" / "_posts"
    posts.mkdir(parents=True)
    (posts / "2025-01-01-a.md").write_text("---\ntitle: 題\n---\n\n本文と英語 text。\n", "utf-8")
    own = tmp_path / "site" / "fonts"
    own.mkdir()
    shutil.copy(load_fonts()[3].path, own / "own.ttf")
    (tmp_path / "site" / "gappon.yaml").write_text("fonts: [fonts]\n")
    done = gappon("build", "site", "--cache", "c", "--out", "o", "--format", "pdf", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    with pikepdf.open(next((tmp_path / "o").glob("*.pdf"))) as pdf:
        fonts = pdf.pages[-1].obj.Resources.Font
        names = [str(font.BaseFont) for font in dict(fonts).values()]
    assert names and all("Gappon" in name for name in names)


@pytest.mark.parametrize("cache", ["../beside/./c", "link/../c"])
def test_the_caches_name_may_lead_up_and_through_links(tmp_path: Path, cache: str) -> None:
    """Fontconfig compares names of files; the book's fonts must be found by whatever name."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "a.md").write_text("# 題\n\n本文と英語 text。\n", "utf-8")
    (tmp_path / "site" / "link").symlink_to(tmp_path)
    done = gappon(
        "build", ".", "--cache", cache, "--out", "o", "--format", "pdf", cwd=tmp_path / "site"
    )
    assert done.returncode == 0, done.stderr
    with pikepdf.open(next((tmp_path / "site" / "o").glob("*.pdf"))) as pdf:
        dictionaries = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary)]
        names = {str(each.BaseFont) for each in dictionaries if "/BaseFont" in each}
    assert names and all("Gappon" in name for name in names)


def test_a_cache_that_others_may_write_to_is_refused(tmp_path: Path) -> None:
    cache = tmp_path / "c"
    cache.mkdir()
    cache.chmod(0o777)
    done = gappon("build", EXAMPLES, "--cache", cache, "--out", tmp_path / "o")
    assert done.returncode == 2 and not (tmp_path / "o").exists()
    assert done.stderr.startswith(f"gappon: {cache}: others may write to this cache")
    assert done.stderr.count("\n") == 1


def test_without_a_home_that_can_be_written_the_book_is_built(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "a.md").write_text("# 題\n\n本文\n", "utf-8")
    nowhere = {"HOME": "/proc/none", "XDG_CACHE_HOME": "", "TMPDIR": str(tmp_path / "tmp")}
    (tmp_path / "tmp").mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "gappon", "build", "site", "--out", "o"],
        cwd=tmp_path,
        env={**os.environ, **nowhere},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    (told,) = [line for line in done.stderr.splitlines() if "[cache]" in line]
    assert told.startswith("gappon: warning: nothing can be written to the cache /proc/none/.cache")
    assert {".epub", ".pdf"} <= {path.suffix for path in (tmp_path / "o").iterdir()}
    assert not list((tmp_path / "tmp").iterdir())


def test_init_writes_a_valid_file_once(tmp_path: Path) -> None:
    assert gappon("init", tmp_path).returncode == 0
    first_line = (tmp_path / "gappon.yaml").read_text().splitlines()[0]
    assert first_line == "# yaml-language-server: $schema=gappon.schema.json"
    assert (tmp_path / "gappon.schema.json").is_file()
    again = gappon("init", tmp_path)
    assert (again.returncode, "--force" in again.stderr) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("build", "/nowhere"), "there is no such folder"),
        (("build", EXAMPLES, "--theme", "nothing"), "there is no theme 'nothing'"),
        (("build", EXAMPLES, "--theme", "base"), "only for others to extend"),
        (("build", EXAMPLES, "--month", "2025-13"), "--month 2025-13: no such date"),
        (
            ("build", EXAMPLES, "--month", "2025-10", "--since", "2025-10-01"),
            "does not go together",
        ),
        (("build", EXAMPLES, "--format", "docx"), "'formats.0'"),
        (("build", EXAMPLES, "--config", "/nowhere.yaml"), "there is no such file"),
        (("nonsense",), "nonsense"),
    ],
)
def test_wrong_usage_is_exit_code_2(arguments: tuple[object, ...], message: str) -> None:
    done = gappon(*arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_themes_fonts_schema_version() -> None:
    themes = gappon("themes").stdout
    assert all(name in themes for name in ("geppo", "brief", "bunko"))
    assert "Gappon Mincho" in gappon("fonts").stdout
    assert json.loads(gappon("schema").stdout)["title"] == "gappon.yaml"
    assert gappon("--version").stdout.startswith("gappon ")


def test_the_early_look_at_the_arguments_knows_which_options_take_a_value() -> None:
    command = typer.main.get_command(cli.app).commands["build"]
    options = [p for p in command.params if p.param_type_name == "option"]
    assert {name for p in options if not p.is_flag for name in p.opts} == TAKE_A_VALUE | {
        "--cluster"  # with it, no workers are sent for
    }


def test_themes_in_folders_that_the_configuration_names_are_listed(tmp_path: Path) -> None:
    (tmp_path / "more/ours").mkdir(parents=True)
    (tmp_path / "more/ours/theme.yaml").write_text("extends: geppo\n")
    (tmp_path / "gappon.yaml").write_text("themes: [more]\n")
    assert "ours" in gappon("themes", tmp_path).stdout


def test_cache_shows_and_prunes(tmp_path: Path) -> None:
    (tmp_path / "objects/ab").mkdir(parents=True)
    (tmp_path / "objects/ab/abcd").write_bytes(b"x" * 100)
    assert "1 entries" in gappon("cache", "--cache", tmp_path).stdout
    assert "0 entries" in gappon("cache", "--cache", tmp_path, "--prune", "--max-days", 0).stdout
