"""The cache: damaged and foreign entries count as missing; it stays within its limits."""

import os
import pickle
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from gappon.driver.cache import Cache, key_of
from gappon.publication import Chapter, Post


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def entry(cache: Cache, key: str) -> Path:
    return cache.objects / key[:2] / key


KEY = key_of("a")


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


def test_prune_by_age_then_by_size(cache: Cache) -> None:
    keys = [key_of(n) for n in range(4)]
    for age, key in enumerate(keys):
        cache.write(key, b"x" * 1000)
        when = time.time() - age * 86400
        os.utime(entry(cache, key), (when, when))
    assert cache.prune(max_days=2.5).entries == 1
    assert cache.prune(max_bytes=2500).entries == 1
    assert cache.usage().entries == 2
    assert cache.read(keys[0]) and cache.read(keys[1])


def test_a_cache_that_cannot_be_written_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / "file")
    cache.write(KEY, b"x")
    assert cache.read(KEY) is None


def test_keys_tell_parts_apart() -> None:
    assert key_of("ab", "c") != key_of("a", "bc")
