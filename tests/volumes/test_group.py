"""Posts → volumes."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gappon.config.load import load_config
from gappon.publication import Site, Volume
from gappon.volumes.group import group
from gappon.volumes.naming import safe_name
from gappon.volumes.select import Selection


def site_of(read_site: Callable[..., Site], **heads: str) -> Site:
    return read_site(
        {
            f"_posts/2025-{name[1:3]}-01-{name}.md": f"---\n{head}\n---\n{'字' * 100}"
            for name, head in heads.items()
        }
    )


def volumes(site: Site, **settings: object) -> tuple[Volume, ...]:
    resolved = load_config(site.root, volumes=settings)
    return group(site, resolved)


def shape(found: tuple[Volume, ...]) -> dict[str, list[str]]:
    return {v.full_title: [p.slug for p in v.posts] for v in found}


@pytest.fixture
def site(read_site: Callable[..., Site]) -> Site:
    return site_of(
        read_site,
        a01="categories: [甲, 乙]\ntags: [x]\nauthor: 花子",
        a02="categories: [乙]\nweight: 2",
        b02="categories: [乙]\nweight: 1\nseries: 連載",
        c03="title: 無分類",
    )


def test_by_category_a_post_goes_to_its_first(site: Site) -> None:
    assert shape(volumes(site)) == {"乙": ["a02", "b02"], "site": ["c03"], "甲": ["a01"]}


def test_by_category_to_each(site: Site) -> None:
    found = shape(volumes(site, multiple="each"))
    assert found["乙"] == ["a01", "a02", "b02"] and found["甲"] == ["a01"]


@pytest.mark.parametrize(
    ("by", "titles"),
    [
        ("month", ["2025年1月", "2025年2月", "2025年3月"]),
        ("author", ["著者不詳", "花子"]),
        ("series", ["単発", "連載"]),
        ("tag", ["x", "タグなし"]),
        ("all", ["site"]),
    ],
)
def test_other_groups(site: Site, by: str, titles: list[str]) -> None:
    assert sorted(shape(volumes(site, by=by))) == sorted(titles)


def test_by_category_and_month(site: Site) -> None:
    found = volumes(site, by=["category", "month"])
    assert ("乙 2025年2月", "乙-2025-02") in [(v.title, v.file_name) for v in found]


def test_order(site: Site) -> None:
    assert shape(volumes(site, order="weight"))["乙"] == ["b02", "a02"]
    assert shape(volumes(site, reverse=True))["乙"] == ["b02", "a02"]


def test_large_volumes_are_split(site: Site) -> None:
    found = volumes(site, by="all", max_posts=3)
    assert [(v.full_title, len(v.posts), v.number) for v in found] == [
        ("site 第1巻", 3, 1),
        ("site 第2巻", 1, 2),
    ]
    assert len(volumes(site, by="all", max_characters=250)) == 2


def test_identifiers_are_stable_and_distinct(site: Site) -> None:
    first, second = volumes(site), volumes(replace(site, posts=site.posts[::-1]))
    assert [v.identifier for v in first] == [v.identifier for v in second]
    assert len({v.identifier for v in first}) == 3


def test_selection(site: Site) -> None:
    found = group(site, load_config(site.root), Selection(categories=("乙",)))
    assert shape(found) == {"乙": ["a01", "a02", "b02"]}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("AI技術ガイド 2025年11月", "AI技術ガイド-2025年11月"),
        ('a/b\\c:d*e?"f<g>h|i', "a-b-c-d-e-f-g-h-i"),
        ("con", "con-"),
        ("...", "volume"),
        ("が" * 100, "が" * 50),
    ],
)
def test_file_names(text: str, name: str) -> None:
    assert safe_name(text) == name


@given(st.text(max_size=80))
def test_any_text_becomes_a_file_name(text: str) -> None:
    name = safe_name(text)
    assert name and len(name.encode()) <= 151 and not set(name) & set('/\\:*?"<>|\x00')
    assert name not in (".", "..") and Path(name).name == name


def test_names_that_differ_in_case_alone_are_numbered(read_site: Callable[..., Site]) -> None:
    site = site_of(read_site, a01="categories: [AI]", a02="categories: [ai]")
    assert [v.file_name for v in volumes(site)] == ["AI", "ai-2"]
