"""The hash of values: all that they hold is in it, and nothing that they do not."""

from __future__ import annotations

import enum
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from pydantic import BaseModel

from gappon.config import Config, EpubSettings, PdfSettings
from gappon.converter.findings import SiteContext
from gappon.converter.habits import TextHabits
from gappon.converter.images.finder import ImageFinder
from gappon.converter.post_index import PostIndex, Target
from gappon.diagnostics import Notice, Severity
from gappon.driver.digest import digest_of
from gappon.fonts import Font
from gappon.kumihan.style import Style
from gappon.publication import (
    Asset,
    Book,
    Chapter,
    Dialect,
    Heading,
    ImagePlaces,
    Imprint,
    Listing,
    Matter,
    NavigationList,
    Part,
    Picture,
    Post,
    Start,
    Text,
    Volume,
)
from gappon.typesetter.fragment import Document, Fragment, Grid, Latin, UsedFont

TOKYO = ZoneInfo("Asia/Tokyo")
HERE = Path(__file__)
POST = Post("a.md", "題", datetime(2025, 1, 1, tzinfo=TOKYO), "本文", extra={"a": "b"})
ASSET = Asset("a.png", "image/png", b"1")
CHAPTER = Chapter(POST, "<p>文</p>", ASSET, (Heading(2, "節", "s"),), (ASSET,))
VOLUME = Volume("id", "巻", "v", (POST,))
IMPRINT = Imprint("社報", "社", ("花子",), "ja", "https://a.example")
MATTER = Matter("cover", "cover", "表紙", Picture("<p/>", "絵"))
TEXT = Text("<p/>", CHAPTER)
PART = Part("part-1", "部", (CHAPTER,))
DOCUMENT = Document("k", "<p/>", "p {}", {"a.png": b"1"}, Style(), Grid(0, 16), Latin("A", "B"))
VALUES = [
    POST,
    ASSET,
    CHAPTER,
    VOLUME,
    IMPRINT,
    MATTER,
    TEXT,
    Picture("<p/>", "絵"),
    NavigationList("contents.html.j2"),
    PART,
    Book(VOLUME, (MATTER, PART, CHAPTER), IMPRINT),
    Heading(2, "節", "s"),
    Notice("a.md", 1, Severity.INFO, "code", "文"),
    Dialect("liquid"),
    ImagePlaces(),
    TextHabits(),
    Target("p0", "a.md", "/a/"),
    PostIndex.of([POST]),
    SiteContext(PostIndex.of([POST]), ImageFinder(Path("/site")), variables={"a": "b"}),
    Font("Body", "mincho", 400, "normal", HERE, "0" * 64),
    DOCUMENT,
    Style(),
    Grid(0, 16),
    Latin("A", "B"),
    UsedFont("F", "F", "Body", "1-2", 4, 880, -120, b"\0\0", b"\0\0", "a\0", {1: 2}),
    Fragment("k", b"%PDF", 1, (), (), ()),
]
# What a field may be changed to where another value of its type would not do.
OTHERS = {
    "leftovers": "hugo",
    "marks": ("zenn",),
    "content": TEXT,
    "page": None,
    "index": PostIndex.of([]),
    "path": HERE.parent / "test_cache.py",
    "composition": None,
}


def changed(value: object) -> object:
    """Return another value of the same type."""
    match value:
        case bool():
            return not value
        case Start() | Listing() | Severity():
            return next(each for each in type(value) if each is not value)
        case str():
            return value + "x"
        case int() | float():
            return value + 1
        case bytes():
            return value + b"x"
        case None:
            return "x"
        case datetime():
            return value + timedelta(seconds=1)
        case tuple():
            return (*value, "x")
        case frozenset():
            return value | {"x"}
        case dict():
            return {**value, "x": "y"}
    assert is_dataclass(value), value
    name = next(each.name for each in fields(value) if each.compare)
    return replace(value, **{name: changed(getattr(value, name))})


def every_field() -> Iterator[tuple[object, Field]]:
    for value in VALUES:
        yield from ((value, each) for each in fields(value) if each.compare)


@pytest.mark.parametrize(
    ("value", "of"),
    list(every_field()),
    ids=lambda each: getattr(each, "name", type(each).__name__),
)
def test_every_field_of_every_value_is_in_its_hash(value: object, of: Field) -> None:
    now = getattr(value, of.name)
    other = OTHERS[of.name] if of.name in OTHERS else changed(now)
    assert digest_of(replace(value, **{of.name: other})) != digest_of(value)


def test_the_values_of_these_tests_are_all_that_keys_are_made_of() -> None:
    """Whatever is inside of one is itself among them."""
    asked = {type(value) for value in VALUES} | {ImageFinder}
    inside = {
        type(each)
        for value in VALUES
        for of in fields(value)
        for each in _flat(getattr(value, of.name))
        if is_dataclass(each)
    }
    assert inside <= asked


def _flat(value: object) -> Iterator[object]:
    if isinstance(value, tuple | frozenset):
        yield from value
    elif isinstance(value, dict):
        yield from value.values()
    else:
        yield value


