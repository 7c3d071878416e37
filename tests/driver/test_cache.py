"""The cache: damaged and foreign entries count as missing; it is its owner's, within its limits."""

import os
import pickle
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from gappon.diagnostics import Notice
from gappon.driver.cache import Cache, open_cache
from gappon.driver.digest import digest_of
from gappon.errors import ConfigError
from gappon.publication import Chapter, Post


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def entry(cache: Cache, key: str) -> Path:
    return cache.objects / key[:2] / key


KEY = digest_of("a")


def test_values_come_back(cache: Cache) -> None:
    post = Post("a.md", "題", datetime(2025, 1, 1, tzinfo=ZoneInfo("Asia/Tokyo")), "本文")
    chapter = Chapter(post, "<p>本文</p>")
    cache.store(KEY, (chapter, ()))
    assert cache.load(KEY) == (chapter, ())


@pytest.mark.parametrize("position", [0, 20, 60, -1])
def test_flipped_bytes_are_noticed(cache: Cache, position: int) -> None:
    cache.write(KEY, b"some bytes that matter")
    path = entry(cache, KEY)
    data = bytearray(path.read_bytes())
    data[position] ^= 1
    path.write_bytes(data)
    assert cache.read(KEY) is None
    assert not path.exists()


def test_truncated_and_empty_entries_are_noticed(cache: Cache) -> None:
    for length in (0, 10, 50):
        cache.write(KEY, b"some bytes that matter")
        path = entry(cache, KEY)
        path.write_bytes(path.read_bytes()[:length])
        assert cache.read(KEY) is None


class Evil:
    def __reduce__(self) -> tuple[object, ...]:
        return (os.mkdir, ("owned",))


def test_foreign_pickles_are_not_obeyed(cache: Cache, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    cache.write(KEY, pickle.dumps(Evil()))
    assert cache.load(KEY) is None
    assert not (tmp_path / "owned").exists()


def a_folder(path: Path) -> None:
    path.mkdir()
    (path / "inside").touch()


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_link(path: Path) -> None:
    path.symlink_to("/etc/passwd")


def a_link_to_itself(path: Path) -> None:
    path.symlink_to(path)


def a_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


@pytest.mark.parametrize("make", [a_folder, a_pipe, a_link, a_link_to_itself, a_device])
def test_what_is_no_file_is_no_entry(cache: Cache, make: Callable[[Path], None]) -> None:
    cache.write(KEY, b"x")
    entry(cache, KEY).unlink()
    make(entry(cache, KEY))
    assert cache.read(KEY) is None and cache.load(KEY) is None
    cache.write(KEY, b"again")
    assert cache.read(KEY) in (b"again", None)
    cache.prune(max_days=0)
    assert Path("/etc/passwd").exists()


def test_prune_by_age_then_by_size(cache: Cache) -> None:
    keys = [digest_of(n) for n in range(4)]
    for age, key in enumerate(keys):
        cache.write(key, b"x" * 1000)
        when = time.time() - age * 86400
        os.utime(entry(cache, key), (when, when))
    assert cache.prune(max_days=2.5).entries == 1
    assert cache.prune(max_bytes=2500).entries == 1
    assert cache.usage().entries == 2
    assert cache.read(keys[0]) and cache.read(keys[1])


def test_a_new_cache_is_its_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "above" / "cache"
    before = os.umask(0)
    try:
        with open_cache(folder, []) as cache:
            cache.write(KEY, b"x")
    finally:
        os.umask(before)
    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o702, 0o1777])
def test_a_cache_that_others_may_write_to_is_refused(tmp_path: Path, mode: int) -> None:
    tmp_path.chmod(mode)
    with (
        pytest.raises(ConfigError, match="others may write to this cache"),
        open_cache(tmp_path, []),
    ):
        pass


@pytest.mark.skipif(os.geteuid() != 0, reason="giving a folder away needs root")
def test_a_cache_of_another_user_is_refused(tmp_path: Path) -> None:
    os.chown(tmp_path, 65534, -1)
    with pytest.raises(ConfigError, match="is another user's"), open_cache(tmp_path, []):
        pass


def test_a_cache_that_is_a_file_is_an_error_of_usage(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with (
        pytest.raises(ConfigError, match="must be a folder"),
        open_cache(tmp_path / "file", []),
    ):
        pass


UNWRITABLE = [Path("/proc/cache"), Path("/dev/null/cache"), Path("~/.cache/gappon")]


@pytest.mark.parametrize("folder", UNWRITABLE)
def test_without_a_place_to_write_there_is_a_cache_for_the_time_of_a_build(folder: Path) -> None:
    notices: list[Notice] = []
    with open_cache(folder, notices) as cache:
        cache.write(KEY, b"x")
        assert cache.read(KEY) == b"x"
        assert cache.folder.stat().st_mode & 0o777 == 0o700
    assert not cache.folder.exists() and not folder.exists()
    (notice,) = notices
    assert notice.code == "cache" and f"cache {folder} (" in notice.message


def test_nowhere_to_write_at_all_is_said(monkeypatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", "/proc")
    with (
        pytest.raises(ConfigError, match="nothing can be written to /proc either"),
        open_cache(Path("/proc/cache"), []),
    ):
        pass
