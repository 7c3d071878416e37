"""Dates of posts: written, in file names, in git, or nowhere."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gappon.config.load import load_config
from gappon.publication import Site
from gappon.sources.dates import parse
from gappon.sources.site import collect
from gappon.volumes.group import group
from tests.conftest import NOW

Read = Callable[..., Site]
DATED_BY = {
    "GIT_AUTHOR_DATE": "2024-05-06T23:30:00+00:00",
    "GIT_COMMITTER_DATE": "2024-05-07T12:00:00+00:00",
}


def git(folder: Path, *arguments: str) -> None:
    names = {
        f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    environment = {**os.environ, **names, **DATED_BY}
    subprocess.run(
        ["git", *arguments], cwd=folder, env=environment, check=True, capture_output=True
    )


def test_without_any_date_a_post_has_none_and_comes_first(read_site: Read) -> None:
    site = read_site(
        {"b.md": "# 乙\n\n本文", "a.md": "---\ntitle: 甲\ndate: 2025-01-01\n---\n本文"}
    )
    assert [(p.title, p.date is None) for p in site.posts] == [("乙", True), ("甲", False)]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("a.md", "the post stands without a date"),
        ("2025-01-09-a.md", "the file name's date is used"),
    ],
)
def test_a_broken_date_says_what_is_used_instead(read_site: Read, name: str, said: str) -> None:
    post = read_site({name: "---\ntitle: 題\ndate: いつか\n---\n本文"}).posts[0]
    assert [str(n) for n in post.notices] == [
        f"{name}:3: warning: 'いつか' is no date; {said} [date-broken]"
    ]


@pytest.mark.parametrize(
    "written",
    ["0001-01-01 00:00 +0900", "9999-12-31 23:59 -0500", "0999-12-31", "9999-01-01", "10000-01-01"],
)
def test_dates_that_no_calendar_of_a_book_holds_are_none(read_site: Read, written: str) -> None:
    post = read_site({"a.md": f"---\ntitle: 題\ndate: {written}\n---\n本文"}).posts[0]
    assert (post.date, [n.code for n in post.notices]) == (None, ["date-broken"])


@given(st.datetimes(), st.sampled_from(["", " +1400", " -1200", "Z", " JST"]))
def test_any_date_can_be_written_or_is_none(date: datetime, zone: str) -> None:
    found = parse(f"{date.isoformat(' ', 'seconds')}{zone}", ZoneInfo("Asia/Tokyo"))
    if found is not None:
        assert len(f"{found:%Y-%m-%d}") == 10
        assert found.astimezone(UTC).isoformat()


def test_posts_without_date_are_a_month_of_their_own(read_site: Read) -> None:
    site = read_site({"a.md": "# 甲\n\n本文", "2025-01-09-b.md": "# 乙\n\n本文"})
    volumes = group(site, load_config(site.root, volumes={"by": "month"}))
    assert [v.title for v in volumes] == ["2025年1月", "日付なし"]


def test_git_says_when_a_post_came_in(make_site: Callable[..., Path]) -> None:
    root = make_site({"notes/a.md": "# 甲\n\n本文", "gappon.yaml": "posts: {date_from: [git]}\n"})
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "first")
    (root / "notes/b.md").write_text("# 乙\n\n本文")
    site = collect(root, load_config(root), NOW)
    dates = {p.title: p.date.isoformat() if p.date else None for p in site.posts}
    assert dates == {"甲": "2024-05-07T08:30:00+09:00", "乙": None}


def test_nothing_that_a_repository_names_is_started(make_site: Callable[..., Path]) -> None:
    root = make_site({"a.md": "# 甲\n\n本文"})
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "first")
    trap = root / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {root}/caught\n")
    trap.chmod(0o755)
    for key in ("core.fsmonitor", "core.pager", "gpg.program", "diff.external", "core.sshCommand"):
        git(root, "config", key, str(trap))
    git(root, "config", "log.showSignature", "true")
    site = collect(root, load_config(root, posts={"date_from": ("git",)}), NOW)
    assert site.posts[0].date is not None
    assert not (root / "caught").exists()


def test_a_folder_without_history_says_so(read_site: Read) -> None:
    site = read_site({"a.md": "# 甲\n\n本文"}, posts={"date_from": ("git",)})
    assert [n.code for n in site.notices] == ["git"]