def test_settings_are_values_and_each_of_them_counts() -> None:
    settings = Config(epub=EpubSettings(indexes=()), readings={"技術": "ぎじゅつ"})
    assert digest_of(settings) == digest_of(Config(**settings.model_dump(exclude_unset=True)))
    others = [
        Config(
            epub=EpubSettings(indexes=()), readings={"技術": "ぎじゅつ"}, pdf=PdfSettings(tags=True)
        ),
        Config(epub=EpubSettings(), readings={"技術": "ぎじゅつ"}),
        Config(epub=EpubSettings(indexes=()), readings={"技術": "わざ"}),
    ]
    assert len({digest_of(each) for each in (settings, *others)}) == 4


@dataclass(frozen=True)
class One:
    a: object
    b: object = None


@dataclass(frozen=True)
class Two:
    a: object
    b: object = None


class Pair(NamedTuple):
    a: object
    b: object


class Colour(enum.Enum):
    RED = 1


class Model(BaseModel):
    a: int = 1


DIFFERENT = [
    ("ab", "c"),
    ("a", "bc"),
    ("a", ("b", "c")),
    (("a", "b"), "c"),
    ["ab", "c"],
    "abc",
    b"abc",
    Markup("abc"),
    "1",
    1,
    1.0,
    True,
    Colour.RED,
    None,
    (),
    (None,),
    "",
    {},
    frozenset(),
    frozenset({1}),
    {"a": 1, "b": 2},
    {"b": 2, "a": 1},  # a theme's colours come out in the order in which they stand
    {"a": {"b": 2}},
    One("a", "b"),
    Two("a", "b"),
    Pair("a", "b"),
    ("a", "b"),
    Model(),
    Model(a=2),
    datetime(2025, 1, 1, tzinfo=UTC),
    datetime(2025, 1, 1, tzinfo=TOKYO),
    datetime(2025, 1, 1, tzinfo=timezone(timedelta(hours=9))),
    datetime(2025, 1, 1),
    date(2025, 1, 1),
    timedelta(hours=9),
    float("nan"),
    -0.0,
    0.0,
    10**5000,
    "\ud800",
    HERE,
]


def test_different_values_have_different_hashes() -> None:
    assert len({digest_of(value) for value in DIFFERENT}) == len(DIFFERENT)
    assert digest_of("a", "b") != digest_of(("a", "b")) != digest_of("ab")


def test_kinds_of_mapping_that_are_equal_have_one_hash_of_their_kind() -> None:
    assert digest_of(MappingProxyType({"a": 1})) == digest_of(MappingProxyType({"a": 1}))
    assert digest_of({1, 2, 3}) == digest_of({3, 2, 1})


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.binary(),
    lambda inner: (
        st.tuples(inner, inner) | st.dictionaries(st.text(), inner) | st.builds(One, inner)
    ),
    max_leaves=12,
)


@given(values, values)
def test_hashes_are_equal_as_values_are(one: object, other: object) -> None:
    assert (digest_of(one) == digest_of(other)) == (_exact(one) == _exact(other))


def _exact(value: object) -> object:
    """Return something that is equal when values are, their types and orders too."""
    if isinstance(value, One):
        return ("One", _exact(value.a), _exact(value.b))
    if isinstance(value, tuple):
        return ("tuple", *map(_exact, value))
    if isinstance(value, dict):
        return ("dict", *((key, _exact(each)) for key, each in value.items()))
    return (type(value).__name__, repr(value))


def test_a_file_is_its_content(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_bytes(b"same")
    other.write_bytes(b"same")
    assert digest_of(one) == digest_of(other)
    other.write_bytes(b"other")
    assert digest_of(one) != digest_of(other)
    with pytest.raises(OSError, match="nothing"):
        digest_of(tmp_path / "nothing")


def test_where_a_site_is_does_not_make_it_another() -> None:
    assert digest_of(ImageFinder(Path("/here"))) == digest_of(ImageFinder(Path("/there")))


class Unknown:
    pass


@pytest.mark.parametrize(
    "value", [Unknown(), One(Unknown()), [object()], digest_of, {"a": Unknown}]
)
def test_what_is_no_value_is_an_error(value: object) -> None:
    """Its text would say less than what it is, or more: where it lies in memory."""
    with pytest.raises(TypeError, match="is no value that a key can hold"):
        digest_of(value)


@dataclass(frozen=True)
class Leaves:
    shown: int
    hidden: int = field(default=0, compare=False)


def test_fields_that_do_not_make_values_different_are_left_out() -> None:
    assert digest_of(Leaves(1, 2)) == digest_of(Leaves(1, 3)) != digest_of(Leaves(2, 2))
    assert Leaves.__dataclass_fields__["hidden"].default is not MISSING


def test_hashes_are_the_same_in_every_process() -> None:
    code = (
        "from gappon.driver.digest import digest_of\n"
        "print(digest_of({'字', 'a', 'b'}, {'k': frozenset({1, 2, 3})}, 1.5))"
    )
    done = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(HERE.parents[2] / "src")},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(done) == 1


def test_a_remembered_hash_is_that_of_the_value_now() -> None:
    """Hashes of posts and chapters are remembered by where these lie in memory."""
    seen = set()
    for n in range(50):
        seen.add(digest_of(Post("a.md", f"題{n}", None, "")))  # may lie where the last one lay
    assert len(seen) == 50
